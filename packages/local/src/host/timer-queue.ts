import { scheduleTimers, type Timer } from './persistence.ts';

/** Timers by (at, order, seq): a binary heap; cancelled ones are dropped when they come up. */
export class TimerQueue {
  readonly #live = new Map<string, Timer>();
  #heap: Timer[] = [];
  #schedules = 0;

  /** Whether any timer but those of schedules is set. */
  get busy(): boolean {
    return this.#live.size > this.#schedules;
  }

  set(timer: Timer): void {
    if (isSchedule(timer.id) && !this.#live.has(nameOf(timer.service, timer.id))) this.#schedules += 1;
    this.#live.set(nameOf(timer.service, timer.id), timer);
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
  }

  cancel(service: string, id: string): void {
    if (this.#live.delete(nameOf(service, id)) && isSchedule(id)) this.#schedules -= 1;
  }

  next(): Timer | null {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (this.#live.get(nameOf(top.service, top.id)) === top) return top;
      this.#dropTop();
    }
    return null;
  }

  #dropTop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#swapUnlessOrdered(parent, i)) return;
      i = parent;
    }
  }

  #sink(from: number): void {
    for (let i = from; ; ) {
      const left = 2 * i + 1;
      const child = this.#before(left + 1, left) ? left + 1 : left;
      if (child >= this.#heap.length || !this.#swapUnlessOrdered(i, child)) return;
      i = child;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    return left !== undefined && right !== undefined && compareTimers(left, right) < 0;
  }

  #swapUnlessOrdered(parent: number, child: number): boolean {
    const upper = this.#heap[parent];
    const lower = this.#heap[child];
    if (upper === undefined || lower === undefined || compareTimers(upper, lower) <= 0) return false;
    this.#heap[parent] = lower;
    this.#heap[child] = upper;
    return true;
  }
}

const isSchedule = (id: string): boolean => id.startsWith(scheduleTimers);

function compareTimers(a: Timer, b: Timer): number {
  return a.at - b.at || a.order - b.order || a.seq - b.seq;
}

function nameOf(service: string, id: string): string {
  return `${service} ${id}`;
}

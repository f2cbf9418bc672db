/** What is to come, by instant, on a virtual clock. An entry costs the logarithm of the number of instants, whatever waits beside it. */
export class Agenda<T> {
  /** A heap of instants: each is before its two children, at 2i+1 and 2i+2. */
  readonly #instants: number[] = [];
  readonly #due = new Map<number, Map<string, T>>();
  readonly #instantOf = new Map<string, number>();

  /** An entry under a key that is there already replaces it. */
  add(at: number, key: string, entry: T): void {
    this.remove(key);
    let due = this.#due.get(at);
    if (due === undefined) {
      due = new Map();
      this.#due.set(at, due);
      this.#push(at);
    }
    due.set(key, entry);
    this.#instantOf.set(key, at);
  }

  remove(key: string): boolean {
    const at = this.#instantOf.get(key);
    if (at === undefined) return false;
    this.#instantOf.delete(key);
    return this.#due.get(at)?.delete(key) === true;
  }

  /** The next instant for which anything is left; null when nothing is. */
  next(): number | null {
    for (let at = this.#instants[0]; at !== undefined; at = this.#instants[0]) {
      if ((this.#due.get(at)?.size ?? 0) > 0) return at;
      this.#due.delete(at);
      this.#shift();
    }
    return null;
  }

  /** The next instant for which anything is left, and all of it, in the order in which it was added; null when nothing is. */
  take(): { readonly at: number; readonly entries: readonly T[] } | null {
    for (let at = this.#shift(); at !== undefined; at = this.#shift()) {
      const due = this.#due.get(at);
      this.#due.delete(at);
      if (due === undefined || due.size === 0) continue;
      for (const key of due.keys()) this.#instantOf.delete(key);
      return { at, entries: [...due.values()] };
    }
    return null;
  }

  #push(at: number): void {
    const heap = this.#instants;
    let i = heap.push(at) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.#at(up) <= at) break;
      heap[i] = this.#at(up);
      i = up;
    }
    heap[i] = at;
  }

  #shift(): number | undefined {
    const heap = this.#instants;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && this.#at(child + 1) < this.#at(child)) child += 1;
      if (this.#at(child) >= last) break;
      heap[i] = this.#at(child);
      i = child;
    }
    heap[i] = last;
    return first;
  }
  #at(i: number): number {
    return this.#instants[i] ?? Infinity;
  }
}

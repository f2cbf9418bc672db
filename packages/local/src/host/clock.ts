/** Time as the host sees it, epoch milliseconds. `at` calls once; earlier than now means now. */
export interface Clock {
  now(): number;
  at(instant: number, callback: () => void): void;
}

export interface RealClock extends Clock {
  readonly kind: 'real';
  /** Calls `callback` at `instant`, instead of what was set before. */
  wakeAt(instant: number, callback: () => void): void;
  sleep(): void;
}

/** Stands still until the host runs it on. */
export interface VirtualClock extends Clock {
  readonly kind: 'virtual';
  /** The instant of the next callback, or null. */
  next(): number | null;
  moveTo(instant: number): void;
  /** Calls the next callback that is due, if any; false when none is. */
  fire(): boolean;
}

/** The longest delay that a timer of the platform takes. */
const longest = 2 ** 31 - 1;

export function realClock(): RealClock {
  let waking: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  const sleep = (): void => {
    clearTimeout(waking);
    clearImmediate(soon);
  };
  const wakeAt = (instant: number, callback: () => void): void => {
    sleep();
    const delay = instant - Date.now();
    // A timeout of 0 is one of a millisecond, which many timers of one instant would feel.
    if (delay <= 0) soon = setImmediate(callback);
    else waking = setTimeout(() => (delay > longest ? wakeAt(instant, callback) : callback()), Math.min(delay, longest));
  };
  return {
    kind: 'real',
    now: () => Date.now(),
    at: (instant, callback) => void setTimeout(callback, Math.max(0, Math.min(instant - Date.now(), longest))),
    wakeAt,
    sleep,
  };
}

/**
 * @param start epoch milliseconds
 * @example const clock = virtualClock(Date.UTC(2026, 0, 1));
 */
export function virtualClock(start = 0): VirtualClock {
  let instant = start;
  let seq = 0;
  const queue: { readonly at: number; readonly seq: number; readonly callback: () => void }[] = [];
  return {
    kind: 'virtual',
    now: () => instant,
    at: (at, callback) => {
      const entry = { at: Math.max(at, instant), seq: seq++, callback };
      let place = queue.length;
      while (place > 0 && (queue[place - 1]?.at ?? 0) > entry.at) place--;
      queue.splice(place, 0, entry);
    },
    next: () => queue[0]?.at ?? null,
    moveTo: (to) => {
      instant = Math.max(instant, to);
    },
    fire: () => {
      if ((queue[0]?.at ?? Number.POSITIVE_INFINITY) > instant) return false;
      queue.shift()?.callback();
      return true;
    },
  };
}

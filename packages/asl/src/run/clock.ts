/** Tells the time and waits. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Resolves at the instant, or as soon as the signal aborts; Infinity is never. */
  until(instant: number, signal: AbortSignal): Promise<void>;
}

/** The longest time that a timer of JavaScript can be set to. */
const longest = 2_147_483_647;

/** The clock of the machine. Retries, waits and timeouts take as long as they would on AWS. */
export const realClock: Clock = {
  now: () => Date.now(),
  until: (instant, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const wait = (): void => {
        const left = instant - Date.now();
        if (left <= 0) done();
        // An infinite wait sets no timer: it must not keep the program alive by itself.
        else if (left !== Infinity) timer = setTimeout(wait, Math.min(left, longest));
      };
      signal.addEventListener('abort', done);
      wait();
    }),
};

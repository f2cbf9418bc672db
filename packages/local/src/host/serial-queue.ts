/** Runs asynchronous tasks one at a time, in order. */
export interface SerialQueue {
  add<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is left, tasks added meanwhile included. */
  idle(): Promise<void>;
}

export function serialQueue(): SerialQueue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    add: (task) => {
      const result = tail.then(task);
      tail = result.catch(() => undefined);
      return result;
    },
    idle: async () => {
      for (let seen: unknown = null; seen !== tail; ) {
        seen = tail;
        await tail;
      }
    },
  };
}

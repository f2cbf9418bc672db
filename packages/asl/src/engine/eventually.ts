/** Now, or later: states that ask no JSONata finish at once, so that a long chain of them costs no promises. */
export type Eventually<T> = T | Promise<T>;

/** `use` of the value, as soon as it is there. */
export function after<T, U>(value: Eventually<T>, use: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** Runs `act`; what it throws, now or later, goes to `otherwise`. */
export function guarded(act: () => Eventually<void>, otherwise: (error: unknown) => Eventually<void>): Eventually<void> {
  try {
    const done = act();
    return done instanceof Promise ? done.catch(otherwise) : undefined;
  } catch (error) {
    return otherwise(error);
  }
}

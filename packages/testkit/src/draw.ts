/** Chance that a seed fixes: the same seed draws the same things in the same order, on every machine. */
export interface Draw {
  /** From 0 up to but not including 1. */
  real(): number;
  /** From `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** As many of the items, in a new order; all when there are fewer. */
  some<T>(items: readonly T[], count: number): T[];
}

/** The generator mulberry32: 32 bits of state, good enough for choices. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  const real = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(real() * (high - low + 1));
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    const result: T[] = [];
    while (left.length > 0) result.push(...left.splice(int(0, left.length - 1), 1));
    return result;
  };
  return {
    real,
    int,
    chance: (probability) => real() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    shuffle,
    some: (items, count) => shuffle(items).slice(0, count),
  };
}

/** A new seed from a seed and words, so that what one step draws does not depend on what others drew. */
export function seedOf(seed: number, ...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of words.join('\u0000')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
}

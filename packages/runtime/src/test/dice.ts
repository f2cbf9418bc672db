/** Seeded choices: the same seed gives the same ones. */
export interface Dice {
  random(): number;
  chance(p: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  some<T>(from: readonly T[], p: number): readonly T[];
}

export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed + 1, 2_654_435_761) ^ 0x9e37_79b9) >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const chance = (p: number): boolean => random() < p;
  return {
    random, chance,
    pick: (from) => {
      const one = from[Math.floor(random() * from.length)];
      if (one === undefined) throw new Error('Nothing to pick from.');
      return one;
    },
    between: (least, most) => least + Math.floor(random() * (most - least + 1)),
    some: (from, p) => from.filter(() => chance(p)),
  };
}

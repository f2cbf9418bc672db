/**
 * Lengths of a step in hundredths of the usual one: the middles of 32 equal slices of a log-normal distribution with sigma 0.9,
 * the spread that job durations tend to have. Whole numbers, so that sums and ties are exact on every machine.
 */
const LENGTHS = [14, 22, 28, 33, 38, 43, 47, 52, 57, 62, 67, 72, 78, 84, 90, 97, 104, 111, 119, 128, 138, 149, 162, 176, 192, 211, 234, 264, 302, 358, 452, 695] as const;
const EQUAL = 100;

/** How many scenarios there are. In scenario 0 all steps are equally long. */
export const SCENARIOS = LENGTHS.length + 1;

/**
 * How long each vertex takes in each scenario, a row of `SCENARIOS` numbers a vertex. No step is known to be longer than another:
 * over the scenarios every step has every length once, in an order that its number alone decides.
 */
export function scenarioLengths(size: number): Int32Array {
  const lengths = new Int32Array(size * SCENARIOS);
  for (let v = 0; v < size; v++) {
    const row = [...LENGTHS];
    const next = numbers(v);
    for (let left = row.length; left > 0; left--) {
      const [length = EQUAL] = row.splice(next() % left, 1);
      lengths[v * SCENARIOS + left] = length;
    }
    lengths[v * SCENARIOS] = EQUAL;
  }
  return lengths;
}

/** Mulberry32: 32 well mixed bits at a time from a seed, the same everywhere. */
function numbers(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/**
 * Numbers from 0 up to 1 that look random and are the same for a seed: jitter, UUIDs and random numbers of an execution can be repeated.
 * Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003), with the shifts 13, 17 and 5.
 */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  // The first numbers of small seeds are small.
  for (let i = 0; i < 16; i++) step();
  return () => step() / 4_294_967_296;

  function step(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  }
}

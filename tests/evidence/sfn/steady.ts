import type { Counter } from './counts.ts';

/** How the embedded Step Functions tells that an expression took too long, among other things that are wrong with one. */
const STALLED = 'States.QueryEvaluationError';

/**
 * Plays a case, and once more where an expression failed. Runs are the same each time, but for one thing: an expression may take a second of the machine's
 * clock, and on a machine that stalls for so long a run fails for that alone. Such cases are counted; one that differs again differs.
 */
export async function steady<V extends { readonly differences: readonly string[] }>(counter: Counter, play: () => Promise<V>): Promise<V> {
  const first = await play();
  if (!first.differences.some((one) => one.includes(STALLED))) return first;
  const second = await play();
  if (second.differences.length > 0) return second;
  counter.add('stalls', 'cases');
  process.stderr.write(`differed once, and not again: ${first.differences.join(' ')}\n`);
  return second;
}

/** What is told of cases that stalled, for a figure. */
export const stalls = (counter: Counter): string => `${counter.of('stalls', 'cases')} cases differed once and not when they were run again, since an expression failed for the time that it took on a machine that stalled`;

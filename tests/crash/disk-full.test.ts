import { expect, test } from 'vitest';
import { fullAtWrites } from './disk-full.ts';

/** One write in so many finds the disk full; the evidence fills it at each. */
const step = Number(process.env['MILLRACE_FULL_EVERY'] ?? 40);

test.each([
  ['first deploy', 'glue', 1], ['update', 'glue', 11], ['destroy', 'glue', 23],
  ['first deploy', 'sfn', 6], ['update', 'sfn', 31], ['destroy', 'sfn', 17],
] as const)('a disk that is full during a %s on %s: a sentence, nothing half-written, and the next one converges', async (kind, target, from) => {
  const { writes, injected, faults } = await fullAtWrites(kind, target, step, 1 + (from % step));
  console.log(`${kind} on ${target}: ${writes} writes, ${injected} of them found the disk full`);
  expect(injected).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

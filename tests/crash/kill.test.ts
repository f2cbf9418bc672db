import { expect, test } from 'vitest';
import { killDuringRuns } from './kill.ts';

test.concurrent.each(['glue', 'sfn'] as const)('the embedded AWS is killed during runs on %s and started again: each run ends right, no step runs twice', async (target) => {
  const { instants, faults } = await killDuringRuns(target, { count: 2, seed: 20_260_105, usual: 4000, atStart: false });
  console.log(`${target}: killed ${instants.join(' and ')} ms after the start`);
  expect(faults).toEqual([]);
}, 180_000);

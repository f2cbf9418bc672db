import { expect, test } from 'vitest';
import { killDuringRuns } from './kill.ts';

test.concurrent.each(['glue', 'sfn'] as const)('the embedded AWS is killed during runs on %s and started again: each run ends right, no step runs twice', async (target) => {
  const { usual, instants, faults } = await killDuringRuns(target, 2, 20_260_105);
  console.log(`${target}: a run takes ${usual} ms; killed ${instants.join(' and ')} ms after the start`);
  expect(faults).toEqual([]);
}, 180_000);

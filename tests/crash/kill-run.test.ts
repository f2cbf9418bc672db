import { expect, test } from 'vitest';
import { killRuns } from './kill-run.ts';

test('millrace run is killed while it starts a state machine: status tells what there is, and the next run is one of its own', async () => {
  const { kills, calls, started, faults } = await killRuns(2, 20_261_130);
  console.log(`${kills} kills, of ${calls} calls; ${started} runs were there`);
  expect(faults).toEqual([]);
}, 180_000);

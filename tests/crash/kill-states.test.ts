import { expect, test } from 'vitest';
import { killDuringExecutions } from './kill-states.ts';

test('the embedded AWS is killed during executions with timers, tokens, workers and nested ones, and started again: each ends as it would have', async () => {
  const { executions, instants, faults } = await killDuringExecutions({ batches: 2, seed: 20_261_130 });
  console.log(`killed ${instants.join(' and ')} ms after the start of ${executions} executions`);
  expect(faults).toEqual([]);
}, 180_000);

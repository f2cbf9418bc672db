import { expect, test } from 'vitest';
import { killDuringDeploys } from './kill-server.ts';

test('the embedded AWS is killed in the middle of a deploy of a state machine and started again: the next deploy goes on, and what it made runs', async () => {
  const { instants, faults } = await killDuringDeploys(1, 20_261_130);
  console.log(`killed ${instants.join(' and ')} ms after the start`);
  expect(faults).toEqual([]);
}, 180_000);

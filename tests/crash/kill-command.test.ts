import { expect, test } from 'vitest';
import { killCommands } from './kill-command.ts';

test('the command is killed in the middle of a deploy and again: the next one goes on, and nothing is lost or leaked', async () => {
  const { kills, calls, faults } = await killCommands(1, 20_260_105, 'first deploy');
  console.log(`${kills} kills, of ${JSON.stringify(calls)} calls`);
  expect(faults).toEqual([]);
}, 180_000);

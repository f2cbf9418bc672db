import { expect, test } from 'vitest';
import { killCommands } from './kill-command.ts';

test.concurrent.each([['glue', 'first deploy'], ['sfn', 'update']] as const)('the command is killed in the middle of a deploy on %s (%s) and given again: the next one goes on, and nothing is lost or leaked', async (target, which) => {
  const { kills, calls, faults } = await killCommands(target, 1, 20_260_105, which);
  console.log(`${kills} kills, of ${JSON.stringify(calls)} calls`);
  expect(faults).toEqual([]);
}, 180_000);

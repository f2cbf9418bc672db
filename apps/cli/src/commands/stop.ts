import { exit, printJson } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found } from '../project/deployed.ts';
import { follow, left } from '../render/watch.ts';
import { shortRun } from '../render/run-id.ts';
import { headline, over } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

/** `millrace stop`: nothing more starts, what runs is asked to stop; the run can be resumed. */
export const run: CommandRun = async (io, args, options) => {
  const place = await deployed(io, options, 'change');
  const { runner, flags } = place;
  const chosen = await chosenRun(io, runner, args, 'stop', options['yes'] === true);
  const before = await found(runner.describe(chosen));
  if (!over(before)) await runner.stop(chosen);
  else io.err(before.state === 'skipped' ? `Run ${shortRun(chosen)} was skipped: nothing of it ever started.\n` : `Run ${shortRun(chosen)} has ended already.\n`);
  const snapshot = await follow(io, place, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { run: snapshot });
  else io.out(`${headline(io, snapshot)}\n`);
  return exit.ok;
};

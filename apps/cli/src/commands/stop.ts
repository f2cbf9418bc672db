import { exit, printJson } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found } from '../project/deployed.ts';
import { follow, left } from '../render/watch.ts';
import { shortRun } from '../render/run-id.ts';
import { wrap } from '../render/text.ts';
import { headline, over } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

const UNKEPT = 'The run is of an earlier version, whose pipeline no deploy has kept. Its execution is stopped, and what runs of the steps that the pipeline still has; jobs, crawls and automations of other steps may run on: look at them in the console.';

/** `millrace stop`: nothing more starts, what runs is asked to stop; the run can be resumed. */
export const run: CommandRun = async (io, args, options) => {
  const place = await deployed(io, options, 'change');
  const { runner, flags } = place;
  const chosen = await chosenRun(io, runner, args, 'stop', options['yes'] === true);
  const before = await found(runner.describe(chosen));
  if (!over(before)) await runner.stop(chosen);
  else io.err(before.state === 'skipped' ? `Run ${shortRun(chosen)} was skipped: nothing of it ever started.\n` : `Run ${shortRun(chosen)} has ended already.\n`);
  const own = (await runner.pipelineOf?.(chosen)) ?? null;
  if (!over(before) && own === null && runner.pipelineOf !== undefined) io.err(`${wrap(UNKEPT, io.columns)}\n`);
  const snapshot = await follow(io, { ...place, pipeline: own ?? place.pipeline }, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { run: snapshot });
  else io.out(`${headline(io, snapshot)}\n`);
  return exit.ok;
};

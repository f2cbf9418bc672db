import type { RunSnapshot } from '@millrace/core';
import { exit, printJson, type Io } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found, type Deployed } from '../project/deployed.ts';
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
  const snapshot = over(before) ? before : await stopped(io, place, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { run: snapshot });
  else io.out(`${headline(io, snapshot)}\n`);
  return exit.ok;
};

/** Follows a run that was asked to stop until it has ended; null where that is not waited for. */
async function stopped(io: Io, place: Deployed, run: string): Promise<RunSnapshot | null> {
  const own = (await place.runner.pipelineOf?.(run)) ?? null;
  if (own === null && place.runner.pipelineOf !== undefined) io.err(`${wrap(UNKEPT, io.columns)}\n`);
  return await follow(io, { ...place, pipeline: own ?? place.pipeline }, run);
}

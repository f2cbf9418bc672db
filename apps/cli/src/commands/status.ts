import type { Capability, RunSnapshot } from '@millrace/core';
import { exit, paint, printJson, type Io } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found } from '../project/deployed.ts';
import { wholeNumber } from '../project/number.ts';
import { shortRun } from '../render/run-id.ts';
import { wrap } from '../render/text.ts';
import { duration, headline, helperLines, messages, stateText, timeline, tint } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

/** What a person would wonder at in the console: how the target itself tells the outcome of a run that went wrong. */
function consoleNote(io: Io, { support, note }: Capability, { state, message }: RunSnapshot): string[] {
  if (support === 'exact' || message !== null || (state !== 'failed' && state !== 'stopped')) return [];
  return [paint(io, 'dim', wrap(note, io.columns))];
}

/** `millrace status`: the newest runs, or one run step by step. */
export const run: CommandRun = async (io, args, options) => {
  const limit = wholeNumber(options, 'limit', 1, 1000) ?? 10;
  const { runner, pipeline, outcome } = await deployed(io, options);
  if (args.length > 0) {
    const chosen = await chosenRun(io, runner, args, 'read');
    const snapshot = await found(runner.describe(chosen));
    const helpers = options['verbose'] === true ? ((await runner.helpers?.(chosen)) ?? []) : [];
    if (io.json) printJson(io, { run: snapshot, ...(options['verbose'] === true ? { helpers } : {}) });
    else io.out(`${[headline(io, snapshot), ...timeline(io, snapshot), ...helperLines(io, helpers, snapshot.asOf), ...messages(io, snapshot), ...consoleNote(io, outcome, snapshot)].join('\n')}\n`);
    return exit.ok;
  }
  const runs = await runner.list(limit);
  const wide = Math.max(0, ...runs.map(({ run: id }) => shortRun(id).length));
  const stated = Math.max(9, ...runs.map((one) => stateText(one).length));
  if (io.json) printJson(io, { runs });
  else if (runs.length === 0) io.out(`No runs of ${pipeline.name} yet: \`millrace run\` starts one.\n`);
  else for (const one of runs) io.out(`${paint(io, 'bold', shortRun(one.run).padEnd(wide))}  ${paint(io, tint(one.state), stateText(one).padEnd(stated))}  ${new Date(one.start).toISOString().slice(0, 19).replace('T', ' ')}  ${one.end === null ? '' : duration(one.end - one.start)}\n`);
  return exit.ok;
};

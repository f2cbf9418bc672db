import type { Bookmark, ResumePlan } from '@millrace/core';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { confirmed } from '../project/confirm.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found } from '../project/deployed.ts';
import { loadTarget } from '../project/targets.ts';
import { shortRun } from '../render/run-id.ts';
import { conclude, follow, left } from '../render/watch.ts';
import type { CommandRun } from '../table.ts';

const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));

function printPlan(io: Io, plan: ResumePlan, by: string, marks: readonly Bookmark[], rewound: boolean): void {
  const lines = [
    paint(io, 'bold', `Resume of ${shortRun(plan.run)}`),
    `  kept       ${list(plan.keep)}`,
    `  runs again ${list(plan.again)}`,
    `  by         ${by}`,
    ...marks.map((mark) => `  bookmark   ${bookmarkLine(mark, rewound)}`),
  ];
  const stay = marks.filter(({ moved }) => moved);
  io.err(`${lines.join('\n')}\n${stay.length > 0 && !rewound ? `  ${paint(io, 'yellow', 'note')}       ${list(stay.map(({ step }) => step))} will not read again what ${stay.length === 1 ? 'it has' : 'they have'} read: --rewind-bookmarks sets ${stay.length === 1 ? 'the bookmark' : 'the bookmarks'} back.\n` : ''}`);
}

function bookmarkLine({ step, version, moved, before }: Bookmark, rewound: boolean): string {
  if (!moved) return `${step}: version ${version}, not moved by this run`;
  const where = before === null ? 'the beginning' : `where it stood after ${before}`;
  return rewound ? `${step}: from version ${version} back to ${where}` : `${step}: version ${version}, moved by this run; before it was at ${where}`;
}

/** `millrace resume`: the plan first, then the same run goes on. */
export const run: CommandRun = async (io, args, options) => {
  const place = await deployed(io, options, options['plan'] === true ? 'look' : 'change');
  const { runner, flags } = place;
  const chosen = await chosenRun(io, runner, args, 'resume');
  const plan = await found(runner.plan(chosen));
  if ('refused' in plan) throw new CliError(plan.refused, plan.hint);
  const rewinds = options['rewindBookmarks'] === true;
  if (rewinds && runner.rewind === undefined) throw new CliError(`Bookmarks are not set back on ${place.target}.`, 'Set one back yourself with `aws glue reset-job-bookmark`, and resume without --rewind-bookmarks.', exit.usage);
  const bookmarks = (await runner.bookmarks?.(chosen, plan.again)) ?? [];
  if (options['plan'] === true && io.json) printJson(io, { plan, bookmarks });
  else printPlan(io, plan, (await loadTarget(place.target)).resumes[plan.means], bookmarks, rewinds);
  if (options['plan'] === true) return exit.ok;
  if (!(await confirmed(io, options, 'Resume?'))) {
    io.err('Nothing was started.\n');
    return exit.ok;
  }
  if (rewinds) await runner.rewind?.(bookmarks);
  await runner.resume(plan);
  if (options['detach'] === true) {
    if (io.json) printJson(io, { plan, bookmarks });
    return exit.ok;
  }
  const snapshot = await follow(io, { ...place, verbose: options['verbose'] === true }, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { plan, bookmarks, run: snapshot });
  return conclude(io, snapshot, flags);
};

import { destroy, planDestroy } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { exit, paint, printJson } from '../io.ts';
import { answered, shownChanges, meansOf } from '../project/change.ts';
import { confirmed } from '../project/confirm.ts';
import { requirePipeline } from '../project/pipeline.ts';
import { place } from '../project/place.ts';
import { liveRuns, liveSentence } from '../project/live-runs.ts';
import type { CommandRun } from '../table.ts';

const BECOMES = { one: 'it will not go on, and it cannot be resumed.', several: 'they will not go on, and they cannot be resumed.' };

/** `millrace destroy`: removes what deploy made and nothing else; run folders stay. */
export const run: CommandRun = async (io, _args, options) => {
  const { pipeline, folder } = await requirePipeline(io, options);
  const where = await place(io, options, folder, 'change');
  const means = { ...(await meansOf(io, pipeline, where)), owner: physical(where.site, pipeline).owner };
  const plan = await answered(io, planDestroy(means));
  if (plan === null) {
    if (io.json) printJson(io, { removed: 0, note: null });
    else io.out(`${pipeline.name} is not deployed here: nothing to remove.\n`);
    return exit.ok;
  }
  if (!io.json) io.err(`${shownChanges(io, plan.changes)}\n`);
  const live = (await liveRuns(io, options)()) ?? [];
  if (live.length > 0) io.err(`${paint(io, 'yellow', 'careful')} ${liveSentence(live, BECOMES)}\n`);
  if (!(await confirmed(io, options, 'Remove these?'))) {
    io.err('Nothing was changed.\n');
    return exit.ok;
  }
  const result = await answered(io, destroy({ ...means, changes: plan.changes }));
  if (io.json) printJson(io, { ...result });
  else io.out(`${result.removed} resources of ${pipeline.name} removed.${result.note === null ? '' : ` ${result.note}`}\n${result.leftAlone.map(({ name }) => `left alone, not ours any more: ${name}\n`).join('')}`);
  return exit.ok;
};

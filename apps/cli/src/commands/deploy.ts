import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { apply, planDeploy, readManifest, readPlan, s3Store, type ChangeSet, type PlanAbout } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { answered, shownChanges, wanted } from '../project/change.ts';
import { confirmed } from '../project/confirm.ts';
import { liveRuns, liveSentence } from '../project/live-runs.ts';
import { helperLines } from '../project/helpers.ts';
import { refuse, requirePipeline } from '../project/pipeline.ts';
import { place, type Use } from '../project/place.ts';
import { rolledBack } from '../project/rolled-back.ts';
import { renderProblems } from '../render/problems.ts';
import { isTarget, type TargetName } from '../project/targets.ts';
import type { CommandRun, Options } from '../table.ts';

export function usageTarget(): never {
  throw new CliError('Which orchestrator?', 'Add --target glue or --target sfn; `millrace advise` recommends one.', exit.usage);
}

/** The target that was named, or the one that is deployed already. */
export async function targetOf(io: Io, options: Options, use: Use): Promise<TargetName> {
  if (isTarget(options['target'])) return options['target'];
  const { pipeline, folder } = await requirePipeline(io, options);
  const { site, at } = await place(io, options, folder, use);
  const stored = await answered(io, readManifest(s3Store(at), { bucket: site.scripts, key: physical(site, pipeline).manifestKey }));
  const target = stored?.manifest.target;
  return isTarget(target) ? target : usageTarget();
}

/** The changes of the file that --plan names; null without one. */
async function savedChanges(io: Io, options: Options, about: PlanAbout): Promise<ChangeSet | null> {
  const file = options['plan'];
  if (typeof file !== 'string') return null;
  const text = readFileSync(resolve(io.cwd, file), 'utf8');
  return await answered(io, (async () => readPlan(text, about))());
}

const BECOMES = {
  one: 'it goes on with what it has started, and steps that start later use the new jobs and scripts.',
  several: 'they go on with what they have started, and steps that start later use the new jobs and scripts.',
};

/** `millrace deploy`: plan, ask, apply. A second deploy changes nothing. */
export const run: CommandRun = async (io, _args, options) => {
  const target = await targetOf(io, options, 'change');
  const { means, desired, deployment, pipeline, helpers, about, place: where } = await wanted(io, options, target, 'change');
  const saved = await savedChanges(io, options, about);
  const live = liveRuns(io, options);
  const plan = await answered(io, planDeploy({ ...means, liveRuns: live, owner: deployment.owner, desired }));
  if (plan.problems.length > 0) refuse(io, plan.problems);
  if (plan.warnings.length > 0 && !io.json) io.err(renderProblems(io, plan.warnings));
  // A saved plan was agreed to when it was seen; what has changed since makes `apply` refuse it.
  const changes = saved ?? plan.changes;
  if (!io.json) io.err(`${shownChanges(io, changes, await rolledBack(changes, pipeline, target, where))}\n${changes.changes.length === 0 ? '' : helperLines(io, helpers)}`);
  // A first deploy has no runs yet, and one that changes nothing means nothing to them.
  const under = plan.recorded === null || changes.changes.length === 0 ? [] : ((await live()) ?? []);
  if (under.length > 0) io.err(`${paint(io, 'yellow', 'careful')} ${liveSentence(under, BECOMES)}\n`);
  if (saved === null && changes.changes.length > 0 && !(await confirmed(io, options, 'Make these changes?'))) {
    io.err('Nothing was changed.\n');
    return exit.ok;
  }
  // Only a plan that has just been made need not be held against what is live.
  const result = await answered(io, apply({ ...means, liveRuns: live, changes, desired, deployment, ...(saved === null ? { recorded: plan.recorded } : {}) }));
  if (io.json) printJson(io, { target, applied: result.applied, changes, helpers, warnings: plan.warnings });
  else io.out(result.applied === 0 ? `${pipeline.name} is deployed as it should be.\n` : `${pipeline.name} is deployed on ${target}: ${result.applied} change${result.applied === 1 ? '' : 's'} made.\n`);
  return exit.ok;
};

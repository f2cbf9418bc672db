import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { planDeploy, planText, renderChangeSet } from '@millrace/deploy';
import { exit, printJson } from '../io.ts';
import { answered, wanted } from '../project/change.ts';
import { liveRuns } from '../project/live-runs.ts';
import { helperLines } from '../project/helpers.ts';
import { refuse } from '../project/pipeline.ts';
import { rolledBack } from '../project/rolled-back.ts';
import type { CommandRun } from '../table.ts';
import { renderProblems } from '../render/problems.ts';
import { targetOf } from './deploy.ts';

/** `millrace diff`: what a deploy would change, drift included. Changes nothing. */
export const run: CommandRun = async (io, _args, options) => {
  const target = await targetOf(io, options, 'look');
  const { means, desired, deployment, pipeline, helpers, about, place } = await wanted(io, options, target, 'look');
  const { changes, problems, warnings } = await answered(io, planDeploy({ ...means, liveRuns: liveRuns(io, options), owner: deployment.owner, desired }));
  if (problems.length > 0) refuse(io, problems);
  if (warnings.length > 0 && !io.json) io.err(renderProblems(io, warnings));
  const out = options['out'];
  if (typeof out === 'string') writeFileSync(resolve(io.cwd, out), planText(changes, about));
  if (io.json) printJson(io, { changes, helpers, warnings });
  else {
    io.out(`${renderChangeSet(changes, undefined, await rolledBack(changes, pipeline, target, place))}\n${helperLines(io, helpers)}`);
    if (typeof out === 'string') io.err(`The plan is in ${out}: millrace deploy --plan ${out} makes exactly these changes.\n`);
  }
  return options['exitCode'] === true && changes.changes.length > 0 ? exit.differences : exit.ok;
};

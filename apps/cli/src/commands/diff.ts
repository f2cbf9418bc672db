import { planDeploy, renderChangeSet } from '@millrace/deploy';
import { exit, printJson } from '../io.ts';
import { answered, wanted } from '../project/change.ts';
import { refuse } from '../project/pipeline.ts';
import type { CommandRun } from '../table.ts';
import { targetOf } from './deploy.ts';

/** `millrace diff`: what a deploy would change, drift included. Changes nothing. */
export const run: CommandRun = async (io, _args, options) => {
  const { means, desired, deployment } = await wanted(io, options, await targetOf(io, options, 'look'), 'look');
  const { changes, problems } = await answered(io, planDeploy({ ...means, owner: deployment.owner, desired }));
  if (problems.length > 0) refuse(io, problems);
  if (io.json) printJson(io, { changes });
  else io.out(`${renderChangeSet(changes)}\n`);
  return options['exitCode'] === true && changes.changes.length > 0 ? exit.differences : exit.ok;
};

import type { ResumePlan } from '@millrace/core';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { confirmed } from '../project/confirm.ts';
import { chosenRun, deployed, found } from '../project/deployed.ts';
import { conclude, follow, left } from '../render/watch.ts';
import type { CommandRun } from '../table.ts';

function printPlan(io: Io, plan: ResumePlan): void {
  const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));
  io.err(`${paint(io, 'bold', `Resume of ${plan.run}`)}\n  kept       ${list(plan.keep)}\n  runs again ${list(plan.again)}\n  by         ${plan.means === 'native' ? 'the service’s own resume' : 'a new native run that skips what is kept'}\n`);
}

/** `millrace resume`: the plan first, then the same run goes on. */
export const run: CommandRun = async (io, args, options) => {
  const place = await deployed(io, options, options['plan'] === true ? 'look' : 'change');
  const { runner, flags } = place;
  const chosen = await chosenRun(runner, args);
  const plan = await found(runner.plan(chosen));
  if ('refused' in plan) throw new CliError(plan.refused, plan.hint);
  if (options['plan'] === true && io.json) printJson(io, { plan });
  else printPlan(io, plan);
  if (options['plan'] === true) return exit.ok;
  if (!(await confirmed(io, options, 'Resume?'))) {
    io.err('Nothing was started.\n');
    return exit.ok;
  }
  await runner.resume(plan);
  if (options['detach'] === true) {
    if (io.json) printJson(io, { plan });
    return exit.ok;
  }
  const snapshot = await follow(io, place, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { plan, run: snapshot });
  return conclude(io, snapshot, flags);
};

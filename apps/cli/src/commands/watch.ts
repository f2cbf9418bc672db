import { printJson } from '../io.ts';
import { chosenRun, deployed } from '../project/deployed.ts';
import { conclude, follow, left } from '../render/watch.ts';
import type { CommandRun } from '../table.ts';

/** `millrace watch`: a live timeline in a terminal, a plain log without one. */
export const run: CommandRun = async (io, args, options) => {
  const { runner, flags } = await deployed(io, options);
  const chosen = await chosenRun(runner, args);
  const snapshot = await follow(io, runner, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { run: snapshot });
  return conclude(io, snapshot, flags);
};

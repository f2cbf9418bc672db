import { printJson } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found, ownPipeline } from '../project/deployed.ts';
import { conclude, follow, left } from '../render/watch.ts';
import type { CommandRun } from '../table.ts';

/** `millrace watch`: a live timeline in a terminal, a plain log without one. */
export const run: CommandRun = async (io, args, options) => {
  const place = await deployed(io, options);
  const { flags } = place;
  const chosen = await chosenRun(io, place.runner, args, 'watch');
  const snapshot = await follow(io, { ...place, pipeline: await found(ownPipeline(place, chosen)), verbose: options['verbose'] === true }, chosen);
  if (snapshot === null) return left(io, chosen, flags);
  if (io.json) printJson(io, { run: snapshot });
  return conclude(io, snapshot, flags);
};

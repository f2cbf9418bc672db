import { exit, paint, printJson } from '../io.ts';
import { deployed, found } from '../project/deployed.ts';
import { wholeNumber } from '../project/number.ts';
import { duration, headline, messages, timeline } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

/** `millrace status`: the newest runs, or one run step by step. */
export const run: CommandRun = async (io, args, options) => {
  const limit = wholeNumber(options, 'limit', 1, 1000) ?? 10;
  const { runner, pipeline } = await deployed(io, options);
  const [chosen] = args;
  if (chosen !== undefined) {
    const snapshot = await found(runner.describe(chosen));
    if (io.json) printJson(io, { run: snapshot });
    else io.out(`${[headline(io, snapshot), ...timeline(io, snapshot), ...messages(io, snapshot)].join('\n')}\n`);
    return exit.ok;
  }
  const runs = await runner.list(limit);
  if (io.json) printJson(io, { runs });
  else if (runs.length === 0) io.out(`No runs of ${pipeline.name} yet: \`millrace run\` starts one.\n`);
  else for (const one of runs) io.out(`${paint(io, 'bold', one.run)}  ${one.state.padEnd(9)}  ${new Date(one.start).toISOString().slice(0, 19).replace('T', ' ')}  ${one.end === null ? '' : duration(one.end - one.start)}\n`);
  return exit.ok;
};

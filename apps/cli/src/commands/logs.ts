import { CliError, exit, paint, printJson } from '../io.ts';
import { chosenRun, deployed, found } from '../project/deployed.ts';
import { wholeNumber } from '../project/number.ts';
import type { CommandRun } from '../table.ts';

/** `millrace logs`: what the jobs printed, one step or all that ran. */
export const run: CommandRun = async (io, args, options) => {
  const attempt = wholeNumber(options, 'attempt', 1, Infinity);
  const { runner, flags } = await deployed(io, options);
  const chosen = await chosenRun(runner, args);
  const snapshot = await found(runner.describe(chosen));
  const step = options['step'];
  const names = Object.keys(snapshot.steps);
  if (typeof step === 'string' && !names.includes(step)) throw new CliError(`Run ${chosen} has no step ${step}.`, `Its steps: ${names.join(', ')}.`, exit.usage);
  const wanted = typeof step === 'string' ? [step] : names.filter((name) => (snapshot.steps[name]?.attempts.length ?? 0) > 0);
  const collected: { step: string; attempt: number; lines: string[] }[] = [];
  for (const name of wanted) {
    const tries = snapshot.steps[name]?.attempts.length ?? 0;
    if (attempt !== null && attempt > tries) throw new CliError(`Step ${name} has ${tries} attempt${tries === 1 ? '' : 's'}, no ${attempt}.`, `millrace status ${chosen}${flags} shows them.`, exit.usage);
    const lines: string[] = [];
    if (!io.json && wanted.length > 1) io.out(`${paint(io, 'bold', `── ${name}`)}\n`);
    for await (const line of runner.log(chosen, name, attempt ?? tries)) {
      if (io.json) lines.push(line);
      else io.out(`${line}\n`);
    }
    collected.push({ step: name, attempt: attempt ?? tries, lines });
  }
  if (io.json) printJson(io, { run: chosen, logs: collected });
  return exit.ok;
};

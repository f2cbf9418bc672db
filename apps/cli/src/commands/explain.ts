import { didYouMean } from '@millrace/core';
import { catalogue } from '../project/catalogue.ts';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';

/** `millrace explain CODE`: works offline, from the catalogues of the packages. Without a code it lists them. */
export const run: CommandRun = async (io, args) => {
  const entries = await catalogue();
  const [given] = args;
  if (given === undefined) {
    if (io.json) printJson(io, { codes: entries });
    else for (const code of Object.keys(entries).sort()) io.out(`${paint(io, 'bold', code)}  ${entries[code]?.title ?? ''}\n`);
    return exit.ok;
  }
  const code = given.toUpperCase();
  if (code.startsWith('ASL')) return await explainAdvice(io, code);
  const entry = entries[code];
  if (entry === undefined) {
    const near = didYouMean(code, Object.keys(entries));
    throw new CliError(`No diagnostic is called ${given}.`, near === null ? '`millrace explain` lists all of them.' : `Did you mean ${near}?`, exit.usage);
  }
  if (io.json) printJson(io, { code, ...entry });
  else io.out(`${paint(io, 'bold', `${code}: ${entry.title}`)}\n\n${wrap(entry.explanation, io.columns)}\n\n${paint(io, 'dim', 'Fix')}  ${wrap(entry.fix, io.columns, '     ')}\n`);
  return exit.ok;
};

/** A finding in a definition of a state machine, which `check --practices` names. */
async function explainAdvice(io: Io, code: string): Promise<number> {
  const { catalogue: advice, explain } = await import('@millrace/asl');
  const known = explain(code);
  if (known === null) {
    const near = didYouMean(code, advice.map((one) => one.code));
    throw new CliError(`No finding in a state machine is called ${code}.`, near === null ? 'Their list is in the documentation of @millrace/asl.' : `Did you mean ${near}?`, exit.usage);
  }
  if (io.json) printJson(io, { ...known });
  else io.out(`${paint(io, 'bold', `${code}: ${known.title}`)}\n\n${wrap(known.meaning, io.columns)}\n\n${paint(io, 'dim', 'Source')}  ${wrap(known.source, io.columns, '        ')}\n`);
  return exit.ok;
}

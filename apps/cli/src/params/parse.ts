import { explainArguments, parse as parseStyle, PassingError, ShorthandError, type StringMap } from '@millrace/params';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { readText } from '../project/param-values.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';
import { styleOf } from './styles.ts';

/** What `file://…` in a command line holds, as seen from here. */
function reader(io: Io): (uri: string) => string | null {
  return (uri) => {
    const path = uri.startsWith('file:///') ? fileURLToPath(uri) : resolve(io.cwd, uri.replace(/^fileb?:\/\//, ''));
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
}

const shells = ['posix', 'powershell', 'powershell-5'] as const;

const whatWorks = (line: string | null): string => (line === null ? '' : `\nWhat works:\n${line.split('\n').map((one) => `  ${one}\n`).join('')}`);

/** `millrace params parse`: what a text passes, as names and values. Exit 3 when a line of the AWS CLI passes something else than it seems to. */
export const parse: CommandRun = async (io, [file], options) => {
  const style = styleOf(options);
  if (file === undefined) throw new CliError('A file is needed: what should be read?', 'Name a file, or - for standard input.', exit.usage);
  const text = readText(io, file);
  const shell = shells.find((one) => one === options['shell']) ?? 'posix';
  const explained = style.startsWith('cli-') ? explainArguments(text, { shell }) : null;
  const faulty = explained !== null && explained.problems.length > 0;
  let map: StringMap;
  try {
    map = parseStyle(style, text, { readFile: reader(io), shell: shell === 'posix' ? 'posix' : 'powershell' });
  } catch (error) {
    if (!(error instanceof PassingError || error instanceof ShorthandError)) throw error;
    if (!faulty) throw new CliError(error.message, `Correct the text, or name another --style than ${style}.`, exit.findings);
    map = explained.arguments;
  }
  if (io.json) printJson(io, { style, arguments: map, problems: explained?.problems ?? [], repaired: faulty ? explained.repaired : null });
  else {
    io.out(Object.entries(map).map(([name, value]) => `${paint(io, 'bold', name)}\t${JSON.stringify(value)}\n`).join(''));
    if (faulty) io.err(`${explained.problems.map(({ message }) => wrap(message, io.columns)).join('\n')}\n${whatWorks(explained.repaired[shell])}`);
  }
  return faulty ? exit.findings : exit.ok;
};

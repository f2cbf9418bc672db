import { explainArguments, guessStyle, parse as parseStyle, PassingError, ShorthandError, type Explained, type StringMap, type StyleName } from '@millrace/params';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { readText } from '../project/param-values.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun, Options } from '../table.ts';
import { styleOf } from './styles.ts';

/** What `file://…` in a command line holds, as the AWS CLI finds it from here. */
function reader(io: Io): (uri: string) => string {
  return (uri) => {
    if (/^https?:/.test(uri)) throw new CliError(`${uri} cannot be read: nothing is fetched from the network here.`, 'Save it as a file, and name that.', exit.usage);
    const named = uri.replace(/^fileb?:\/\//, '').replace(/\$(?:(\w+)|\{([^}]*)\})/g, (written: string, bare?: string, braced?: string) => io.env[bare ?? braced ?? ''] ?? written);
    const path = resolve(io.cwd, named.replace(/^~(?=\/|$)/, (tilde) => io.env['HOME'] ?? tilde));
    let why = 'there is no such file';
    try {
      // Anything else, such as a terminal, may never end.
      if (statSync(path).isFile()) return readFileSync(path, 'utf8');
      why = 'it is a folder, or no ordinary file';
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') why = 'reading it is not allowed';
    }
    throw new CliError(`${uri} cannot be read: ${why}.`, 'Correct the address in the line, or run the command in the folder that it is meant from.', exit.usage);
  };
}

/** The text of the file that is named, else of standard input where something is piped into it. */
function textOf(io: Io, file: string | undefined): string {
  if (file === undefined && process.stdin.isTTY) throw new CliError('A file is needed: what should be read?', 'Name a file, pipe the text into the command, or write - for standard input.', exit.usage);
  const text = readText(io, file ?? '-');
  if (file === undefined && text.trim() === '') throw new CliError('A file is needed: standard input is empty.', 'Name a file, or pipe the text into the command.', exit.usage);
  return text;
}

function styleFor(options: Options, text: string): StyleName {
  if (options['style'] !== undefined) return styleOf(options);
  const style = guessStyle(text);
  if (style === null) throw new CliError('The text does not show how it passes arguments.', 'Say it with --style; `millrace params render` knows the same styles.', exit.usage);
  return style;
}

const shells = ['posix', 'powershell', 'powershell-5'] as const;

const whatWorks = (line: string | null): string => (line === null ? '' : `\nWhat works:\n${line.split('\n').map((one) => `  ${one}\n`).join('')}`);

interface Read {
  readonly map: StringMap;
  /** Some values are known by the shell alone. */
  readonly open: boolean;
}

function read(io: Io, text: string, style: StyleName, shell: 'posix' | 'powershell', explained: Explained | null): Read {
  try {
    return { map: parseStyle(style, text, { readFile: reader(io), shell }), open: false };
  } catch (error) {
    if (!(error instanceof PassingError || error instanceof ShorthandError)) throw error;
    if (explained === null) throw new CliError(error.message, `Correct the text, or name another --style than ${style}.`, exit.findings);
    return { map: explained.arguments, open: explained.problems.length === 0 };
  }
}

/** `millrace params parse`: what a text passes, as names and values. Exit 3 when a line of the AWS CLI passes something else than it seems to. */
export const parse: CommandRun = async (io, [file], options) => {
  // A name that is wrong is told before anything is read.
  if (options['style'] !== undefined) styleOf(options);
  const text = textOf(io, file);
  const style = styleFor(options, text);
  const shell = shells.find((one) => one === options['shell']) ?? 'posix';
  const explained = style.startsWith('cli-') ? explainArguments(text, { shell }) : null;
  const faulty = explained !== null && explained.problems.length > 0;
  const { map, open } = read(io, text, style, shell === 'posix' ? 'posix' : 'powershell', explained);
  if (io.json) printJson(io, { style, arguments: map, problems: explained?.problems ?? [], repaired: faulty ? explained.repaired : null });
  else {
    io.out(Object.entries(map).map(([name, value]) => `${paint(io, 'bold', name)}\t${JSON.stringify(value)}\n`).join(''));
    if (open) io.err('What only the shell knows is shown as it is written.\n');
    if (faulty) io.err(`${explained.problems.map(({ message }) => wrap(message, io.columns)).join('\n')}\n${whatWorks(explained.repaired[shell])}`);
  }
  return faulty ? exit.findings : exit.ok;
};

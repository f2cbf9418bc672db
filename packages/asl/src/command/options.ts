import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { nearest } from '../check/nearest.ts';
import { Refusal } from './world.ts';

export interface Parsed {
  readonly files: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  /** A number from 0 to 100. */
  percent(name: string): number | undefined;
}

/** Reads arguments; a sentence for what is not known says what was probably meant. */
export function readOptions(args: readonly string[], options: ParseArgsOptionsConfig): Parsed {
  const parsed = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = parsed.values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    files: parsed.positionals,
    text,
    flag: (name) => parsed.values[name] === true,
    percent: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (value.trim() === '' || !(number >= 0 && number <= 100)) throw new Refusal(`--${name} takes a number from 0 to 100, not '${value}'.`);
      return number;
    },
  };
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /^Unknown option '(-{1,2}[^']*)'/u.exec(message)?.[1];
    if (unknown === undefined) throw new Refusal(`${message.split('\n')[0] ?? message}`);
    const meant = nearest(unknown.replace(/^-+/u, ''), Object.keys(options));
    throw new Refusal(`There is no option '${unknown}'.${meant === null ? ` There are ${Object.keys(options).map((name) => `--${name}`).join(', ')}.` : ` Is --${meant} meant?`}`);
  }
}

/** The one file that a command works on. */
export function onlyFile({ files }: Parsed, what: string): string {
  const [file, more] = files;
  if (file === undefined) throw new Refusal(`Name ${what}.`);
  if (more !== undefined) throw new Refusal(`One file at a time: '${more}' is one too many.`);
  return file;
}

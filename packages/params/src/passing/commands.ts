import { readPosix } from './posix-shell.ts';
import { readPowerShell } from './powershell.ts';
import type { ShellWord } from './shell-word.ts';
import { PassingError, type PassingContext } from './types.ts';

export type Shell = Required<PassingContext>['shell'];
export const isPowerShell = (shell: Shell): boolean => shell !== 'posix';

/** One command of a text, with the lines that it stands in. */
export interface Command {
  /** Redirections are among them, each with its file as one. */
  readonly words: readonly ShellWord[];
  /** Where the lines begin and end that hold the command, and all that it is part of. Asked of one command only: a text may have many. */
  readonly lines: () => Range;
}
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Deeper is no line that somebody wrote. */
const DEEPEST = 20;
/** More are no command that somebody wrote. */
const MOST_WORDS = 2000;

/** @throws {PassingError} a quote without an end */
export function readWords(line: string, shell: Shell): readonly ShellWord[] {
  return isPowerShell(shell) ? readPowerShell(line) : readPosix(line);
}

/**
 * All commands of a text in their order, those first that stand within `$(…)` or backquotes of others. None where a quote has no end, or where
 * there are more than 2000 words.
 */
export function commandsOf(text: string, shell: Shell): readonly Command[] {
  try {
    return within(text, shell, { from: 0, to: text.length }, null, 0);
  } catch (error) {
    if (error instanceof PassingError) return [];
    throw error;
  }
}

function within(text: string, shell: Shell, region: Range, lines: Command['lines'] | null, depth: number): readonly Command[] {
  const words = readWords(text.slice(region.from, region.to), shell).map((word) => moved(word, region.from));
  if (words.length > MOST_WORDS) return [];
  const commands: Command[] = [];
  for (const one of split(words)) {
    const [first, last] = [one.words[0], one.words.at(-1)];
    if (first === undefined || last === undefined) continue;
    const own = lines ?? ((): Range => ({ from: lineStart(text, first.start), to: one.to ?? lineEnd(text, last.end) }));
    for (const { odd } of depth < DEEPEST ? one.words : []) {
      for (const nested of odd.flatMap(({ raw, at }) => scriptOf(raw, at))) commands.push(...within(text, shell, nested, own, depth + 1));
    }
    commands.push({ words: one.words, lines: own });
  }
  return commands;
}

const moved = (word: ShellWord, by: number): ShellWord => (by === 0 ? word : { ...word, start: word.start + by, end: word.end + by, odd: word.odd.map((odd) => ({ ...odd, at: odd.at + by })) });

/** The script within what a shell replaces, where it is one that is written as it is run. */
function scriptOf(raw: string, at: number): readonly Range[] {
  if (raw.startsWith('$((')) return [];
  if (raw.startsWith('$(')) return [{ from: at + 2, to: at + raw.length - 1 }];
  return raw.startsWith('`') && !raw.includes('\\') ? [{ from: at + 1, to: at + raw.length - 1 }] : [];
}

/** Words between ends of commands; where the lines of a command end with the text of a here-document, `to` is behind it. */
function split(words: readonly ShellWord[]): readonly { readonly words: readonly ShellWord[]; readonly to: number | null }[] {
  const commands: { words: ShellWord[]; to: number | null }[] = [{ words: [], to: null }];
  let line = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    if (word.kind === 'end') {
      if (word.raw.includes('\n')) {
        if (word.raw.trim() !== '') for (const command of commands.slice(line)) command.to = word.end - (word.raw.endsWith('\n') ? 1 : 0);
        line = commands.length;
      }
      commands.push({ words: [], to: null });
    } else if (word.kind === 'redirection') {
      const target = words[at + 1]?.kind === 'word' ? words[(at += 1)] : undefined;
      commands.at(-1)?.words.push(target === undefined ? word : { ...word, raw: `${word.raw}${word.end === target.start ? '' : ' '}${target.raw}`, end: target.end, odd: target.odd });
    } else commands.at(-1)?.words.push(word);
  }
  return commands;
}

/** A line that goes on over its end, after a backslash or a backquote, is one. */
function lineStart(text: string, at: number): number {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  while (start > 1 && /[\\`]\r?\n$/.test(text.slice(Math.max(0, start - 3), start))) start = text.lastIndexOf('\n', start - 2) + 1;
  return at === 0 ? 0 : start;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

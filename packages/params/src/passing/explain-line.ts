import { argumentsWord } from './cli.ts';
import { isPowerShell, type Shell } from './commands.ts';
import type { Passed, Part } from './explain-words.ts';
import { quoteFor, quoteMarked } from './quote.ts';
import type { ShellWord } from './shell-word.ts';

const COMMAND = ['aws', 'glue', 'start-job-run'] as const;
const textOf = ({ word }: Part): string => word?.text ?? '--arguments=';

/** A part of a line gets the command and a name for the job; null when it is another command. */
export function completed(parts: readonly Part[]): readonly Part[] | null {
  const made = (text: string): Part => ({ word: { text, raw: text, start: 0, end: 0, odd: [], kind: 'word' }, gap: ' ' });
  const texts = parts.map(textOf);
  const found = texts.indexOf('start-job-run');
  const first = texts[0] ?? '';
  if (found === -1 && !(first.startsWith('-') || first === 'aws')) return null;
  const starts = found === -1 ? (first === 'aws' ? [] : COMMAND) : found === 0 ? COMMAND.slice(0, 2) : found === 1 && first === 'glue' ? COMMAND.slice(0, 1) : [];
  const name = texts.some((text) => text.startsWith('--job-n') || text.startsWith('--cli-i')) ? [] : ['--job-name', 'my-job'];
  const spaced = starts.length > 0 ? parts.map((part, at) => (at === 0 ? { ...part, gap: ' ' } : part)) : parts;
  const at = found + 1;
  const whole = found === -1 ? [...[...starts, ...(starts.length > 0 ? name : [])].map(made), ...spaced] : [...starts.map(made), ...spaced.slice(0, at), ...name.map(made), ...spaced.slice(at)];
  return whole.map((part, index) => (index === 0 ? { ...part, gap: '' } : part));
}

/** The words behind the command, without those that only a shell or a file can tell, and the options that they belong to. */
export function knownWords(parts: readonly Part[], { map }: Passed): readonly string[] {
  const words: string[] = [];
  for (const part of parts.slice(parts.findIndex(({ word }) => word?.text === 'start-job-run') + 1)) {
    const { word } = part;
    if (word === null) words.push(argumentsWord(map));
    else if (word.kind !== 'word') continue;
    else if (word.odd.length === 0 && !/^(?:--[a-z-]+=)?(?:fileb?|https?):\/\//.test(word.text)) words.push(word.text);
    else if (!word.text.startsWith('--') && /^--[^=]*$/.test(words.at(-1) ?? '')) words.pop();
  }
  return words;
}

export interface Around {
  readonly source: Shell;
  /** What stands on the lines before and behind the command. */
  readonly before: string;
  readonly after: string;
}

/** The line for a shell; null where it holds what only its own shell understands, or what no program can be given. */
export function lineFor(target: Shell, parts: readonly Part[], { map, written }: Passed, { source, before, after }: Around): string | null {
  const argument = argumentsWord(map);
  if ([argument, ...parts.map(textOf)].some((text) => text.includes('\0'))) return null;
  const quote = quoteFor(target);
  if (isPowerShell(source) !== isPowerShell(target)) {
    const plain = parts.every(({ word }) => word === null || (word.kind === 'word' && word.odd.length === 0));
    if (!plain || written.length > 0 || before.trim() !== '' || after.trim() !== '' || textOf(parts[0] ?? { word: null, gap: '' }) !== 'aws') return null;
    return parts.map(({ word }) => quote(word?.text ?? argument)).join(' ');
  }
  // Before the command a word may be an assignment, which quotes would spoil.
  const start = parts.findIndex(({ word }) => word?.text === 'start-job-run');
  const text = (word: ShellWord, at: number): string => (at <= start || word.kind !== 'word' || word.odd.length > 0 ? word.raw : quote(word.text));
  return `${before}${parts.map(({ word, gap }, at) => `${gap}${word === null ? quoteMarked(argument, written, target) : text(word, at)}`).join('')}${after}`;
}

import { parseCliArguments } from './cli-arguments.ts';
import { argumentsWord } from './cli.ts';
import { quoteFor } from './command-line.ts';
import { explainValue, objectOf, straight, TYPOGRAPHIC, type ExplainedProblem, type Tell } from './explain-value.ts';
import { readPosix } from './posix-shell.ts';
import { readPowerShell, withoutWindowsEscapes } from './powershell.ts';
import type { ShellWord } from './shell-word.ts';
import { PassingError, type PassingContext, type StringMap } from './types.ts';

export type Shell = Required<PassingContext>['shell'];

/** What is wrong with a line that passes arguments, and lines that work. */
export interface Explained {
  readonly problems: readonly ExplainedProblem[];
  readonly arguments: StringMap;
  /**
   * The whole line with all its other words, for each shell. Null where the line holds what only its own shell understands
   * (`$PROFILE`, `| jq`), and everywhere when the AWS CLI refuses another part of it: see the problem `refused`.
   */
  readonly repaired: Readonly<Record<Shell, string | null>>;
}

/**
 * Recognises the usual mistakes in `--arguments …`: unquoted JSON, names without their dashes, a value that the AWS CLI takes
 * for an option, a comma that makes a list, a number where Glue takes text, what the shell replaces. Of several `--arguments` the
 * last one counts, as it does for the AWS CLI. Null when the line passes no arguments that could be understood, and for lines
 * of more than 2000 words.
 *
 * @param options.shell the shell that the line is written for; default `posix`
 * @example
 * explainArguments('--arguments LOCATION=NY,DATE=01-01-1990')?.repaired.posix;
 * // 'aws glue start-job-run --job-name my-job --arguments=--LOCATION=NY,--DATE=01-01-1990'
 */
export function explainArguments(line: string, { shell = 'posix' }: { readonly shell?: Shell } = {}): Explained | null {
  const told = new Map<string, ExplainedProblem>();
  const tell: Tell = (kind, message) => void told.set(`${kind} ${message}`, { kind, message });
  const readable = withQuotedJson(line.replace(prompt, ''), shell, tell);
  const words = readWords(readable, shell);
  const command = words === null || words.length > MOST_WORDS ? null : commandOf(words);
  if (command === null) return null;
  const found = valueOf(command, shell, tell);
  const map = found === null ? null : explainValue(found.value, tell);
  if (found === null || map === null) return null;
  const before = readable.slice(readable.lastIndexOf('\n', command[0]?.start ?? 0) + 1, command[0]?.start ?? 0);
  const after = readable.slice(command.at(-1)?.end ?? readable.length).split('\n')[0]?.trimEnd() ?? '';
  const parts = completed(found.parts);
  const outcome = parseCliArguments(textsAfterCommand(parts, map));
  if (outcome.exit !== 0) tell('refused', `The AWS CLI refuses another part of the line: ${outcome.error}`);
  const written = (target: Shell): string | null => (outcome.exit === 0 ? lineOf(parts, map, { source: shell, target, before, after }) : null);
  return { problems: [...told.values()], arguments: map, repaired: { posix: written('posix'), powershell: written('powershell'), 'powershell-5': written('powershell-5') } };
}

// More is no line that somebody wrote.
const MOST_WORDS = 2000;
// What terminals show before a command.
const prompt = /^\s*(?:\$|>|PS [^>\n]*>)\s+/;
const isOption = (text: string): boolean => text.startsWith('--ar') && '--arguments'.startsWith(text);
const isJoined = (text: string): boolean => text.includes('=') && isOption(text.slice(0, text.indexOf('=')));
const isPowerShell = (shell: Shell): boolean => shell !== 'posix';

function readWords(line: string, shell: Shell): readonly ShellWord[] | null {
  try {
    return isPowerShell(shell) ? readPowerShell(line) : readPosix(line);
  } catch (error) {
    if (error instanceof PassingError) return null;
    throw error;
  }
}

/** JSON without quotes around it, in quotes; typographic quotes outside straight ones made straight, since a POSIX shell takes them for letters. */
function withQuotedJson(line: string, shell: Shell, tell: Tell): string {
  let text = line;
  if (!isPowerShell(shell) && /[\u201c\u201d\u2018\u2019]/.test(line)) {
    text = line.replace(/\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[\u201c\u201d\u2018\u2019]/g, (piece) => (piece.length === 1 ? straight(piece) : piece));
    if (text !== line) tell(...TYPOGRAPHIC);
  }
  const start = /(?<=^|\s)--ar(?:g(?:u(?:m(?:e(?:n(?:ts?)?)?)?)?)?)?(?:\s*=\s*|\s+)(?=\{)/g;
  let result = '';
  let from = 0;
  // The last one counts; a text with very many is no command line.
  for (const found of [...text.matchAll(start)].slice(-8)) {
    const at = found.index + found[0].length;
    if (found.index < from || readWords(result + text.slice(from, found.index), shell) === null) continue;
    const json = objectText(text, at);
    if (json === null) continue;
    tell('unquoted-json', `The JSON is not quoted: ${isPowerShell(shell) ? 'PowerShell takes it for a script' : 'a shell takes away its double quotes, and bash splits it at its commas'}. Put it into single quotes.`);
    result += `${text.slice(from, found.index)}--arguments ${quoteFor(shell)(json)}`;
    from = at + json.length;
  }
  return result + text.slice(from);
}

/** The text of the JSON object that starts here. */
function objectText(text: string, start: number): string | null {
  let depth = 0;
  for (const piece of text.slice(start).matchAll(/\\[\s\S]|[{}]|["\u201c\u201d](?:\\[\s\S]|[^"\\\u201c\u201d])*["\u201c\u201d]/g)) {
    if (piece[0] === '{') depth += 1;
    if (piece[0] === '}') depth -= 1;
    if (depth > 0) continue;
    const json = text.slice(start, start + piece.index + 1);
    return objectOf(json) === null ? null : json;
  }
  return null;
}

/** The words of the one command among others that passes arguments. */
function commandOf(words: readonly ShellWord[]): readonly ShellWord[] | null {
  const ends = (word: ShellWord): boolean => word.raw === '\n' || (word.odd.length > 0 && /^(?:\d*[<>]|[;&|])/.test(word.raw));
  const last = words.findLastIndex(({ text }) => isOption(text) || isJoined(text));
  if (last === -1) return null;
  const start = words.findLastIndex((word, at) => at < last && ends(word)) + 1;
  const end = words.findIndex((word, at) => at > last && ends(word));
  return words.slice(start, end === -1 ? words.length : end);
}

const ARGUMENTS = Symbol('arguments');
type Part = ShellWord | typeof ARGUMENTS;

/** The value of the last `--arguments`, and the command with a mark in its place. */
function valueOf(command: readonly ShellWord[], shell: Shell, tell: Tell): { readonly value: string; readonly parts: readonly Part[] } | null {
  let value: string | null = null;
  const parts: Part[] = [];
  for (let at = 0; at < command.length; at += 1) {
    const word = command[at];
    if (word === undefined || !(isOption(word.text) || isJoined(word.text))) {
      if (word !== undefined) parts.push(word);
      continue;
    }
    const given = isJoined(word.text) ? word : command[(at += 1)];
    if (given === undefined) return null;
    if (value !== null) tell('repeated', 'There are several --arguments, and the AWS CLI takes the last one only: put all of them into one.');
    value = given === word ? word.text.slice(word.text.indexOf('=') + 1) : given.text;
    if (shell === 'powershell-5') value = throughWindows(value, tell);
    if (given !== word && value.startsWith('-') && !value.includes(' ')) tell('leading-dash', "The AWS CLI takes a word that starts with a dash for an option: join it, --arguments='…'.");
    const odd = [...new Set(given.odd)];
    if (odd.length > 0) tell('shell-replaces', `${isPowerShell(shell) ? 'PowerShell' : 'A shell'} does something with ${odd.join(' and ')} before the AWS CLI sees it. In single quotes it is passed as it is written, as below; where you mean what the shell makes of it, use double quotes.`);
    parts.push(ARGUMENTS);
  }
  const last = parts.lastIndexOf(ARGUMENTS);
  return value === null ? null : { value, parts: parts.filter((part, at) => part !== ARGUMENTS || at === last) };
}

/** Before 7.3 PowerShell leaves out the escapes around double quotes, which programs then do not get. */
function throughWindows(value: string, tell: Tell): string {
  if (/(?<!\\)(?:\\\\)*"/.test(value)) {
    tell('lost-quotes', 'PowerShell before 7.3 takes double quotes away on their way to a program: write a backslash before each of them.');
    return value;
  }
  return withoutWindowsEscapes(value);
}

/** A part of a line gets the command and a name for the job. */
function completed(parts: readonly Part[]): readonly Part[] {
  const word = (text: string): ShellWord => ({ text, raw: text, start: 0, end: 0, odd: [] });
  const texts = parts.map((part) => (part === ARGUMENTS ? '--arguments=' : part.text));
  const starts = texts.includes('start-job-run') ? [] : ['aws', 'glue', 'start-job-run'];
  const named = texts.some((text) => text.startsWith('--job-n') || text.startsWith('--cli-i'));
  const name = named ? [] : ['--job-name', 'my-job'];
  const at = starts.length > 0 ? 0 : texts.indexOf('start-job-run') + 1;
  return [...parts.slice(0, at), ...[...starts, ...name].map(word), ...parts.slice(at)];
}

function textsAfterCommand(parts: readonly Part[], map: StringMap): readonly string[] {
  const texts = parts.map((part) => (part === ARGUMENTS ? argumentsWord(map) : part.text));
  return texts.slice(texts.indexOf('start-job-run') + 1);
}

interface Places {
  readonly source: Shell;
  readonly target: Shell;
  readonly before: string;
  readonly after: string;
}

function lineOf(parts: readonly Part[], map: StringMap, { source, target, before, after }: Places): string | null {
  const sameShell = isPowerShell(source) === isPowerShell(target);
  const quote = quoteFor(target);
  const odd = parts.some((part) => part !== ARGUMENTS && part.odd.length > 0);
  const all = parts.map((part) => (part === ARGUMENTS ? argumentsWord(map) : part.text));
  // No operating system passes this character to a program.
  if ((!sameShell && (odd || before.trim() !== '' || after !== '')) || all.some((text) => text.includes('\0'))) return null;
  const words = parts.map((part) => (part === ARGUMENTS ? quote(argumentsWord(map)) : part.odd.length > 0 ? part.raw : quote(part.text)));
  return `${sameShell ? before : ''}${words.join(' ')}${sameShell ? after : ''}`;
}

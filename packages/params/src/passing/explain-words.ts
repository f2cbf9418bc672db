import { didYouMean } from '../did-you-mean.ts';
import { isPowerShell, type Shell } from './commands.ts';
import { GLOBAL_OPTIONS, START_JOB_RUN_OPTIONS } from './cli-options.ts';
import { explainValue, type Tell } from './explain-value.ts';
import { withoutWindowsEscapes } from './powershell.ts';
import { hasMarks, markOf } from './quote.ts';
import type { ShellWord } from './shell-word.ts';
import { emptyMap, type StringMap } from './types.ts';

export const isOption = (text: string): boolean => text.startsWith('--ar') && '--arguments'.startsWith(text);
export const isJoined = (text: string): boolean => text.includes('=') && isOption(text.slice(0, text.indexOf('=')));
/** The command with one mark in the place of all its `--arguments`. Each part has the space that stood before it. */
export interface Part {
  /** Null: here the arguments go. */
  readonly word: ShellWord | null;
  readonly gap: string;
}
export interface Passed {
  /** With marks in the places of what the shell puts in. */
  readonly map: StringMap;
  /** What the marks stand for, as it is written. */
  readonly written: readonly string[];
  readonly parts: readonly Part[];
}
interface Value {
  readonly word: ShellWord;
  readonly text: string;
}

/** What the last `--arguments` of a command passes; null when that cannot be understood. */
export function passedBy(words: readonly ShellWord[], line: string, shell: Shell, tell: Tell): Passed | null {
  let values: readonly Value[] = [];
  const parts: Part[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    const gap = line.slice(words[at - 1]?.end ?? word.start, word.start);
    if (word.kind !== 'word' || !(isOption(word.text) || isJoined(word.text))) {
      parts.push({ word, gap });
      continue;
    }
    const joined = isJoined(word.text);
    const lone = words[at + 1]?.text === '=' || (joined && word.text.endsWith('=') && words[at + 1]?.text.startsWith('--') === false);
    if (lone) tell('spaces', 'No spaces belong around the equals sign: --arguments=VALUE is one word.');
    const given = joined && !lone ? word : words[(at += !joined && lone ? 2 : 1)];
    if (given?.kind !== 'word') return null;
    if (values.length > 0) tell('repeated', 'There are several --arguments, and the AWS CLI takes the last one only: put all of them into one.');
    const value = given === word ? cut(given, given.text.indexOf('=') + 1) : { word: given, text: given.text };
    values = [value, ...following(value, words.slice(at + 1))];
    at += values.length - 1;
    if (!joined && !lone && value.text.startsWith('-') && !value.text.includes(' ')) tell('leading-dash', "The AWS CLI takes a word that starts with a dash for an option: join it, --arguments='…'.");
    parts.push({ word: null, gap });
  }
  const last = parts.findLastIndex(({ word }) => word === null);
  const read = mapOf(values, shell, tell);
  return read === null ? null : { ...read, parts: parts.filter(({ word }, at) => word !== null || at === last) };
}

const cut = (word: ShellWord, from: number): Value => ({ word: { ...word, odd: word.odd.map((odd) => ({ ...odd, place: odd.place - from })) }, text: word.text.slice(from) });

/** The words behind a value that belong to it, though spaces are no commas: `A=1 B=2`, `--A=1 --B=2`, `--A 1 --B 2`. */
function following({ text }: Value, words: readonly ShellWord[]): readonly Value[] {
  if (text.trimStart().startsWith('{')) return [];
  const found: Value[] = [];
  const [named, dashes] = [isName(text), text.startsWith('-')];
  let open = named;
  for (const word of words) {
    const belongs = open ? !word.text.startsWith('-') : (dashes || !word.text.startsWith('-')) && !isCliOption(word.text) && (/^[^=\s]*[\w.#/:]=/.test(word.text) || (named && isName(word.text)));
    if (word.kind !== 'word' || !belongs) break;
    open = !open && isName(word.text);
    found.push({ word, text: word.text });
  }
  // A name at the end has no value.
  return open && found.length > 0 ? found.slice(0, -1) : found;
}

const isName = (text: string): boolean => /^--[A-Za-z][\w.#/:-]*$/.test(text);
const cliOptions = [...GLOBAL_OPTIONS.keys(), ...START_JOB_RUN_OPTIONS.keys()];

/** An option of the CLI, its beginning, or one with a letter wrong. */
function isCliOption(text: string): boolean {
  const name = text.includes('=') ? text.slice(0, text.indexOf('=')) : text;
  return name.startsWith('--') && (cliOptions.some((option) => option.startsWith(name)) || didYouMean(name, cliOptions) !== null);
}

function mapOf(values: readonly Value[], shell: Shell, tell: Tell): { readonly map: StringMap; readonly written: readonly string[] } | null {
  if (values.length > 1) tell('spaces', 'The AWS CLI takes one word after --arguments: put commas between what is passed, not spaces.');
  tellReplaced(values, shell, tell);
  // With marks that are read between quotes only, if there are such quotes: they are kept around what the shell puts in.
  let repaired = false;
  const quoted = read(values, { shell, tell: (kind) => (repaired ||= kind === 'unreadable'), written: [], quoted: true }) !== null && !repaired;
  const written: string[] = [];
  const map = read(values, { shell, tell, written, quoted });
  return map === null ? null : { map, written };
}

interface Reading {
  readonly shell: Shell;
  readonly tell: Tell;
  readonly written: string[];
  readonly quoted: boolean;
}

function read(values: readonly Value[], { shell, tell, written, quoted }: Reading): StringMap | null {
  const map = emptyMap();
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (value === undefined) continue;
    let text = marked(value, written, quoted);
    if (shell === 'powershell-5') text = throughWindows(text, tell);
    const next = isName(text) ? values[(at += 1)] : undefined;
    const own = next === undefined ? explainValue(values.length > 1 ? text.replace(/,$/, '') : text, tell) : { [text]: marked(next, written, quoted).replace(/,$/, '') };
    if (own === null) return null;
    for (const [key, one] of Object.entries(own)) {
      if (key in map) tell('twice', `${key} is given twice: leave one of them out. The last one is kept below.`);
      map[key] = one;
    }
  }
  return Object.keys(map).length === 0 ? null : map;
}

/** The text with marks for what the shell puts in. */
function marked({ word, text }: Value, written: string[], quoted: boolean): string {
  if (hasMarks(text)) return text;
  let result = '';
  let from = 0;
  for (const { place, raw, expands } of word.odd) {
    if (!expands || place < from) continue;
    result += text.slice(from, place) + markOf(written.push(raw) - 1, quoted);
    from = place + raw.length;
  }
  return result + text.slice(from);
}

function tellReplaced(values: readonly Value[], shell: Shell, tell: Tell): void {
  const odd = values.flatMap(({ word }) => word.odd).filter(({ quoted }) => !quoted);
  const all = (wanted: boolean): string => [...new Set(odd.filter(({ expands }) => expands === wanted).map(({ raw }) => raw))].join(' and ');
  const name = isPowerShell(shell) ? 'PowerShell' : 'A shell';
  if (all(true) !== '') tell('shell-replaces', `${name} replaces ${all(true)} before the AWS CLI sees it${isPowerShell(shell) ? '' : ', and splits what comes of it at its spaces'}: put the word into double quotes, as below. In single quotes it is passed as it is written.`);
  if (all(false) !== '') tell('shell-replaces', `${name} does something with ${all(false)} before the AWS CLI sees it: in quotes it is passed as it is written.`);
}

/** Before 7.3 PowerShell leaves out the escapes around double quotes, which programs then do not get. */
function throughWindows(value: string, tell: Tell): string {
  if (/(?<!\\)(?:\\\\)*"/.test(value)) {
    tell('lost-quotes', 'PowerShell before 7.3 takes double quotes away on their way to a program: write a backslash before each of them.');
    return value;
  }
  return withoutWindowsEscapes(value);
}

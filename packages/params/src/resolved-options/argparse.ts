import { GlueArgumentError, SystemExit } from './errors.ts';
import type { Option } from './registry.ts';

/** Python's parser gives text, or for `--name=--` before Python 3.12.2 an empty list. */
export type ResolvedValue = string | null | readonly never[];

/** What differs between the Pythons of Glue 5.x (3.11) and of Glue 6.0 (3.13). */
export interface Dialect {
  readonly abbreviations: boolean;
  /** A value of two dashes, joined to its name, becomes an empty list. */
  readonly dropsDoubleDash: boolean;
  /** `-hx` asks for help and leaves the x alone. */
  readonly lenientHelp: boolean;
}

/** A word that is an option, or looks like one (`option` null). */
interface Named {
  readonly option: Option | null;
  /** Short: `-h` with something joined to it. */
  readonly short: boolean;
  readonly joined: string | null;
  readonly equals: boolean;
}
type Word = Named | 'value' | 'separator';

// The numbers that may be a separate value; digits of any script, and a newline at the end, as in Python.
const negativeNumber = /^-(?:\p{Nd}+|\p{Nd}*\.\p{Nd}+)\n?$/u;

/**
 * Reads words as `argparse` does: names and values in any order, what is unknown is dropped. Each option's value goes to `take`.
 * Written from observed behaviour of CPython's argparse 3.11.7 and 3.13.0.
 */
export function readWords(words: readonly string[], options: ReadonlyMap<string, Option>, dialect: Dialect, take: (option: Option, value: ResolvedValue) => void): void {
  const kinds = classify(words, options, dialect);
  const seen = new Set<Option>();
  for (let at = 0; at < kinds.length; at += 1) {
    const kind = kinds[at];
    if (kind === undefined || typeof kind === 'string' || kind.option === null) continue;
    const { option } = kind;
    if (option.help) help(kind, dialect);
    const separate = kinds[at + 1] === 'value' ? words[at + 1] : undefined;
    const value = kind.joined ?? separate;
    if (value === undefined) throw new GlueArgumentError(`'${option.written}' has no value. A value that starts with a dash must be joined to its name: ${option.written}=VALUE.`);
    if (kind.joined === null) at += 1;
    seen.add(option);
    take(option, checked(option, value, dialect));
  }
  const missing = [...options.values()].filter((option) => option.required && !seen.has(option)).map(({ written }) => written);
  if (missing.length > 0) throw new GlueArgumentError(`Required and not given: ${missing.join(', ')}.`);
}

function checked(option: Option, value: string, dialect: Dialect): ResolvedValue {
  if (value === '--' && dialect.dropsDoubleDash) return [];
  if (option.choices !== null && !option.choices.includes(value)) throw new GlueArgumentError(`'${option.written}' takes ${option.choices.join(', ')}, not '${value}'.`);
  return value;
}

function classify(words: readonly string[], options: ReadonlyMap<string, Option>, dialect: Dialect): readonly Word[] {
  const separator = words.indexOf('--');
  const end = separator === -1 ? words.length : separator;
  const sorted = dialect.abbreviations ? [...options.keys()].sort(byCodeUnit) : [];
  return words.map((word, at) => (at < end ? classifyOne(word, options, sorted, dialect) : at === end ? 'separator' : 'value'));
}

function classifyOne(word: string, options: ReadonlyMap<string, Option>, sorted: readonly string[], dialect: Dialect): Word {
  if (word[0] !== '-' || word === '-') return 'value';
  const exact = options.get(word);
  if (exact !== undefined) return { option: exact, short: false, joined: null, equals: false };
  const cut = word.indexOf('=');
  const name = cut === -1 ? word : word.slice(0, cut);
  const joined = cut === -1 ? null : word.slice(cut + 1);
  const named = options.get(name);
  if (named !== undefined) return { option: named, short: name === '-h', joined, equals: true };
  if (word[1] !== '-') {
    const short = options.get(word.slice(0, 2));
    if (short !== undefined) return { option: short, short: true, joined: word.slice(2), equals: false };
  } else if (dialect.abbreviations) {
    const option = abbreviated(name, options, sorted);
    if (option !== null) return { option, short: false, joined, equals: joined !== null };
  }
  return negativeNumber.test(word) || word.includes(' ') ? 'value' : { option: null, short: false, joined: null, equals: false };
}

/** The one option that starts with `prefix`; null for none. Options are sorted, so that a long list costs little for each word. */
function abbreviated(prefix: string, options: ReadonlyMap<string, Option>, sorted: readonly string[]): Option | null {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCodeUnit(sorted[middle] ?? '', prefix) < 0) low = middle + 1;
    else high = middle;
  }
  const [first = '', second = ''] = sorted.slice(low, low + 2);
  if (!first.startsWith(prefix)) return null;
  if (second.startsWith(prefix)) throw new GlueArgumentError(`'${prefix}' is ambiguous: it could be ${first} or ${second}. Glue 5 takes beginnings of names for names.`);
  return options.get(first) ?? null;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ends the job with its usage, or refuses what is joined to the option. */
function help({ option, short, joined, equals }: Named, { lenientHelp }: Dialect): never {
  const exit = new SystemExit("'-h' or '--help' was met, also as the value of an unknown option: the job prints its usage and ends with 0.");
  if (joined === null) throw exit;
  let rest = 0;
  while (joined[rest] === 'h') rest += 1;
  const after = joined[rest];
  const allowed = lenientHelp ? !equals && after !== '-' && after !== '=' : after === undefined;
  if (short && joined !== '' && allowed) throw exit;
  throw new GlueArgumentError(`'${option?.written ?? '-h'}' takes no value, and '${joined}' is joined to it.`);
}

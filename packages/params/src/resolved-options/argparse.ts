/** One option that a parser knows. */
export interface Option {
  /** With its dashes, as it is written. */
  readonly written: string;
  /** The key of the result. */
  readonly key: string;
  readonly required: boolean;
  /** Allowed words, or null for any text. */
  readonly choices: readonly string[] | null;
  /** `maybe`: the next word if that is a value. `exit`: the program ends as soon as it is met. */
  readonly takes: 'value' | 'nothing' | 'maybe' | 'exit';
}

/** The words do not fit the options. */
export class WordsError extends Error {}
/** An option was met that ends the program. */
export class WordsExit extends Error {}

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
 * Reads words as `argparse` does: names and values in any order. Each option's value goes to `take`; the words that are
 * left over are returned. Written from observed behaviour of CPython's argparse 3.11.7 and 3.13.0.
 *
 * @throws {WordsError} the words do not fit the options
 * @throws {WordsExit} an option was met that ends the program
 */
export function readWords(words: readonly string[], options: ReadonlyMap<string, Option>, dialect: Dialect, take: (option: Option, value: ResolvedValue) => void): readonly string[] {
  const kinds = classify(words, options, dialect);
  const seen = new Set<Option>();
  const rest: string[] = [];
  for (let at = 0; at < kinds.length; at += 1) {
    const kind = kinds[at];
    if (kind === undefined || typeof kind === 'string' || kind.option === null) {
      rest.push(words[at] ?? '');
      continue;
    }
    const { option, joined } = kind;
    const separate = joined === null && takesValue(option) && kinds[at + 1] === 'value' ? (words[at + 1] ?? null) : null;
    if (separate !== null) at += 1;
    const value = valueOf(kind, option, joined ?? separate, dialect);
    seen.add(option);
    take(option, value);
  }
  const missing = [...options.values()].filter((option) => option.required && !seen.has(option)).map(({ written }) => written);
  if (missing.length > 0) throw new WordsError(`Required and not given: ${missing.join(', ')}.`);
  return rest;
}

function takesValue({ takes }: Option): boolean {
  return takes === 'value' || takes === 'maybe';
}

function valueOf(kind: Named, option: Option, value: string | null, dialect: Dialect): ResolvedValue {
  if (option.takes === 'exit') return leave(kind, dialect);
  if (option.takes === 'nothing' && value !== null) throw new WordsError(`'${option.written}' takes no value, and '${value}' is joined to it.`);
  if (value !== null) return checked(option, value, dialect);
  if (option.takes === 'value') throw new WordsError(`'${option.written}' has no value. A value that starts with a dash must be joined to its name: ${option.written}=VALUE.`);
  return '';
}

function checked(option: Option, value: string, dialect: Dialect): ResolvedValue {
  if (value === '--' && dialect.dropsDoubleDash) return [];
  if (option.choices !== null && !option.choices.includes(value)) throw new WordsError(`'${option.written}' takes ${option.choices.join(', ')}, not '${value}'.`);
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
  if (second.startsWith(prefix)) throw new WordsError(`'${prefix}' is ambiguous: it could be ${first} or ${second}. Beginnings of names are taken for names.`);
  return options.get(first) ?? null;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ends the program, or refuses what is joined to the option. */
function leave({ option, short, joined, equals }: Named, { lenientHelp }: Dialect): never {
  const exit = new WordsExit(`'${option?.written ?? ''}' ends the program.`);
  if (joined === null) throw exit;
  let rest = 0;
  while (joined[rest] === 'h') rest += 1;
  const after = joined[rest];
  const allowed = lenientHelp ? !equals && after !== '-' && after !== '=' : after === undefined;
  if (short && joined !== '' && allowed) throw exit;
  throw new WordsError(`'${option?.written ?? '-h'}' takes no value, and '${joined}' is joined to it.`);
}

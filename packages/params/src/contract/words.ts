import { show } from '../problem.ts';
import { getResolvedOptions, ResolvedOptionsError, SystemExit, type GlueVersion, type ResolvedOptions } from '../resolved-options/index.ts';

/** What a value that begins with a dash does to a job that asks for some options. */
export interface WordFault {
  /** The argument whose value it is. */
  readonly name: string;
  readonly code: 'MR2407';
  readonly message: string;
  readonly hint: string;
}

export const WORDS_HINT = 'Glue hands names and values over as separate words, whatever way they are passed: joining them by = cannot be had. Begin the value with something else, and take that off in the script.';
const STAND_IN = 'x';
/** An argument by its name without dashes; null: its value is not known yet. */
type Passed = Readonly<Record<string, string | null>>;

/**
 * Puts all words that a job would get through its argument parser, and tells which values begin with a dash and are refused, end the job, or
 * set another argument. That holds for arguments that are never asked for too. Glue may pass arguments in any order, so each is tried first and last.
 *
 * @param asked the names in the list of getResolvedOptions
 * @example
 * wordFaults({ A: '1', B: '--A=2' }, ['A'], '5.0'); // [{ name: 'B', code: 'MR2407', message: "the value of 'B', '--A=2', sets 'A'", … }]
 */
export function wordFaults(passed: Passed, asked: readonly string[], glueVersion: GlueVersion): WordFault[] {
  const names = [...new Set(asked)];
  return Object.entries(passed).flatMap(([name, value]): WordFault[] => {
    if (value === null || !startsLikeName(value)) return [];
    const message = faultOf(name, value, passed, names, glueVersion);
    return message === null ? [] : [{ name, code: 'MR2407', message, hint: WORDS_HINT }];
  });
}

const startsLikeName = (value: string): boolean => value.startsWith('-') && value !== '-';

function faultOf(name: string, value: string, passed: Passed, asked: readonly string[], glueVersion: GlueVersion): string | null {
  // The others stand for themselves where they are harmless: what they do wrong is told of them.
  const others = [...new Set([...Object.keys(passed), ...asked])].filter((other) => other !== name).flatMap((other) => [`--${other}`, harmless(passed, other)]);
  const read = (text: string, first: boolean): ResolvedOptions | ResolvedOptionsError => outcome(first ? [`--${name}`, text, ...others] : [...others, `--${name}`, text], asked, glueVersion);
  for (const first of [true, false]) {
    const usual = read(STAND_IN, first);
    // Something else is wrong with these names, and is told as that.
    if (usual instanceof ResolvedOptionsError) return null;
    const seen = read(value, first);
    if (seen instanceof SystemExit) return `the value of '${name}', ${show(value)}, asks for the usage: the job ends at once, as a success that did nothing`;
    if (seen instanceof ResolvedOptionsError) return `the value of '${name}' begins with a dash, which the parser refuses: ${show(value)}`;
    const changed = Object.keys(usual).find((key) => key !== name.replaceAll('-', '_') && seen[key] !== usual[key] && seen[key] !== value);
    if (changed !== undefined) return `the value of '${name}', ${show(value)}, sets '${changed}'`;
  }
  return null;
}

function harmless(passed: Passed, name: string): string {
  const value = Object.hasOwn(passed, name) ? (passed[name] ?? STAND_IN) : STAND_IN;
  return value.startsWith('-') ? STAND_IN : value;
}

function outcome(words: readonly string[], asked: readonly string[], glueVersion: GlueVersion): ResolvedOptions | ResolvedOptionsError {
  try {
    return getResolvedOptions(['script', ...words], asked, { glueVersion });
  } catch (error) {
    if (error instanceof ResolvedOptionsError) return error;
    throw error;
  }
}

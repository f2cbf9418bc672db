import { readWords, WordsError, WordsExit, type Dialect, type Option, type ResolvedValue } from './argparse.ts';
import { GlueArgumentError, RuntimeError, SystemExit, ValueError } from './errors.ts';
import { BOOKMARKS, CONTINUATIONS, registryOf } from './registry.ts';

export * from './errors.ts';
export type { ResolvedValue } from './argparse.ts';

export type GlueVersion = '0.9' | '1.0' | '2.0' | '3.0' | '4.0' | '5.0' | '5.1' | '6.0';
/** Null: not given. Only built-in options can be null; a declared one that is missing is an error. */
export type ResolvedOptions = Readonly<Record<string, ResolvedValue>>;

const before6: Dialect = { abbreviations: true, dropsDoubleDash: true, lenientHelp: false };
const from6: Dialect = { abbreviations: false, dropsDoubleDash: false, lenientHelp: true };

/**
 * What `awsglue.utils.getResolvedOptions(sys.argv, options)` gives a Python job of this version of Glue.
 *
 * The first word (the script) is dropped. Dashes in names become underscores in the result, which also holds the options
 * that Glue adds. Names made of digits come first in a JavaScript object: `resolvedEntries` keeps Python's order for them too.
 *
 * @throws {GlueArgumentError} something is missing, ambiguous or not allowed
 * @throws {RuntimeError} a reserved name was declared, or a bookmark's range contradicts its option
 * @throws {ArgumentError} a name was declared twice
 * @throws {ValueError} a name was empty
 * @throws {SystemExit} help was asked for
 * @example
 * getResolvedOptions(['job.py', '--LOCATION', 'NY'], ['LOCATION'], { glueVersion: '5.0' }).LOCATION; // 'NY'
 */
export function getResolvedOptions(argv: readonly string[], options: readonly string[], at: { readonly glueVersion: GlueVersion }): ResolvedOptions {
  const result: Record<string, ResolvedValue> = Object.create(null) as Record<string, ResolvedValue>; // Object.create is typed as any.
  for (const [key, value] of resolvedEntries(argv, options, at)) result[key] = value;
  return result;
}

/** The same as `getResolvedOptions`, as pairs in the order of Python's dictionary. */
export function resolvedEntries(argv: readonly string[], options: readonly string[], { glueVersion }: { readonly glueVersion: GlueVersion }): readonly (readonly [string, ResolvedValue])[] {
  const known = registryOf(options);
  const values = new Map<string, ResolvedValue>();
  for (const { key, takes } of known.values()) if (takes !== 'exit') values.set(key, null);
  read(argv.slice(1), known, dialectOf(glueVersion), values);
  fillTempDir(values);
  settleBookmark(values);
  return [...values];
}

function read(words: readonly string[], known: ReadonlyMap<string, Option>, dialect: Dialect, values: Map<string, ResolvedValue>): void {
  try {
    readWords(words, known, dialect, ({ key }, value) => void values.set(key, value));
  } catch (error) {
    if (error instanceof WordsError) throw new GlueArgumentError(error.message);
    if (error instanceof WordsExit) throw new SystemExit(`${error.message} The job prints its usage and ends with 0 where -h or --help stands, also as the value of an unknown option.`);
    throw error;
  }
}

function dialectOf(glueVersion: GlueVersion): Dialect {
  const major = Number.parseInt(glueVersion, 10);
  if (Number.isNaN(major)) throw new RangeError(`'${glueVersion}' is no version of Glue. Versions are written like 5.0.`);
  return major < 6 ? before6 : from6;
}

function fillTempDir(values: Map<string, ResolvedValue>): void {
  const temp = values.get('TempDir') ?? null;
  if (temp === null) values.set('TempDir', values.get('RedshiftTempDir') ?? null);
  else values.set('RedshiftTempDir', temp);
}

function settleBookmark(values: Map<string, ResolvedValue>): void {
  const old = values.get('continuation_option') ?? null;
  values.delete('continuation_option');
  const given = values.get('job_bookmark_option') ?? null;
  const option = given ?? (old === null ? 'job-bookmark-disable' : translated(old));
  values.set('job_bookmark_option', option);
  const bounds = ['job_bookmark_from', 'job_bookmark_to'].filter((key) => (values.get(key) ?? null) !== null).length;
  if (option === 'job-bookmark-pause' && bounds === 1) throw new RuntimeError('A paused bookmark takes job-bookmark-from and job-bookmark-to together, or neither: give the other one too.');
  if (option !== 'job-bookmark-pause' && bounds === 2) throw new RuntimeError('Only a paused bookmark takes a range: add --job-bookmark-option job-bookmark-pause, or leave out the range.');
}

function translated(old: ResolvedValue): string {
  const index = CONTINUATIONS.findIndex((word) => word === old);
  const bookmark = BOOKMARKS[index];
  if (bookmark === undefined) throw new ValueError(`'${String(old)}' is no continuation: write one of ${CONTINUATIONS.join(', ')}.`);
  return bookmark;
}

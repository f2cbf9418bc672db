import type { Option } from './argparse.ts';
import { ArgumentError, RuntimeError, ValueError } from './errors.ts';

export const BOOKMARKS = ['job-bookmark-enable', 'job-bookmark-pause', 'job-bookmark-disable'] as const;
export const CONTINUATIONS = ['continuation-enabled', 'continuation-readonly', 'continuation-ignore'] as const;

const builtIn: readonly (readonly [name: string, choices: readonly string[] | null])[] = [
  ['job-bookmark-option', BOOKMARKS], ['continuation-option', CONTINUATIONS], ['job-bookmark-from', null], ['job-bookmark-to', null],
  ['JOB_ID', null], ['JOB_RUN_ID', null], ['SECURITY_CONFIGURATION', null], ['encryption-type', ['sse-s3']], ['enable-data-lineage', null],
  ['RedshiftTempDir', null], ['TempDir', null],
];
// Glue looks for some names without their dashes and for the others with them: the remaining spellings fail later, or not at all.
const reserved: ReadonlySet<string> = new Set([
  'job-bookmark-option', 'continuation-option', 'job-bookmark-from', 'job-bookmark-to',
  '--JOB_ID', '--JOB_RUN_ID', '--SECURITY_CONFIGURATION', '--encryption-type', '--enable-data-lineage',
]);
const neverRequired: ReadonlySet<string> = new Set(['TempDir', 'RedshiftTempDir']);

/** Every option by how it is written, in the order of the result. */
export function registryOf(declared: readonly string[]): ReadonlyMap<string, Option> {
  for (const name of declared) {
    if (reserved.has(name)) throw new RuntimeError(`The option '${name}' is reserved for Glue. Read it from the result without declaring it.`);
  }
  const options = new Map<string, Option>();
  for (const written of ['-h', '--help']) options.set(written, { written, key: 'help', required: false, choices: null, takes: 'exit' });
  for (const [name, choices] of builtIn) add(options, name, choices, false);
  for (const name of declared) if (!neverRequired.has(name)) add(options, name, null, true);
  return options;
}

function add(options: Map<string, Option>, name: string, choices: readonly string[] | null, required: boolean): void {
  const written = `--${name}`;
  const key = withoutDashes(written).replaceAll('-', '_');
  if (key === '') throw new ValueError(`An option needs a name, and '${name}' has none.`);
  if (options.has(written)) throw new ArgumentError(`The option '${written}' exists already: declare it once, and not at all if it is built in.`);
  options.set(written, { written, key, required, choices, takes: 'value' });
}

function withoutDashes(text: string): string {
  let start = 0;
  while (text[start] === '-') start += 1;
  return text.slice(start);
}

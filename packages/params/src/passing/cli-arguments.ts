import { readWords, WordsError, WordsExit, type Dialect } from '../resolved-options/argparse.ts';
import { trimStartAsPython } from '../shorthand/characters.ts';
import { parseShorthand, ShorthandError, type ShorthandMap } from '../shorthand/index.ts';
import { GLOBAL_OPTIONS, START_JOB_RUN_OPTIONS } from './cli-options.ts';
import { isFloat, isObject, jsonOf, readNumbers, Refusal, requestOf, stringMap, validate, WHOLE_NUMBERS, wholeNumberOf } from './cli-values.ts';

export interface CliReader {
  /** What a URI such as `file://args.json` holds; null when it cannot be read. Its variables and `~` are the reader's to replace. */
  readonly readFile?: (uri: string) => string | null;
}
/** `arguments` is null where the request has none, and where no request is sent (`sends` false: help, versions, skeletons). */
export type CliOutcome =
  | { readonly exit: 0; readonly sends: boolean; readonly arguments: Readonly<Record<string, string>> | null }
  | { readonly exit: 2 | 255; readonly error: string };

const dialect: Dialect = { abbreviations: true, dropsDoubleDash: true, lenientHelp: false };
const silent: CliOutcome = { exit: 0, sends: false, arguments: null };

/**
 * What `aws glue start-job-run --job-name JOB …` does with its words: its exit status, and the map of arguments that it sends.
 *
 * Exit 2: the words do not fit the options (a value that starts with a dash and is not joined by `=`, an ambiguous beginning).
 * Exit 255: an unknown word, or a value that cannot be read or is no map of strings to strings. After the AWS CLI 1, but for `--query`,
 * whose JMESPath is not read, and for what only botocore knows of `--endpoint-url`.
 *
 * @example
 * parseCliArguments(['--arguments', '--DAY=1']); // { exit: 2, error: … }
 * parseCliArguments(['--arguments=--DAY=1']); // { exit: 0, sends: true, arguments: { '--DAY': '1' } }
 */
export function parseCliArguments(words: readonly string[], reader: CliReader = {}): CliOutcome {
  try {
    return run(words, reader);
  } catch (error) {
    if (error instanceof WordsExit) return silent;
    if (error instanceof WordsError) return { exit: 2, error: error.message };
    if (error instanceof Refusal || error instanceof ShorthandError) return { exit: 255, error: error.message };
    throw error;
  }
}

function run(words: readonly string[], reader: CliReader): CliOutcome {
  // Null: `--name=--`, which gives nothing. The last one counts.
  const given = new Map<string, string | null>();
  const take = ({ key }: { readonly key: string }, value: unknown): void => {
    // The only option whose type the CLI leaves to its reader of words.
    if (key === '--max-capacity' && typeof value === 'string' && !isFloat(value)) throw new WordsError(`${key} is a number, not '${value}'.`);
    given.set(key, typeof value === 'string' ? value : null);
  };
  const rest = readWords(readWords(words, GLOBAL_OPTIONS, dialect, take), START_JOB_RUN_OPTIONS, dialect, take);
  if (rest.find((word) => !word.startsWith('-')) === 'help') return silent;
  if (rest.some((word) => word !== '--') || rest.length > 1) throw new Refusal(`Unknown words: ${rest.join(', ')}. Values with spaces need quotes, and all arguments go into one --arguments='…'.`);
  // A skeleton of the input is printed before the request is looked at: only what cannot be read is refused.
  const skeleton = given.get('--generate-cli-skeleton') ?? null;
  const lenient = skeleton !== null && skeleton !== 'output';
  const loaded = new Map<string, string>();
  for (const [key, value] of given) {
    if (value !== null) loaded.set(key, START_JOB_RUN_OPTIONS.has(key) ? load(key, value, reader) : value);
    else if (READ_FIRST.has(key) || !(lenient || OVERLOOKED.has(key))) throw new Refusal(`${key}=-- gives no value.`);
  }
  readNumbers(loaded);
  const notification = mapOf('--notification-property', loaded, {});
  const own = mapOf('--arguments', loaded, textReader(reader));
  const request = loaded.get('--cli-input-json');
  const whole = request === undefined ? {} : jsonOf(request);
  if (!isObject(whole)) throw new Refusal(`--cli-input-json is no JSON object: ${String(request)}`);
  if (lenient) return silent;
  validate(loaded, notification);
  const rested = requestOf(whole, own === undefined);
  const map = own === undefined ? rested : stringMap(own);
  return skeleton === null ? { exit: 0, sends: true, arguments: map } : silent;
}

// Nothing looks at these when a request is sent without their value.
const OVERLOOKED: ReadonlySet<string> = new Set(['--profile', '--color', '--ca-bundle']);
/** Options that are read before a skeleton is printed, so that even there they must give something. */
const READ_FIRST: ReadonlySet<string> = new Set([...WHOLE_NUMBERS, '--max-capacity', '--cli-input-json', '--query', '--endpoint-url']);

function load(key: string, value: string, reader: CliReader): string {
  if (!/^(?:fileb?|https?):\/\//.test(value)) return value;
  const text = reader.readFile?.(value) ?? null;
  if (text === null) throw new Refusal(`${key}: '${value}' cannot be read.`);
  if (value.startsWith('fileb:') && key === '--arguments') throw new Refusal(`${key}: fileb:// gives bytes; write file:// for text.`);
  return text;
}

// Behind `@=` a fileb:// gives bytes, which are no string.
function textReader({ readFile }: CliReader): CliReader {
  return {
    readFile(uri) {
      if (uri.startsWith('fileb:')) throw new Refusal(`'${uri}' gives bytes; write file:// for text.`);
      return readFile?.(uri) ?? null;
    },
  };
}

/** The map that an option holds, in shorthand or as JSON; undefined where the option is not given. */
function mapOf(key: string, given: ReadonlyMap<string, string>, reader: CliReader): unknown {
  const text = given.get(key);
  if (text === undefined) return undefined;
  const start = trimStartAsPython(text)[0];
  if (start !== '{' && start !== '[') {
    const read = parseShorthand(text, reader);
    return key === '--notification-property' ? withNumbers(read) : read;
  }
  const value = start === '{' ? jsonOf(text) : undefined;
  if (value === undefined) throw new Refusal(`${key} is no JSON object: ${text}`);
  return value;
}

/** Shorthand turns words into numbers where numbers belong; JSON does not. */
function withNumbers(read: ShorthandMap): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(read).map(([key, value]): readonly [string, unknown] => {
    if (key !== 'NotifyDelayAfter') return [key, value];
    const number = typeof value === 'string' ? wholeNumberOf(value) : null;
    if (number === null) throw new Refusal(`--notification-property: ${key} is a whole number.`);
    return [key, number];
  }));
}

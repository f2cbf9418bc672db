import { readWords, WordsError, WordsExit, type Dialect } from '../resolved-options/argparse.ts';
import { trimStartAsPython } from '../shorthand/characters.ts';
import { parseShorthand, ShorthandError } from '../shorthand/index.ts';
import { GLOBAL_OPTIONS, REQUEST_MEMBERS, START_JOB_RUN_OPTIONS } from './cli-options.ts';

export interface CliReader {
  /** What a URI such as `file://args.json` holds; null when it cannot be read. Its variables and `~` are the reader's to replace. */
  readonly readFile?: (uri: string) => string | null;
}
/** `arguments` is null where the request has none, and where no request is sent (`sends` false: help, versions, skeletons). */
export type CliOutcome =
  | { readonly exit: 0; readonly sends: boolean; readonly arguments: Readonly<Record<string, string>> | null }
  | { readonly exit: 2 | 255; readonly error: string };

class Refusal extends Error {}
const dialect: Dialect = { abbreviations: true, dropsDoubleDash: true, lenientHelp: false };
const silent: CliOutcome = { exit: 0, sends: false, arguments: null };

/**
 * What `aws glue start-job-run --job-name JOB …` does with its words: its exit status, and the map of arguments that it sends.
 *
 * Exit 2: the words do not fit the options (a value that starts with a dash and is not joined by `=`, an ambiguous beginning).
 * Exit 255: an unknown word, or a value that cannot be read or is no map of strings to strings. After the AWS CLI 1.
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
  const given = new Map<string, string>();
  let noValue: string | null = null;
  const take = ({ key }: { readonly key: string }, value: unknown): void => {
    // The only option whose type the CLI leaves to its reader of words.
    if (key === '--max-capacity' && typeof value === 'string' && !number.test(value)) throw new WordsError(`${key} is a number, not '${value}'.`);
    if (typeof value === 'string') given.set(key, value);
    else noValue ??= key;
  };
  const rest = readWords(readWords(words, GLOBAL_OPTIONS, dialect, take), START_JOB_RUN_OPTIONS, dialect, take);
  if (rest.find((word) => !word.startsWith('-')) === 'help') return silent;
  if (rest.some((word) => word !== '--') || rest.length > 1) throw new Refusal(`Unknown words: ${rest.join(', ')}. Values with spaces need quotes, and all arguments go into one --arguments='…'.`);
  if (noValue !== null) throw new Refusal(`${String(noValue)}=-- gives no value.`);
  const loaded = new Map([...given].map(([key, value]) => [key, START_JOB_RUN_OPTIONS.has(key) ? load(key, value, reader) : value]));
  checkOthers(loaded);
  const own = loaded.get('--arguments');
  const whole = requestOf(loaded.get('--cli-input-json'), own === undefined);
  const map = own === undefined ? whole : stringMap(parseMap('--arguments', own, textReader(reader)));
  return given.has('--generate-cli-skeleton') ? silent : { exit: 0, sends: true, arguments: map };
}

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

function parseMap(key: string, text: string, reader: CliReader): unknown {
  const start = trimStartAsPython(text)[0];
  if (start !== '{' && start !== '[') return parseShorthand(text, reader);
  const value = start === '{' ? jsonOf(text) : undefined;
  if (value === undefined) throw new Refusal(`${key} is no JSON object: ${text}`);
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stringMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) throw new Refusal('Arguments are a map of strings to strings.');
  const map = Object.create(null) as Record<string, string>; // Object.create is typed as any.
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') throw new Refusal(`The value of '${key}' is no string but ${inner === null ? 'null' : Array.isArray(inner) ? 'a list' : typeof inner}: quote it.`);
    map[key] = inner;
  }
  return map;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The arguments of a whole request as JSON, unless others replace them (`used` false). The name of the job comes from its own option. */
function requestOf(text: string | undefined, used: boolean): Readonly<Record<string, string>> | null {
  if (text === undefined) return null;
  const request = jsonOf(text);
  if (!isObject(request)) throw new Refusal(`--cli-input-json is no JSON object: ${text}`);
  let map: Readonly<Record<string, string>> | null = null;
  for (const [name, value] of Object.entries(request)) {
    const type = REQUEST_MEMBERS.get(name);
    if (type === undefined) throw new Refusal(`A request to start a job run has no '${name}'.`);
    if (type === 'map') map = used ? stringMap(value) : null;
    else if (name !== 'JobName' && (!fits(type, value) || (name === 'Timeout' && Number(value) < 1) || (value === '' && NEVER_EMPTY.has(name)))) throw new Refusal(`'${name}' of the request is no ${type}.`);
  }
  return map;
}

const NEVER_EMPTY: ReadonlySet<string> = new Set(['JobRunId', 'SecurityConfiguration', 'ExecutionRoleSessionPolicy']);

function fits(type: 'string' | 'integer' | 'number' | 'boolean' | 'notification', value: unknown): boolean {
  // A truth is a whole number to Python.
  if ((type === 'integer' || type === 'number') && typeof value === 'boolean') return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'notification') return isObject(value) && Object.entries(value).every(([key, inner]) => key === 'NotifyDelayAfter' && Number.isInteger(inner) && Number(inner) >= 1);
  return typeof value === type;
}

const number = /^[ \t\n\r\f\v]*[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?(?:e[+-]?\d+)?|\.\d+(?:_\d+)*(?:e[+-]?\d+)?|inf(?:inity)?|nan)[ \t\n\r\f\v]*$/i;
const wholeNumber = /^[ \t\n\r\f\v]*[+-]?\d+(?:_\d+)*[ \t\n\r\f\v]*$/;

function checkOthers(given: ReadonlyMap<string, string>): void {
  for (const key of ['--allocated-capacity', '--timeout', '--number-of-workers', '--cli-read-timeout', '--cli-connect-timeout']) {
    const value = given.get(key);
    if (value !== undefined && !wholeNumber.test(value)) throw new Refusal(`${key} is a whole number, not '${value}'.`);
    if (value !== undefined && key === '--timeout' && Number(value.replaceAll('_', '')) < 1) throw new Refusal(`${key} is at least 1.`);
  }
  const empty = ['--job-name', '--job-run-id', '--security-configuration', '--execution-role-session-policy', '--query'].find((key) => given.get(key) === '');
  if (empty !== undefined) throw new Refusal(`${empty} is empty.`);
  const endpoint = given.get('--endpoint-url');
  if (endpoint !== undefined && !/^[a-z]+:\/\/./i.test(endpoint)) throw new Refusal(`--endpoint-url is a whole address, not '${endpoint}'.`);
  const notification = given.get('--notification-property');
  if (notification !== undefined) checkNotification(parseMap('--notification-property', notification, {}), trimStartAsPython(notification).startsWith('{'));
}

/** Shorthand turns words into numbers; JSON does not. */
function checkNotification(value: unknown, json: boolean): void {
  if (!isObject(value)) throw new Refusal('--notification-property is a map.');
  for (const [key, inner] of Object.entries(value)) {
    if (key !== 'NotifyDelayAfter' || (json && typeof inner === 'string') || !wholeNumber.test(String(inner)) || Number(inner) < 1) throw new Refusal(`--notification-property holds NotifyDelayAfter in minutes, at least 1, and nothing else, not '${key}'.`);
  }
}

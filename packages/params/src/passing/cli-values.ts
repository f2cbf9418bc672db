import { trimEndAsPython, trimStartAsPython } from '../shorthand/characters.ts';
import { REQUEST_MEMBERS, type RequestType } from './cli-options.ts';

/** The AWS CLI ends with 255. */
export class Refusal extends Error {}

// Python reads digits of any script.
const digits = String.raw`\p{Nd}+(?:_\p{Nd}+)*`;
const wholeNumber = new RegExp(`^[+-]?${digits}$`, 'u');
const float = new RegExp(`^[+-]?(?:(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:e[+-]?${digits})?|inf(?:inity)?|nan)$`, 'iu');
const trimmed = (text: string): string => trimEndAsPython(trimStartAsPython(text));

export const isFloat = (text: string): boolean => float.test(trimmed(text));

// Python reads no longer whole numbers.
const MOST_DIGITS = 4300;

/** A whole number as Python reads it; null for any other text. */
export function wholeNumberOf(text: string): number | null {
  const number = trimmed(text);
  if (!wholeNumber.test(number) || number.length > MOST_DIGITS) return null;
  return Number(number.replaceAll('_', '').replace(/\p{Nd}/gu, (digit) => String(valueOfDigit(digit.codePointAt(0) ?? 0))));
}

/** Digits of a script stand together from 0 to 9; where scripts stand beside each other, each begins ten further. */
function valueOfDigit(code: number): number {
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

/** A number that JSON writes with a point or an exponent: to Python it is no whole number, whatever its value. */
class Real {}
const told = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => (typeof value === 'number' && /[.e]/i.test(context?.source ?? '') ? new Real() : value);

/** What a text of JSON holds; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text, told);
  } catch {
    return undefined;
  }
}

export function stringMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) throw new Refusal('Arguments are a map of strings to strings.');
  const map = Object.create(null) as Record<string, string>; // Object.create is typed as any.
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') throw new Refusal(`The value of '${key}' is no string but ${inner === null ? 'null' : Array.isArray(inner) ? 'a list' : inner instanceof Real ? 'number' : typeof inner}: quote it.`);
    map[key] = inner;
  }
  return map;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Real);
}

/** The arguments of a whole request, unless others replace them (`used` false). The name of the job comes from its own option. */
export function requestOf(request: Readonly<Record<string, unknown>>, used: boolean): Readonly<Record<string, string>> | null {
  let map: Readonly<Record<string, string>> | null = null;
  for (const [name, value] of Object.entries(request)) {
    const type = REQUEST_MEMBERS.get(name);
    if (type === undefined) throw new Refusal(`A request to start a job run has no '${name}'.`);
    if (type === 'map') map = used ? stringMap(value) : null;
    else if (name !== 'JobName' && (!fits(type, value) || (name === 'Timeout' && Number(value) < 1) || (typeof value === 'string' && value.length < (LEAST.get(name) ?? 0)))) throw new Refusal(`'${name}' of the request is no ${type} that it takes.`);
  }
  return map;
}

/** The least lengths of texts. */
const LEAST: ReadonlyMap<string, number> = new Map([['JobRunId', 1], ['SecurityConfiguration', 1], ['ExecutionRoleSessionPolicy', 2]]);

function fits(type: Exclude<RequestType, 'map'>, value: unknown): boolean {
  // A truth is a whole number to Python.
  if ((type === 'integer' || type === 'number') && typeof value === 'boolean') return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return typeof value === 'number' || value instanceof Real;
  return type === 'notification' ? isNotification(value) : typeof value === type;
}

function isNotification(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([key, inner]) => key === 'NotifyDelayAfter' && (inner === true || (Number.isInteger(inner) && Number(inner) >= 1)));
}

export const WHOLE_NUMBERS = ['--allocated-capacity', '--timeout', '--number-of-workers', '--cli-read-timeout', '--cli-connect-timeout'] as const;

/** What the CLI reads before it makes a request. */
export function readNumbers(given: ReadonlyMap<string, string>): void {
  for (const key of WHOLE_NUMBERS) {
    const value = given.get(key);
    if (value !== undefined && wholeNumberOf(value) === null) throw new Refusal(`${key} is a whole number, not '${value}'.`);
  }
  if (given.get('--query') === '') throw new Refusal('--query is empty.');
  const endpoint = given.get('--endpoint-url');
  if (endpoint !== undefined && !/^[a-z]+:\/\/./i.test(endpoint)) throw new Refusal(`--endpoint-url is a whole address, not '${endpoint}'.`);
}

/** What is wrong with a request though it can be read. */
export function validate(given: ReadonlyMap<string, string>, notification: unknown): void {
  if ((wholeNumberOf(given.get('--timeout') ?? '1') ?? 0) < 1) throw new Refusal('--timeout is at least 1.');
  for (const key of ['--cli-read-timeout', '--cli-connect-timeout']) if ((wholeNumberOf(given.get(key) ?? '1') ?? 0) < 0) throw new Refusal(`${key} is not negative.`);
  for (const [key, least] of [['--job-name', 1], ['--job-run-id', 1], ['--security-configuration', 1], ['--execution-role-session-policy', 2]] as const) {
    if ((given.get(key)?.length ?? least) < least) throw new Refusal(least === 1 ? `${key} is empty.` : `${key} has at least ${least} characters.`);
  }
  if (notification !== undefined && !isNotification(notification)) throw new Refusal('--notification-property holds NotifyDelayAfter in minutes, at least 1, and nothing else.');
}

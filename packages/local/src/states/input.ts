import { limits } from '@millrace/facts';
import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';
import { readExecutionArn } from './names.ts';
import { executions, executionKey, type Ctx, type ExecutionRow } from './rows.ts';

export type Input = { readonly [key: string]: Json };

export function record(input: Json): Input {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input; // readonly arrays do not narrow
  throw invalid('the request must be a JSON object');
}

/** A value that this service or the host wrote as text. */
export function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function text(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value !== null) return value;
  throw invalid(`1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`);
}

export function optionalText(input: Input, name: string): string | null {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw new AwsError('SerializationException', `'${name}' must be a string.`);
}

export function optionalNumber(input: Input, name: string, least: number, most: number): number | null {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number') throw new AwsError('SerializationException', `'${name}' must be a number.`);
  if (value < least || value > most) throw invalid(`'${name}' must be from ${least} to ${most}, not ${value}`);
  return value;
}

export function list(input: Input, name: string): readonly Json[] {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value as readonly Json[]; // Array.isArray gives any[]
  throw new AwsError('SerializationException', `'${name}' must be a list.`);
}

export function invalid(what: string): AwsError {
  return new AwsError('ValidationException', what);
}

/** AWS refuses blanks, brackets, wildcards, control characters, surrogates and these marks. Source: CreateStateMachine, `name`. */
export function checkName(name: string): string {
  if (name.length >= 1 && name.length <= limits.sfnNameLength.value && !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\u{10ffff}]/u.test(name) && name.isWellFormed()) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'. Use 1 to ${limits.sfnNameLength.value} characters without blanks, brackets, wildcards and special characters.`);
}

export function executionOf(ctx: Ctx, arn: string): ExecutionRow {
  const { machine, name } = readExecutionArn(arn);
  const row = executions.get(ctx, executionKey(machine, name));
  if (row === null) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return row;
}

/** JSON text as it was given. `refused` names the error of a text that is none. */
export function jsonText(given: string, refused: string, what: string): Json {
  if (Buffer.byteLength(given, 'utf8') > limits.sfnPayloadBytes.value) throw new AwsError(refused, `${what}: more than ${limits.sfnPayloadBytes.value} bytes.`);
  try {
    // JSON.parse gives JSON by definition. Written again, too, since values may nest deeper than the stack holds.
    const json = JSON.parse(given) as Json;
    JSON.stringify(json);
    return json;
  } catch (error) {
    throw new AwsError(refused, `${what}: it is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** One page of rows in key order; the token is the key of the next page's first row. */
export function page<R extends { readonly key: string }>(rows: readonly R[], input: Input, usual: number): { readonly rows: readonly R[]; readonly more: { readonly nextToken?: string } } {
  const token = optionalText(input, 'nextToken');
  const asked = optionalNumber(input, 'maxResults', 0, 1000) ?? 0;
  const start = token === null ? 0 : rows.findIndex((row) => row.key === token);
  if (start < 0) throw new AwsError('InvalidToken', `Invalid Token: '${token ?? ''}'`);
  const end = start + (asked === 0 ? usual : asked);
  const next = rows[end];
  return { rows: rows.slice(start, end), more: next === undefined ? {} : { nextToken: next.key } };
}

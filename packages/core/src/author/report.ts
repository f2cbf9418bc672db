import type { z } from 'zod';
import { didYouMean } from '@millrace/params';
import type { Severity } from '../problem.ts';
import { pointerOf } from '../util/pointer.ts';

/** A problem before its place is known. Severity is `error` unless told. */
export interface Finding {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
  readonly severity?: Severity;
}
export type Report = (finding: Finding) => void;

/**
 * Tells what zod found in one value. `owner` says whose it is ("step 'load'"); `pointer` is the value's; `known` are the fields
 * that it may have, for suggestions.
 */
export function reportIssues(issues: readonly z.core.$ZodIssue[], value: unknown, pointer: string, owner: string, report: Report, known: readonly string[] = []): void {
  for (const issue of issues) {
    const path = pointer + pointerOf(...issue.path.map(String));
    const field = fieldName(path, owner);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) unknownField(key, known, path + pointerOf(key), owner, report);
      continue;
    }
    const custom = issue.code === 'custom' ? issue.params : undefined;
    const code = typeof custom?.['code'] === 'string' ? custom['code'] : 'MR1012';
    const hint = typeof custom?.['hint'] === 'string' ? custom['hint'] : hintOf(issue, at(value, issue.path));
    report({ code, pointer: path, message: `${field} ${sentence(issue, at(value, issue.path))}`, hint });
  }
}

/** Tells a field that the schema does not have. */
export function unknownField(key: string, known: readonly string[], pointer: string, owner: string, report: Report): void {
  const near = didYouMean(key, known);
  const hint = near !== null ? `Did you mean '${near}'?` : known.length > 0 ? `Known fields: ${known.join(', ')}.` : 'Remove it.';
  report({ code: 'MR1010', pointer, message: `${owner} has no field '${key}'`, hint });
}

/** Tells a field that is required and not there. `pointer` is that of the object around it. */
export function missingField(key: string, pointer: string, owner: string, report: Report): void {
  report({ code: 'MR1011', pointer, message: `${owner} needs the field '${key}'`, hint: `Add '${key}'.` });
}

/** Is the field not there, not even misspelt? A misspelt one was told as such, and is not missing too. */
export function isAbsent(raw: Readonly<Record<string, unknown>>, key: string, known: readonly string[]): boolean {
  if ((raw[key] ?? null) !== null) return false;
  return !Object.keys(raw).some((each) => !known.includes(each) && didYouMean(each, known) === key);
}

/** 'text', 'a list', 'a mapping': what a value is, in a person's words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const names: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false', object: 'a mapping' };
  return names[typeof value] ?? typeof value;
}

const EXPECTED: Readonly<Record<string, string>> = { string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a mapping', record: 'a mapping', tuple: 'a list of two' };

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.message.startsWith('must')) return `${issue.message}, not ${shown(value)}`;
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${kindOf(value)}`;
  if (issue.code === 'invalid_value') return `must be ${oneOf(issue.values.map(String))}, not ${shown(value)}`;
  if (issue.code === 'too_small' || issue.code === 'too_big') return `is out of range: ${issue.message}`;
  return `is not valid: ${issue.message}`;
}

function hintOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const near = didYouMean(value, issue.values.map(String));
    if (near !== null) return `Did you mean '${near}'?`;
  }
  return 'Correct the value; `millrace explain MR1012` shows the forms.';
}

function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null && key in inner ? Reflect.get(inner, key) : undefined), value);
}

function fieldName(pointer: string, owner: string): string {
  const last = pointer.slice(pointer.lastIndexOf('/') + 1);
  return last === '' ? owner : /^\d+$/.test(last) ? `entry ${Number(last) + 1} of ${owner}` : `'${last}' of ${owner}`;
}

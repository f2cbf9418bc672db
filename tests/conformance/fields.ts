import { FolderError } from './run.ts';
import type { Case } from './suites.ts';

/** A case that is not what the README documents shows nothing: it must not count as passed. */
export function malformed(one: Case, what: string): FolderError {
  const name = [one['id'], one['input'], one['args']].find((each) => each !== undefined);
  return new FolderError(`The case ${JSON.stringify(name ?? one).slice(0, 200)} is malformed: ${what}.`);
}

export function strings(one: Case, field: string): readonly string[] {
  const value = one[field];
  if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) throw malformed(one, `'${field}' is a list of strings`);
  return value;
}

export function text(one: Case, field: string, of: Case): string {
  const value = one[field];
  if (typeof value !== 'string') throw malformed(of, `'${field}' is a string`);
  return value;
}

export function object(one: Case, field: string, of: Case): Case {
  const value = one[field];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(of, `'${field}' is an object`);
  return value as Case; // An object of unknown values is all that is claimed.
}

/** How a case ends: with the object under `good`, or with the name of an error, and not with both. */
export function ended(one: Case, good: string, of: Case): { readonly error?: string; readonly [good: string]: unknown } {
  if ((one['error'] === undefined) === (one[good] === undefined)) throw malformed(of, `it has either '${good}' or 'error'`);
  return one['error'] === undefined ? { [good]: object(one, good, of) } : { error: text(one, 'error', of) };
}

import type { z } from 'zod';
import { isAbsent, kindOf, missingField, reportIssues, unknownField, type Report } from './report.ts';
import { pointerOf } from '../util/pointer.ts';

export type Raw = Readonly<Record<string, unknown>>;

/** Where a value stands, whose it is, and where its problems go. */
export interface Place {
  readonly pointer: string;
  readonly owner: string;
  readonly report: Report;
}

export const inside = (place: Place, ...segments: readonly (string | number)[]): Place => ({ ...place, pointer: place.pointer + pointerOf(...segments) });

/** A mapping, or null after a problem was told. */
export function readMapping(value: unknown, place: Place): Raw | null {
  if (isMapping(value)) return value;
  place.report({ code: 'MR1012', pointer: place.pointer, message: `${place.owner} must be a mapping, not ${kindOf(value)}`, hint: 'Write fields and values.' });
  return null;
}

export function isMapping(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One field by its schema. Undefined when it is wrong (then told) or absent; an absent field with a default gives the default. */
export function readField<S extends z.ZodType>(schema: S, raw: Raw, key: string, place: Place): z.output<S> | undefined {
  // In YAML a key without a value is null: the same as no key.
  const value = Object.hasOwn(raw, key) ? (raw[key] ?? undefined) : undefined;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  if (value === undefined) {
    if (isAbsent(raw, key, [key])) missingField(key, place.pointer, place.owner, place.report);
  } else reportIssues(read.error.issues, value, place.pointer + pointerOf(key), place.owner, place.report);
  return undefined;
}

/** Tells every field of `raw` that is not known. */
export function refuseOthers(raw: Raw, known: readonly string[], place: Place): void {
  for (const key of Object.keys(raw)) {
    if (!known.includes(key)) unknownField(key, known, place.pointer + pointerOf(key), place.owner, place.report);
  }
}

/** The entries of a mapping that `read` accepts; the others are told by it. An absent mapping is empty. */
export function readEntries<T>(raw: Raw, key: string, place: Place, read: (value: unknown, at: Place, name: string) => T | undefined): Record<string, T> {
  const value = raw[key] ?? {};
  const at = { ...inside(place, key), owner: `'${key}' of ${place.owner}` };
  const mapping = readMapping(value, at);
  const entries = Object.entries(mapping ?? {}).map(([name, each]) => [name, read(each, inside({ ...place, pointer: at.pointer }, name), name)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, T] => entry[1] !== undefined));
}

/** The items of a list that `read` accepts; one value alone is a list of one; an absent list is empty. */
export function readItems<T>(raw: Raw, key: string, place: Place, read: (value: unknown, at: Place) => T | undefined): T[] {
  const value = raw[key] ?? [];
  const at = inside(place, key);
  const items = Array.isArray(value) ? value.map((each: unknown, index) => read(each, inside(at, index))) : [read(value, at)];
  return items.filter((each) => each !== undefined);
}

import { limits } from '@millrace/facts';
import type { Json } from '@millrace/core';
import { AwsError } from '../host/types.ts';

/** Checks one member of a request and gives it back typed. `at` is its path, for the message. */
export type Check<T extends Json> = (value: Json, at: string) => T;

type Checks = Readonly<Record<string, Check<Json>>>;
type Required<R extends Checks> = { readonly [K in keyof R]: ReturnType<R[K]> };
type Optional<O extends Checks> = { readonly [K in keyof O]?: ReturnType<O[K]> };

export const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);
const mistyped = (at: string, wanted: string): AwsError => new AwsError('SerializationException', `${at} must be ${wanted}.`);

/** A string of `min` to `max` characters. */
export const text =
  (min = 1, max: number = limits.glueNameLength.value): Check<string> =>
  (value, at) => {
    if (typeof value !== 'string') throw mistyped(at, 'a string');
    if (value.length < min || value.length > max) throw invalid(`${at} must have ${String(min)} to ${String(max)} characters; it has ${String(value.length)}.`);
    return value;
  };
export const name = text();
export const longText = text(0, 400_000);

export const integer =
  (min = 0, max = Number.MAX_SAFE_INTEGER): Check<number> =>
  (value, at) => {
    if (typeof value !== 'number') throw mistyped(at, 'a number');
    if (!Number.isInteger(value) || value < min || value > max) throw invalid(`${at} must be a whole number from ${String(min)} to ${String(max)}; it is ${String(value)}.`);
    return value;
  };
export const double: Check<number> = (value, at) => {
  if (typeof value !== 'number') throw mistyped(at, 'a number');
  return value;
};
export const flag: Check<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw mistyped(at, 'true or false');
  return value;
};
export const oneOf =
  <const T extends string>(...words: readonly T[]): Check<T> =>
  (value, at) => {
    if (typeof value !== 'string') throw mistyped(at, 'a string');
    const word = words.find((one) => one === value);
    if (word === undefined) throw invalid(`${at} must be one of ${words.join(', ')}; it is '${value}'.`);
    return word;
  };
export const listOf =
  <T extends Json>(item: Check<T>, max = Number.MAX_SAFE_INTEGER): Check<readonly T[]> =>
  (value, at) => {
    if (!isList(value)) throw mistyped(at, 'a list');
    if (value.length > max) throw invalid(`${at} may hold ${String(max)} items; it holds ${String(value.length)}.`);
    return value.map((one, index) => item(one, `${at}[${String(index)}]`));
  };
const mapOf =
  <T extends Json>(item: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value, at) => {
    if (!isRecord(value)) throw mistyped(at, 'a map');
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, item(one, `${at}['${key}']`)]));
  };
export const stringMap = mapOf(longText);
/** Passed through as it is: what the embedded Glue stores and gives back, and never reads. */
export const anything: Check<Json> = (value) => value;

/** An object. Members that are not named are dropped, as AWS does; null counts as absent. */
export function members<const R extends Checks, const O extends Checks>(required: R, optional: O): Check<Required<R> & Optional<O>> {
  return (value, at) => {
    if (!isRecord(value)) throw mistyped(at === '' ? 'The request' : at, 'an object');
    const found: Record<string, Json> = {};
    const path = (member: string): string => (at === '' ? member : `${at}.${member}`);
    for (const [member, check] of Object.entries(required)) {
      const one = own(value, member);
      if (one === null) throw invalid(`${path(member)} is required.`);
      found[member] = check(one, path(member));
    }
    for (const [member, check] of Object.entries(optional)) {
      const one = own(value, member);
      if (one !== null) found[member] = check(one, path(member));
    }
    // Each member went through its own check, which TypeScript cannot follow through the loops.
    return found as Required<R> & Optional<O>;
  };
}

const own = (value: { readonly [key: string]: Json }, member: string): Json => (Object.hasOwn(value, member) ? (value[member] ?? null) : null);
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isRecord = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !isList(value);

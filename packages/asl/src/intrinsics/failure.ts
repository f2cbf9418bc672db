import type { Json } from '../engine-types.ts';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { deepest, isTooDeep } from '../json-path/limits.ts';

/** Arguments that a function does not take. Its message stands in the cause of the state's failure. */
export class InvalidArguments extends Error {}

/** The failure of a function, beginning as on AWS. */
export function invalid(name: string, why = ''): InvalidArguments {
  return new InvalidArguments(`Invalid arguments in ${name}${why === '' ? '' : `: ${why}`}`);
}

export function arrayOf(value: Json, name: string): readonly Json[] {
  if (!isArray(value)) throw invalid(name, 'an array is expected.');
  return value;
}

export function objectOf(value: Json, name: string): JsonObject {
  if (!isObject(value)) throw invalid(name, 'an object is expected.');
  return value;
}

export function textOf(value: Json, name: string): string {
  if (typeof value !== 'string') throw invalid(name, 'a text is expected.');
  return value;
}

/** Text of at most 10,000 characters. Source: Step Functions developer guide, "Intrinsic functions", Base64 and hash. */
export function shortText(value: string, name: string): string {
  if (value.length > 10_000) throw invalid(name, 'at most 10,000 characters are taken.');
  return value;
}

export function numberOf(value: Json, name: string): number {
  if (typeof value !== 'number') throw invalid(name, 'a number is expected.');
  return value;
}

/** A 32-bit integer, without the decimals: that is how all functions but States.MathAdd take numbers. */
export function integerOf(value: Json, name: string): number {
  return inRange(Math.trunc(numberOf(value, name)), name);
}

export function inRange(integer: number, name: string): number {
  if (integer < -(2 ** 31) || integer >= 2 ** 31) throw invalid(name, 'an integer of 32 bits is expected.');
  return integer === 0 ? 0 : integer;
}

/** A value that can be written out: it does not nest so deeply that the process would end. */
export function flatEnough(value: Json, name: string): Json {
  if (isTooDeep(value)) throw invalid(name, `values nest at most ${deepest} levels.`);
  return value;
}

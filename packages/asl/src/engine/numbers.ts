import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from './errors.ts';
import { evaluate, type At } from './context.ts';

/** A field that is a number or an expression of one; null when it is absent. */
export async function wholeNumber(at: At, field: string, least: number): Promise<number | null> {
  const given = at.state[field];
  if (given === undefined) return null;
  const value = await evaluate(at, given, field);
  const greatest = 99_999_999;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > greatest) {
    throw wrongType(at, field, `a whole number from ${least} to ${greatest}`, value);
  }
  return value;
}

export async function text(at: At, field: string): Promise<string | null> {
  const given = at.state[field];
  if (given === undefined) return null;
  const value = await evaluate(at, given, field);
  if (typeof value !== 'string') throw wrongType(at, field, 'a string', value);
  return value;
}

export function wrongType(at: At, field: string, wanted: string, value: Json): StateError {
  return new StateError(errorNames.query, `${field} of state '${at.frame.state}' must give ${wanted}; it gave ${JSON.stringify(value)}.`, field);
}

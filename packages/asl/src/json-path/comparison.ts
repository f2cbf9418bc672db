import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { instantOf, order } from './timestamp.ts';
import { matchesPattern } from './string-matches.ts';

/** Does a value compare as an operator of Choice rules says? Values of other types than the operator's do not. */
export type Compare = (value: Json, wanted: Json) => boolean;

type Holds = (order: number) => boolean;
const orders: readonly (readonly [string, Holds])[] = [
  ['Equals', (order) => order === 0],
  ['LessThan', (order) => order < 0],
  ['LessThanEquals', (order) => order <= 0],
  ['GreaterThan', (order) => order > 0],
  ['GreaterThanEquals', (order) => order >= 0],
];

/** What each type orders by; undefined when a value is not of the type. */
const kinds: readonly (readonly [string, (a: Json, b: Json) => number | undefined])[] = [
  ['String', (a, b) => (typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : Number(a > b)) : undefined)],
  ['Numeric', (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : undefined)],
  ['Timestamp', timestamps],
];

function timestamps(a: Json, b: Json): number | undefined {
  const first = typeof a === 'string' ? instantOf(a) : null;
  const second = typeof b === 'string' ? instantOf(b) : null;
  return first === null || second === null ? undefined : order(first, second);
}

/**
 * The operators that compare with a value; each but StringMatches also has a form with `Path` at its end, whose operand is a path.
 * Source: Amazon States Language specification, "Choice State", "Data-test Expression".
 */
export const comparisons: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['BooleanEquals', (value, wanted) => typeof value === 'boolean' && value === wanted],
  ...kinds.flatMap(([kind, compare]) => orders.map(([name, holds]): [string, Compare] => [`${kind}${name}`, (value, wanted) => {
    const order = compare(value, wanted);
    return order !== undefined && holds(order);
  }])),
]);

/** The operators that ask for the type of a value that is there; their operand is true or false. */
export const typeTests: ReadonlyMap<string, (value: Json) => boolean> = new Map<string, (value: Json) => boolean>([
  ['IsNull', (value) => value === null],
  ['IsBoolean', (value) => typeof value === 'boolean'],
  ['IsNumeric', (value) => typeof value === 'number'],
  ['IsString', (value) => typeof value === 'string'],
  ['IsTimestamp', (value) => typeof value === 'string' && instantOf(value) !== null],
]);

/** StringMatches: a pattern with `*`. */
export function stringMatches(value: Json, pattern: Json): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  const matched = matchesPattern(pattern, value);
  if (matched === null) {
    throw new StateError(errorNames.runtime, `The StringMatches pattern '${pattern}' has an open escape: a backslash stands before * or another backslash only.`);
  }
  return matched;
}

import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { isArray, isObject, member, type JsonObject } from '../json.ts';
import { comparisons, stringMatches, typeTests } from './comparison.ts';
import { compiledFor } from './field.ts';
import { readPath } from './read.ts';
import type { PathScope } from './scope.ts';

/** How deep And, Or and Not may nest. Our own limit. */
const deepestRule = 200;

/**
 * Does a rule of a Choice state of the JSONPath language hold? A rule is a comparison, or And, Or, Not of others.
 *
 * @throws {StateError} States.Runtime when a Variable, or the path that it is compared with, leads nowhere: only IsPresent asks for
 * that. Source: Step Functions developer guide, "Choice state"; the cause is the one that executions on AWS end with.
 * @example choiceHolds({ Variable: '$.n', NumericGreaterThan: 3, Next: 'Big' }, scope) // true when n of the input is 4
 */
export function choiceHolds(rule: JsonObject, scope: PathScope): boolean {
  return holds(rule, scope, 0);
}

function holds(rule: Json, scope: PathScope, depth: number): boolean {
  if (!isObject(rule)) return false;
  if (depth > deepestRule) throw new StateError(errorNames.runtime, `Choice rules nest more than ${deepestRule} levels.`);
  const and = member(rule, 'And');
  if (isArray(and)) return and.every((part) => holds(part, scope, depth + 1));
  const or = member(rule, 'Or');
  if (isArray(or)) return or.some((part) => holds(part, scope, depth + 1));
  const not = member(rule, 'Not');
  return not === undefined ? compares(rule, scope) : !holds(not, scope, depth + 1);
}

function compares(rule: JsonObject, scope: PathScope): boolean {
  const variable = member(rule, 'Variable');
  if (typeof variable !== 'string') throw new StateError(errorNames.runtime, 'A Choice rule lacks its Variable.');
  const present = member(rule, 'IsPresent');
  if (present !== undefined) return (found(variable, scope) !== undefined) === present;
  const value = needed(variable, scope);
  for (const [operator, operand] of Object.entries(rule)) {
    const test = typeTests.get(operator);
    if (test !== undefined) return test(value) === operand;
    if (operator === 'StringMatches') return stringMatches(value, operand);
    const compare = comparisons.get(operator);
    if (compare !== undefined) return compare(value, operand);
    const byPath = operator.endsWith('Path') ? comparisons.get(operator.slice(0, -'Path'.length)) : undefined;
    if (byPath !== undefined && typeof operand === 'string') return byPath(value, needed(operand, scope));
  }
  throw new StateError(errorNames.runtime, `The Choice rule for '${variable}' has no operator that Step Functions knows.`);
}

/** What the paths of a scope lead to: the rules of a Choice ask again and again for the same few. */
const read = new WeakMap<PathScope, Map<string, Json | undefined>>();

function found(source: string, scope: PathScope): Json | undefined {
  const known = read.get(scope) ?? new Map<string, Json | undefined>();
  read.set(scope, known);
  if (known.has(source)) return known.get(source);
  const value = readPath(compiledFor(source, 'Variable'), scope);
  known.set(source, value);
  return value;
}

function needed(source: string, scope: PathScope): Json {
  const value = found(source, scope);
  if (value === undefined) throw new StateError(errorNames.runtime, `Invalid path '${source}': The choice state's condition path references an invalid value.`);
  return value;
}

import type { Json } from '../engine-types.ts';
import { isArray, isObject } from '../json.ts';
import type { Comparison, Condition, Operand, Step } from './syntax.ts';

/** Where steps lead from a value, if anywhere. */
export type Follow = (steps: readonly Step[], from: Json) => Json | undefined;

/**
 * Does an item meet the condition of a filter? Only objects and arrays can: "The @ operator, matching the current node being processed
 * in a filter, does not match scalar values." Source: Step Functions developer guide, "Using paths to access input".
 */
export function meets(condition: Condition, item: Json, follow: Follow): boolean {
  if (!isObject(item) && !isArray(item)) return false;
  switch (condition.is) {
    case 'all':
      return condition.of.every((part) => meets(part, item, follow));
    case 'any':
      return condition.of.some((part) => meets(part, item, follow));
    case 'not':
      return !meets(condition.of, item, follow);
    case 'present':
      return follow(condition.steps, item) !== undefined;
    case 'compared':
      return compared(valueOf(condition.left, item, follow), condition.by, valueOf(condition.right, item, follow));
  }
}

function valueOf(operand: Operand, item: Json, follow: Follow): Json | undefined {
  return operand.from === 'constant' ? operand.value : follow(operand.steps, item);
}

function compared(left: Json | undefined, by: Comparison, right: Json | undefined): boolean {
  if (by === '==') return same(left, right);
  if (by === '!=') return !same(left, right);
  if (typeof left === 'string' && typeof right === 'string') return ordered(left, by, right);
  return typeof left === 'number' && typeof right === 'number' && ordered(left, by, right);
}

/** Jayway compares a text with a number by what they say. Nothing equals a value that is not there. */
function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'number' && typeof right === 'string') return right.trim() !== '' && Number(right) === left;
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return left === right;
}

function ordered<T extends string | number>(left: T, by: Comparison, right: T): boolean {
  if (by === '<') return left < right;
  if (by === '<=') return left <= right;
  return by === '>' ? left > right : left >= right;
}

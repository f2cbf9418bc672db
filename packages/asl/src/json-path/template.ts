import type { Json } from '../engine-types.ts';
import { freeObjects, type Payload } from '../engine/bounds.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { callIntrinsic, compileIntrinsic, IntrinsicSyntaxError, isIntrinsic } from '../intrinsics/index.ts';
import { isArray, isObject } from '../json.ts';
import { compilePath } from './compile.ts';
import { notFound } from './field.ts';
import { deepest } from './limits.ts';
import { find } from './read.ts';
import type { PathScope } from './scope.ts';
import { PathSyntaxError } from './syntax.ts';

/**
 * Fills in a payload template: Parameters, ItemSelector, ResultSelector, Assign and the like. A member `name.$`, however deep, becomes
 * `name` with what its path, context path, variable or intrinsic function gives. All else stays as it is written.
 *
 * @throws {StateError} States.Runtime, as executions on AWS end with, when a path leads nowhere or a call fails.
 * Source: Amazon States Language specification, "Payload Template".
 * @example fillTemplate({ fixed: 1, 'id.$': '$.order.id' }, scope, 'Parameters') // { fixed: 1, id: 7 }
 */
export function fillTemplate(template: Json, scope: PathScope, field: string): Json {
  return filled(template, { scope, field, payload: scope.bounds?.payload(freeObjects) }, 0);
}

interface Filling {
  readonly scope: PathScope;
  readonly field: string;
  readonly payload: Payload | undefined;
}

function filled(template: Json, filling: Filling, depth: number): Json {
  const { scope, field, payload } = filling;
  if (depth > deepest) throw new StateError(errorNames.runtime, `The field '${field}' nests more than ${deepest} levels.`, field);
  if (isArray(template)) return template.map((item) => filled(item, filling, depth + 1));
  if (!isObject(template)) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => {
    if (!key.endsWith('.$')) return [key, filled(value, filling, depth + 1)] as const;
    const found = computed(key, value, scope);
    return [key.slice(0, -2), payload?.add(found) ?? found] as const;
  }));
}

function computed(key: string, value: Json, scope: PathScope): Json {
  if (typeof value !== 'string') throw new StateError(errorNames.runtime, `The value for the field '${key}' must be a STRING that contains a JSONPath but was ${typeOf(value)}`);
  try {
    return isIntrinsic(value) ? callIntrinsic(compileIntrinsic(value), scope) : at(key, value, scope);
  } catch (error) {
    if (!(error instanceof PathSyntaxError) && !(error instanceof IntrinsicSyntaxError)) throw error;
    throw new StateError(errorNames.runtime, `The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call: ${error.message}`);
  }
}

function at(key: string, source: string, scope: PathScope): Json {
  const path = compilePath(source);
  const found = find(path, scope);
  if (!('missing' in found)) return found.value;
  // On AWS an index past the end gives null here, and here only: as an argument, or in a Choice rule, it is missing.
  if (found.missing === 'index' && found.steps.length === path.steps.length) return null;
  throw notFound(path, scope, key);
}

function typeOf(value: Json): string {
  return isArray(value) ? 'an ARRAY' : isObject(value) ? 'an OBJECT' : value === null ? 'NULL' : `a ${typeof value}`.toUpperCase();
}

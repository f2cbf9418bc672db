import type { Json } from '../engine-types.ts';
import { freeObjects, type Bounds, type Payload } from '../engine/bounds.ts';
import type { Eventually } from '../engine/eventually.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { isArray, isObject } from '../json.ts';
import { compile, expressionIn, messageOf, type Compiled, type QueryLimits } from './expression.ts';
import { awsFunctions, type QueryWorld } from './functions.ts';
import { isFunction } from './guard.ts';
import { quick, type Quick } from './quick.ts';

/** What an expression sees: `$states` and the variables in scope. */
export interface Scope {
  readonly states: { readonly [key: string]: Json };
  variable(name: string): Json | undefined;
  readonly world: QueryWorld;
  /** What the values that are filled in for one state may take together. */
  readonly bounds?: Bounds;
}

/** Evaluates fields of states. Compiled expressions are kept by their text: definitions repeat a few expressions thousands of times. */
export interface Evaluator {
  /** `json` with every `{% … %}` string in it, however deep, replaced by its value. Throws a StateError that names `field`. */
  value(json: Json, scope: Scope, field: string): Eventually<Json>;
}

interface Known {
  readonly compiled: Compiled;
  /** For an expression that needs no JSONata at all; null for the others. */
  readonly quick: Quick | null;
}

const mostKept = 10_000;

export function createEvaluator(limits: QueryLimits): Evaluator {
  const known = new Map<string, Known>();
  const constants = new WeakSet();

  return { value };

  function value(json: Json, scope: Scope, field: string): Eventually<Json> {
    if (typeof json === 'string') {
      const source = expressionIn(json);
      return source === null ? json : evaluate(source, scope, field);
    }
    if (!isObject(json) && !isArray(json)) return json;
    if (constants.has(json)) return json;
    if (!hasExpression(json)) {
      constants.add(json);
      return json;
    }
    return filled(json, scope, field, scope.bounds?.payload(freeObjects));
  }

  async function filled(json: Json, scope: Scope, field: string, payload: Payload | undefined): Promise<Json> {
    if ((!isObject(json) && !isArray(json)) || constants.has(json)) {
      const made = await value(json, scope, field);
      // A constant is as long as the definition has it.
      return made === json ? made : (payload?.add(made) ?? made);
    }
    if (isArray(json)) {
      const items: Json[] = [];
      for (const [i, item] of json.entries()) items.push(await filled(item, scope, `${field}[${i}]`, payload));
      return items;
    }
    const members: [string, Json][] = [];
    for (const [key, item] of Object.entries(json)) members.push([key, await filled(item, scope, `${field}/${key}`, payload)]);
    return Object.fromEntries(members);
  }

  function evaluate(source: string, scope: Scope, field: string): Eventually<Json> {
    try {
      const found = known.get(source) ?? keep(source);
      const seen = found.quick?.(scope);
      return seen ?? throughJsonata(found.compiled, scope, field);
    } catch (error) {
      throw failed(source, field, error);
    }
  }

  async function throughJsonata(compiled: Compiled, scope: Scope, field: string): Promise<Json> {
    try {
      compiled.guard.begin();
      const result: unknown = await compiled.expression.evaluate(undefined, bindings(compiled, scope, limits));
      if (result === undefined) throw new NothingReturned();
      return plain(result, { left: limits.valueChars ?? Infinity });
    } catch (error) {
      throw failed(compiled.source, field, error);
    }
  }

  function keep(source: string): Known {
    const compiled = compile(source, limits);
    const made = { compiled, quick: quick(compiled.expression.ast()) };
    if (known.size >= mostKept) known.clear();
    known.set(source, made);
    return made;
  }
}

function hasExpression(json: Json): boolean {
  if (typeof json === 'string') return expressionIn(json) !== null;
  if (isArray(json)) return json.some(hasExpression);
  return isObject(json) && Object.values(json).some(hasExpression);
}

class NothingReturned extends Error {}
class Unsupported extends Error {}

/** In the words of AWS. */
function failed(source: string, field: string, error: unknown): StateError {
  const what = `The JSONata expression '${source}' specified for the field '${field}'`;
  const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  const how = error instanceof NothingReturned ? 'returned nothing (undefined).'
    : error instanceof Unsupported ? 'returned an unsupported result type.'
      : `threw an error during evaluation. ${code}${messageOf(error)}`;
  return new StateError(errorNames.query, `${what} ${how}`, field);
}

function bindings({ names }: Compiled, scope: Scope, limits: QueryLimits): Record<string, unknown> {
  const bound: Record<string, unknown> = { ...awsFunctions(scope.world), now: nowFunction(scope.world.now, limits), eval: undefined };
  for (const name of names) {
    const known = scope.variable(name);
    if (known !== undefined) bound[name] = known;
  }
  bound['states'] = scope.states;
  return bound;
}

/** jsonata's own `$now` reads the machine's clock; this one formats the execution's, by jsonata's own formatter. */
function nowFunction(now: number, limits: QueryLimits): (picture?: string, zone?: string) => unknown {
  return (picture, zone) => {
    if (picture === undefined) return new Date(now).toISOString();
    return compile('$fromMillis($t, $p, $z)', limits).expression.evaluate(undefined, { t: now, p: picture, z: zone });
  };
}

/** Plain JSON of a jsonata result: its sequences are arrays with extra members, and it can yield functions. */
function plain(value: unknown, budget: { left: number }): Json {
  budget.left -= typeof value === 'string' ? value.length + 2 : 1;
  if (budget.left < 0) throw new Error('its result is larger than a state carries');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('its result holds a number that JSON cannot hold');
    return Object.is(value, -0) ? 0 : value;
  }
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], (item) => (item === undefined ? null : plain(item, budget))); // Array.isArray gives any[]
  if (typeof value !== 'object' || isFunction(value)) throw new Unsupported();
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item, budget)] as const])));
}

import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { isArray, isObject } from '../json.ts';
import { compile, expressionIn, messageOf, type Compiled, type QueryLimits } from './expression.ts';
import { awsFunctions, type QueryWorld } from './functions.ts';

/** What an expression sees: `$states` and the variables in scope. */
export interface Scope {
  readonly states: { readonly [key: string]: Json };
  variable(name: string): Json | undefined;
  readonly world: QueryWorld;
}

/** Evaluates fields of states. Compiled expressions are kept by their text: definitions repeat a few expressions thousands of times. */
export interface Evaluator {
  /** `json` with every `{% … %}` string in it, however deep, replaced by its value. Throws a StateError that names `field`. */
  value(json: Json, scope: Scope, field: string): Promise<Json>;
}

export function createEvaluator(limits: QueryLimits): Evaluator {
  const compiled = new Map<string, Compiled>();

  return { value };

  async function value(json: Json, scope: Scope, field: string): Promise<Json> {
    if (typeof json === 'string') {
      const source = expressionIn(json);
      return source === null ? json : evaluate(source, scope, field);
    }
    if (isArray(json)) {
      const items: Json[] = [];
      for (const [i, item] of json.entries()) items.push(await value(item, scope, `${field}[${i}]`));
      return items;
    }
    if (!isObject(json)) return json;
    const members: [string, Json][] = [];
    for (const [key, item] of Object.entries(json)) members.push([key, await value(item, scope, `${field}.${key}`)]);
    return Object.fromEntries(members);
  }

  async function evaluate(source: string, scope: Scope, field: string): Promise<Json> {
    try {
      const found = compiled.get(source) ?? compile(source, limits);
      compiled.set(source, found);
      const result: unknown = await found.expression.evaluate(undefined, bindings(found, scope, limits));
      if (result === undefined) throw new Error('it gave nothing: a name or a path in it does not exist');
      return plain(result);
    } catch (error) {
      throw new StateError(errorNames.query, `The expression '${source}' of the field '${field}' failed: ${messageOf(error)}.`, field);
    }
  }
}

function bindings(found: Compiled, scope: Scope, limits: QueryLimits): Record<string, unknown> {
  const bound: Record<string, unknown> = { ...awsFunctions(scope.world), now: nowFunction(scope.world.now, limits), eval: undefined };
  for (const name of found.names) {
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
function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('its result holds a number that JSON cannot hold');
    return Object.is(value, -0) ? 0 : value;
  }
  if (Array.isArray(value)) return Array.from(value as readonly unknown[], (item) => (item === undefined ? null : plain(item)));
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp) {
    throw new Error('its result holds a function, which JSON cannot hold');
  }
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)] as const])));
}

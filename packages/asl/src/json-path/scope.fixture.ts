import type { Json } from '../engine-types.ts';
import type { PathScope } from './scope.ts';

/** A scope for tests: what is not given is empty; chance always draws the same. */
export function scopeOf(input: Json, more: { readonly context?: Json; readonly variables?: { readonly [name: string]: Json }; readonly random?: () => number } = {}): PathScope {
  const variables = new Map(Object.entries(more.variables ?? {}));
  return { input, context: more.context ?? {}, variable: (name) => variables.get(name), world: { now: 0, random: more.random ?? (() => 0.5) } };
}

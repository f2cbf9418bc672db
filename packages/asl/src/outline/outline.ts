import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, pointer, textOf, type JsonObject } from '../json.ts';

/** A way from one state to another. `index`: the place of the rule or catcher in its list. */
export interface OutlineWay {
  readonly to: string;
  readonly by: 'next' | 'rule' | 'default' | 'catcher';
  readonly index: number;
  /** The rule or catcher. */
  readonly json: JsonObject;
}

export interface OutlineState {
  readonly name: string;
  readonly type: string;
  readonly json: JsonObject;
  /** A JSON pointer into the definition. */
  readonly pointer: string;
  readonly ways: readonly OutlineWay[];
  readonly retriers: readonly JsonObject[];
  readonly catchers: readonly JsonObject[];
  /** Branches of a Parallel, or what a Map does with an item. */
  readonly inner: readonly OutlineRegion[];
}

/** A list of states: the machine, a branch, or what a Map does with an item. */
export interface OutlineRegion {
  readonly startAt: string;
  readonly states: readonly OutlineState[];
}

/** What a definition consists of. Leaves out what is no state: check definitions with `validate`. */
export function outlineOf(definition: Json): OutlineRegion {
  return regionOf(definition, '');
}

/** All states of a definition, those of branches behind the state around them. */
export function statesIn(definition: Json): readonly OutlineState[] {
  return flat(outlineOf(definition));
}

function flat(region: OutlineRegion): readonly OutlineState[] {
  return region.states.flatMap((state) => [state, ...state.inner.flatMap(flat)]);
}

function regionOf(json: Json, at: string): OutlineRegion {
  const states = member(json, 'States');
  const named = isObject(states) ? Object.entries(states) : [];
  return { startAt: textOf(member(json, 'StartAt')), states: named.flatMap(([name, state]) => (isObject(state) ? [stateOf(name, state, pointer(at, 'States', name))] : [])) };
}

function stateOf(name: string, json: JsonObject, at: string): OutlineState {
  const type = textOf(member(json, 'Type'));
  const choices = type === 'Choice' ? objects(member(json, 'Choices')) : [];
  const catchers = objects(member(json, 'Catch'));
  const next = { json, index: 0 };
  const ways = [
    ...choices.map((rule, index): OutlineWay => ({ to: textOf(member(rule, 'Next')), by: 'rule', index, json: rule })),
    ...(type === 'Choice' ? [{ ...next, to: textOf(member(json, 'Default')), by: 'default' as const }] : [{ ...next, to: textOf(member(json, 'Next')), by: 'next' as const }]),
    ...catchers.map((catcher, index): OutlineWay => ({ to: textOf(member(catcher, 'Next')), by: 'catcher', index, json: catcher })),
  ].filter(({ to }) => to !== '');
  return { name, type, json, pointer: at, ways, retriers: objects(member(json, 'Retry')), catchers, inner: innerOf(type, json, at) };
}

function innerOf(type: string, json: JsonObject, at: string): readonly OutlineRegion[] {
  if (type === 'Parallel') return objects(member(json, 'Branches')).map((branch, i) => regionOf(branch, pointer(at, 'Branches', i)));
  if (type !== 'Map') return [];
  const field = member(json, 'ItemProcessor') === undefined ? 'Iterator' : 'ItemProcessor';
  const processor = member(json, field);
  return isObject(processor) ? [regionOf(processor, pointer(at, field))] : [];
}

function objects(json: Json | undefined): readonly JsonObject[] {
  return isArray(json) ? json.filter(isObject) : [];
}

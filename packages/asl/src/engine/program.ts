import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, type JsonObject } from '../json.ts';

/** One list of states: the machine itself or a branch of a Parallel state. Frames name theirs by number. */
export interface Region {
  readonly startAt: string;
  readonly states: JsonObject;
  /** Variables that states of this region assign. */
  readonly assigned: ReadonlySet<string>;
  /** Parallel state -> number of its first branch's region; the others follow. */
  readonly branches: ReadonlyMap<string, { readonly first: number; readonly count: number }>;
}

export interface Program {
  readonly regions: readonly Region[];
  readonly timeoutSeconds: number | null;
}

/** The definition cannot run here. The message names the state and what to change. */
export class UnsupportedDefinition extends Error {
  override readonly name = 'UnsupportedDefinition';
}

const programs = new WeakMap<object, Program>();

/** Numbers the regions, breadth first. Kept per definition object, so that a host that keeps the object pays once. */
export function programOf(definition: Json): Program {
  if (!isObject(definition)) throw new UnsupportedDefinition('The definition is not a JSON object: pass the parsed state machine, with StartAt and States.');
  const known = programs.get(definition);
  if (known !== undefined) return known;
  const program = build(definition);
  programs.set(definition, program);
  return program;
}

interface Open {
  readonly json: JsonObject;
  readonly language: Json;
}

function build(definition: JsonObject): Program {
  const open: Open[] = [{ json: definition, language: definition['QueryLanguage'] ?? 'JSONPath' }];
  const regions: Region[] = [];
  // `open` grows while it is walked: branches are numbered in the order in which they are met.
  for (const { json, language } of open) regions.push(region(json, language, open));
  const timeout = definition['TimeoutSeconds'];
  return { regions, timeoutSeconds: typeof timeout === 'number' ? timeout : null };
}

function region(json: JsonObject, language: Json, open: Open[]): Region {
  const states = member(json, 'States');
  const startAt = member(json, 'StartAt');
  if (!isObject(states) || typeof startAt !== 'string') throw new UnsupportedDefinition('A machine or branch lacks StartAt or States: add both.');
  const assigned = new Set<string>();
  const branches = new Map<string, { first: number; count: number }>();
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) throw new UnsupportedDefinition(`State '${name}' is not an object: give it at least a Type.`);
    const spoken = member(state, 'QueryLanguage') ?? language;
    if (spoken !== 'JSONata') {
      throw new UnsupportedDefinition(`State '${name}' uses JSONPath, which this engine does not run yet: set "QueryLanguage": "JSONata" on the state machine or on the state.`);
    }
    noteAssigned(state, assigned);
    const inner = member(state, 'Branches');
    if (state['Type'] !== 'Parallel' || !isArray(inner)) continue;
    branches.set(name, { first: open.length, count: inner.length });
    for (const branch of inner) {
      if (!isObject(branch)) throw new UnsupportedDefinition(`A branch of state '${name}' is not an object: give it StartAt and States.`);
      open.push({ json: branch, language: spoken });
    }
  }
  return { startAt, states, assigned, branches };
}

function noteAssigned(state: JsonObject, into: Set<string>): void {
  const parts: readonly Json[] = [state, ...list(state['Choices']), ...list(state['Catch'])];
  for (const part of parts) {
    const assign = member(part, 'Assign');
    if (isObject(assign)) for (const name of Object.keys(assign)) into.add(name);
  }
}

function list(json: Json | undefined): readonly Json[] {
  return isArray(json) ? json : [];
}

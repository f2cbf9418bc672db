import type { Json } from '../engine-types.ts';
import { byteLength, isArray, isObject, member, textOf, type JsonObject } from '../json.ts';

export type Language = 'JSONPath' | 'JSONata';

/** One state as the engine runs it. */
export interface StateDef {
  readonly name: string;
  readonly type: string;
  readonly language: Language;
  readonly json: JsonObject;
  readonly retriers: readonly JsonObject[];
  readonly catchers: readonly JsonObject[];
  /** Number of the region of its first branch or of its item processor; the others follow. */
  readonly inner: { readonly first: number; readonly count: number } | null;
  /** A Map whose items are executions of their own. */
  readonly distributed: boolean;
}

/** One list of states: the machine itself, a branch of a Parallel or the processor of a Map. Frames name theirs by number. */
export interface Region {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, StateDef>;
  /** Variables that states of this region assign. */
  readonly assigned: ReadonlySet<string>;
  readonly of: 'machine' | 'branch' | 'item';
  /** Inside a distributed Map: the events belong to other executions, and so do the variables around it. */
  readonly apart: boolean;
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
/** Source: Step Functions quotas, "State machine definition size". */
const longestDefinition = 1_048_576;

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
  readonly of: Region['of'];
  readonly apart: boolean;
}

function build(definition: JsonObject): Program {
  const bytes = byteLength(textOfDefinition(definition));
  if (bytes > longestDefinition) throw new UnsupportedDefinition(`The definition has ${bytes} bytes of JSON; a state machine takes at most ${longestDefinition}. Move a part of it into a state machine of its own.`);
  const open: Open[] = [{ json: definition, language: definition['QueryLanguage'] ?? 'JSONPath', of: 'machine', apart: false }];
  const regions: Region[] = [];
  // `open` grows while it is walked: branches are numbered in the order in which they are met.
  for (const next of open) regions.push(region(next, open));
  const timeout = definition['TimeoutSeconds'];
  return { regions, timeoutSeconds: typeof timeout === 'number' ? timeout : null };
}

function textOfDefinition(definition: JsonObject): string {
  try {
    return JSON.stringify(definition);
  } catch (error) {
    throw new UnsupportedDefinition(`The definition cannot be written as JSON (${error instanceof Error ? error.message : String(error)}): it nests too deep or holds itself.`);
  }
}

function region({ json, language, of, apart }: Open, open: Open[]): Region {
  const states = member(json, 'States');
  const startAt = member(json, 'StartAt');
  if (!isObject(states) || typeof startAt !== 'string') throw new UnsupportedDefinition('A machine, branch or item processor lacks StartAt or States: add both.');
  const assigned = new Set<string>();
  const defs = new Map<string, StateDef>();
  for (const [name, state] of Object.entries(states)) {
    if (!isObject(state)) throw new UnsupportedDefinition(`State '${name}' is not an object: give it at least a Type.`);
    noteAssigned(state, assigned);
    defs.set(name, stateOf(name, state, language, apart, open));
  }
  return { startAt, states: defs, assigned, of, apart };
}

function stateOf(name: string, json: JsonObject, around: Json, apart: boolean, open: Open[]): StateDef {
  const spoken = json['QueryLanguage'] ?? around;
  if (spoken !== 'JSONata' && spoken !== 'JSONPath') {
    throw new UnsupportedDefinition(`State '${name}' has the QueryLanguage ${JSON.stringify(spoken)}: use "JSONata" or "JSONPath".`);
  }
  const type = textOf(json['Type']);
  const parts = innerOf(name, type, json);
  const distributed = type === 'Map' && member(member(parts[0], 'ProcessorConfig'), 'Mode') === 'DISTRIBUTED';
  if (distributed) refuseReaders(name, json);
  const inner = parts.length === 0 ? null : { first: open.length, count: parts.length };
  for (const part of parts) open.push({ json: part, language: spoken, of: type === 'Map' ? 'item' : 'branch', apart: apart || distributed });
  return { name, type, language: spoken, json, retriers: objects(json['Retry']), catchers: objects(json['Catch']), inner, distributed };
}

function innerOf(name: string, type: string, json: JsonObject): readonly JsonObject[] {
  if (type !== 'Parallel' && type !== 'Map') return [];
  const given = type === 'Map' ? [json['ItemProcessor'] ?? json['Iterator'] ?? null] : json['Branches'];
  if (!isArray(given) || !given.every(isObject)) {
    const wanted = type === 'Map' ? 'an ItemProcessor' : 'Branches';
    throw new UnsupportedDefinition(`${type} state '${name}' lacks ${wanted}, each with StartAt and States.`);
  }
  return given;
}

function refuseReaders(name: string, json: JsonObject): void {
  for (const field of ['ItemReader', 'ItemBatcher', 'ResultWriter']) {
    if (json[field] !== undefined) throw new UnsupportedDefinition(`Map state '${name}' has ${field}, which this engine does not run: pass the items as an array of the state's input.`);
  }
}

function noteAssigned(state: JsonObject, into: Set<string>): void {
  for (const part of [state, ...objects(state['Choices']), ...objects(state['Catch'])]) {
    const assign = member(part, 'Assign');
    // A JSONPath name ends with `.$` where its value is a path.
    if (isObject(assign)) for (const name of Object.keys(assign)) into.add(name.endsWith('.$') ? name.slice(0, -2) : name);
  }
}

function objects(json: Json | undefined): readonly JsonObject[] {
  return isArray(json) ? json.filter(isObject) : [];
}

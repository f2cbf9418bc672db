import type { Json } from '@millrace/core';
import { createEngine, type Advance, type Engine, type ExecutionState, type Message } from '@millrace/asl';
import type { World } from '../host/types.ts';
import { definitions, frames, roots, under, type Ctx, type ExecutionRow, executionKey } from './rows.ts';

interface Kept {
  readonly turn: number;
  readonly state: ExecutionState;
}

/** What a host's engine keeps in memory. Rows are the truth: all of it is made again from them after a restart or a failed commit. */
interface Memory {
  readonly engine: Engine;
  readonly definitions: Map<string, Json>;
  readonly executions: Map<string, Kept>;
}

// By world, and every host has one of its own: two hosts in one process share nothing.
const memories = new WeakMap<World, Memory>();

function memoryOf(world: World): Memory {
  const known = memories.get(world);
  if (known !== undefined) return known;
  const made: Memory = { engine: createEngine({ random: () => world.random() }), definitions: new Map(), executions: new Map() };
  memories.set(world, made);
  return made;
}

export async function begin(ctx: Ctx, execution: ExecutionRow, context: Json): Promise<Advance> {
  const { engine } = memoryOf(ctx.world);
  const advance = await engine.start({ definition: definitionOf(ctx, execution), input: JSON.parse(execution.input) as Json, context, now: ctx.world.now() });
  save(ctx, executionKey(execution.machine, execution.name), 1, advance);
  return advance;
}

export async function proceed(ctx: Ctx, execution: ExecutionRow, messages: readonly Message[]): Promise<Advance> {
  const { engine } = memoryOf(ctx.world);
  const key = executionKey(execution.machine, execution.name);
  const { turn, state } = load(ctx, key);
  const advance = await engine.deliver(definitionOf(ctx, execution), state, messages, ctx.world.now());
  save(ctx, key, turn + 1, advance);
  return advance;
}

/** After the end: neither rows nor memory are needed any more, but for the count of events. */
export function forget(ctx: Ctx, key: string): void {
  memoryOf(ctx.world).executions.delete(key);
  for (const frame of frames.list(ctx, under(key, ''))) frames.remove(ctx, frame.key);
}

function definitionOf(ctx: Ctx, execution: ExecutionRow): Json {
  const { definitions: known } = memoryOf(ctx.world);
  const found = known.get(execution.definition);
  if (found !== undefined) return found;
  const json = JSON.parse(definitions.get(ctx, execution.definition) ?? 'null') as Json;
  known.set(execution.definition, json);
  return json;
}

function load(ctx: Ctx, key: string): Kept {
  const row = roots.get(ctx, key);
  if (row === null) throw new Error(`The execution '${key}' has no engine state: its rows are damaged.`);
  const kept = memoryOf(ctx.world).executions.get(key);
  if (kept?.turn === row.turn) return kept;
  const prefix = under(key, '');
  const saved = frames.list(ctx, prefix).map((frame): [string, Json] => [frame.key.slice(prefix.length), frame.row]);
  return { turn: row.turn, state: { root: row.root, frames: new Map(saved) } };
}

function save(ctx: Ctx, key: string, turn: number, advance: Advance): void {
  for (const id of advance.changed) frames.put(ctx, under(key, id), advance.state.frames.get(id) ?? null);
  for (const id of advance.removed) frames.remove(ctx, under(key, id));
  const before = roots.get(ctx, key)?.events ?? 0;
  roots.put(ctx, key, { turn, events: before + advance.events.length, root: advance.state.root });
  memoryOf(ctx.world).executions.set(key, { turn, state: advance.state });
}

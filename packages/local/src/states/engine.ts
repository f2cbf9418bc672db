import type { Json } from '@millrace/core';
import { createEngine, type Advance, type Engine, type ExecutionState, type Message } from '@millrace/asl';
import type { World } from '../host/types.ts';
import { isRecord } from '../service/input.ts';
import { definitions, frames, keyOf, roots, under, type Ctx, type ExecutionRow } from './rows.ts';

interface Kept {
  readonly turn: number;
  readonly state: ExecutionState;
}

/** What a host's engine keeps in memory. Rows are the truth: all of it is made again from them after a restart or a failed commit. */
interface Memory {
  readonly standard: Engine;
  readonly express: Engine;
  readonly definitions: Map<string, Json>;
  readonly executions: Map<string, Kept>;
}

// On AWS only Standard executions are limited in their events, and Express ones in their time. A loop that takes no time would hold this
// server for good.
const EXPRESS_EVENTS = 100_000;

// By world, and every host has one of its own: two hosts in one process share nothing.
const memories = new WeakMap<World, Memory>();

function memoryOf(world: World): Memory {
  const known = memories.get(world);
  if (known !== undefined) return known;
  const random = (): number => world.random();
  const made: Memory = { standard: createEngine({ random }), express: createEngine({ random, maxEvents: EXPRESS_EVENTS }), definitions: new Map(), executions: new Map() };
  memories.set(world, made);
  return made;
}

function engineOf(ctx: Ctx, { by }: ExecutionRow): Engine {
  const memory = memoryOf(ctx.world);
  return by.type === 'EXPRESS' ? memory.express : memory.standard;
}

export async function begin(ctx: Ctx, execution: ExecutionRow, context: Json): Promise<Advance> {
  const advance = await engineOf(ctx, execution).start({ definition: definitionOf(ctx, execution), input: JSON.parse(execution.input) as Json, context, now: ctx.world.now() }); // checked at the start
  save(ctx, keyOf(execution), 1, advance);
  return advance;
}

export async function proceed(ctx: Ctx, execution: ExecutionRow, messages: readonly Message[]): Promise<Advance> {
  const key = keyOf(execution);
  const { turn, state } = load(ctx, key);
  const advance = await engineOf(ctx, execution).deliver(definitionOf(ctx, execution), state, messages, ctx.world.now());
  save(ctx, key, turn + 1, advance);
  return advance;
}

/** Throws the engine's NotRedrivable. */
export async function goOn(ctx: Ctx, execution: ExecutionRow): Promise<Advance> {
  const key = keyOf(execution);
  const { turn, state } = load(ctx, key);
  const advance = await engineOf(ctx, execution).redrive(definitionOf(ctx, execution), state, ctx.world.now());
  save(ctx, key, turn + 1, advance);
  return advance;
}

/** After the end: memory is not needed any more, and frames only for a redrive. The count of events stays. */
export function forget(ctx: Ctx, key: string, redrivable: boolean): void {
  memoryOf(ctx.world).executions.delete(key);
  if (redrivable) return;
  const root = roots.get(ctx, key);
  if (root !== null) roots.put(ctx, key, { ...root, root: null });
  for (const frame of frames.list(ctx, under(key, ''))) frames.remove(ctx, frame.key);
}

/** Source: Step Functions quotas, maximum execution time of Express executions. */
const expressSeconds = 300;

function definitionOf(ctx: Ctx, { by }: ExecutionRow): Json {
  const { definitions: known } = memoryOf(ctx.world);
  const key = `${by.type} ${by.definition}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const json = JSON.parse(definitions.get(ctx, by.definition) ?? 'null') as Json; // checked when it was kept
  const made = by.type === 'EXPRESS' && isRecord(json) ? { ...json, TimeoutSeconds: shorter(json['TimeoutSeconds'] ?? null) } : json;
  known.set(key, made);
  return made;
}

function shorter(given: Json): number {
  return typeof given === 'number' ? Math.min(given, expressSeconds) : expressSeconds;
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

import type { Json } from '@millrace/core';
import type { Message } from '@millrace/asl';
import type { Effect, Operation, Tx, World } from '../host/types.ts';

/** One transaction: rows, world, and the effects that it gathers. */
export interface Ctx {
  readonly tx: Tx;
  readonly world: World;
  readonly effects: Effect[];
}

export function transaction(run: (ctx: Ctx, input: Json) => Json | Promise<Json>): Operation {
  return async (tx, input, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    return { output: await run(ctx, input), effects: ctx.effects };
  };
}

export type MachineRow = {
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly revision: number;
  readonly logging: Json;
  readonly tracing: Json;
  readonly tags: { readonly [key: string]: string };
};

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type ExecutionRow = {
  readonly machine: string;
  readonly name: string;
  /** Key of the definition as it was at the start: an update of the machine leaves executions alone. */
  readonly definition: string;
  readonly status: Status;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** Key of its entry in the list of executions. */
  readonly listed: string;
};

/** Where the engine stands with an execution, besides its frames. `turn` counts its steps, so that a kept copy can be told from an old one. */
export type RootRow = { readonly turn: number; readonly events: number; readonly root: Json };

/** Messages wait in rows of their own until the pump of their instant takes them all. */
export type PumpRow = { readonly armed: boolean; readonly next: number; readonly reads: number };

export type TaskRow = {
  readonly execution: string;
  readonly id: string;
  readonly resource: string;
  readonly arguments: Json;
  readonly phase: 'held' | 'calling' | 'running' | 'cancelled';
  readonly job: { readonly name: string; readonly run: string } | null;
};

interface Table<T extends Json> {
  get(ctx: Ctx, key: string): T | null;
  put(ctx: Ctx, key: string, row: T): void;
  remove(ctx: Ctx, key: string): void;
  list(ctx: Ctx, prefix?: string): readonly { readonly key: string; readonly row: T }[];
}
const table = <T extends Json>(kind: string): Table<T> => ({
  get: ({ tx }, key) => tx.get<T>(kind, key),
  put: ({ tx }, key, row) => tx.put(kind, key, row),
  remove: ({ tx }, key) => tx.remove(kind, key),
  list: ({ tx }, prefix = '') => tx.list<T>(kind, prefix),
});

export const machines = table<MachineRow>('machine');
/** Definition texts by their sha256. */
export const definitions = table<string>('definition');
export const executions = table<ExecutionRow>('execution');
/** Newest first per machine: its key sorts so, its row is the execution's key. */
export const listing = table<string>('listing');
export const roots = table<RootRow>('root');
export const frames = table<Json>('frame');
export const events = table<Json>('event');
export const pumps = table<PumpRow>('pump');
export const mail = table<Message>('mail');
export const tasks = table<TaskRow>('task');
/** Tasks that wait for the end of their instant. */
export const held = table<string>('held');
/** Glue job run id -> key of the task that waits for it. */
export const jobRuns = table<string>('jobRun');
const counters = table<number>('counter');

/** Names hold neither of the borders: see `checkName`. */
export const executionKey = (machine: string, name: string): string => `${machine}:${name}`;
export const under = (execution: string, part: string): string => `${execution}|${part}`;
export const padded = (n: number): string => String(n).padStart(12, '0');

export function newestFirst(ctx: Ctx): string {
  const next = (counters.get(ctx, 'executions') ?? 0) + 1;
  counters.put(ctx, 'executions', next);
  return padded(999_999_999_999 - next);
}

const partition = (world: World): string => (world.region.startsWith('cn-') ? 'aws-cn' : 'aws');
export const machineArn = (world: World, name: string): string => `arn:${partition(world)}:states:${world.region}:${world.account}:stateMachine:${name}`;
export const executionArn = (world: World, machine: string, name: string): string =>
  `arn:${partition(world)}:states:${world.region}:${world.account}:execution:${machine}:${name}`;

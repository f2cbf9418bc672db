import type { Json } from '@millrace/core';
import type { Message } from '@millrace/asl';
import type { Operation } from '../host/types.ts';
import { type Ctx, table, Waiting } from '../service/kit.ts';

export { type Ctx, Waiting } from '../service/kit.ts';

/** An operation or a handler over the rows, which may wait for what it has to read. */
export function transaction(run: (ctx: Ctx, input: Json) => Json | Waiting | Promise<Json | Waiting>): Operation {
  return async (tx, input, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    const output = await run(ctx, input);
    return output instanceof Waiting ? { output: null, effects: ctx.effects, waits: output.id } : { output, effects: ctx.effects };
  };
}

export type MachineType = 'STANDARD' | 'EXPRESS';
export type Tags = { readonly [key: string]: string };

/** What an execution runs by: a machine as it was when the execution started, or when a version was published. */
export type Revision = {
  readonly type: MachineType;
  /** Key of the definition's text. */
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: Json;
  readonly tracing: Json;
  readonly encryption: Json;
  /** How often the definition or the role has changed; none is the first. */
  readonly revision: number;
  readonly updatedAt: number | null;
};

export type MachineRow = Revision & {
  readonly name: string;
  readonly createdAt: number;
  readonly tags: Tags;
  /** The highest number that a version ever had. */
  readonly lastVersion: number;
  /** What the creation asked for besides: the same creation again is no error. */
  readonly created: { readonly publish: boolean; readonly description: string };
};

export type VersionRow = Revision & {
  readonly machine: string;
  readonly number: number;
  readonly description: string;
  readonly createdAt: number;
};

export type AliasRow = {
  readonly machine: string;
  readonly name: string;
  readonly description: string;
  readonly routing: readonly { readonly version: number; readonly weight: number }[];
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type ExecutionRow = {
  readonly machine: string;
  readonly name: string;
  /** The last part of the ARN of an Express execution; null for a Standard one. */
  readonly express: string | null;
  /** The machine as it was at the start: an update leaves executions alone. */
  readonly by: Revision;
  readonly version: number | null;
  readonly alias: string | null;
  readonly status: Status;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly traceHeader: string | null;
  /** Key of its entry in the list of executions; '' for one that is not listed. */
  readonly listed: string;
  /** The answer that a StartSyncExecution waits for. */
  readonly awaited: string | null;
  /** Whether that answer holds input and output. */
  readonly awaitsData: boolean;
  readonly redrives: number;
  readonly redrivenAt: number | null;
  /** The client token of the last redrive. */
  readonly redriveToken: string | null;
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
  readonly token: string | null;
  /** `waiting`: for a job run, a nested execution, a worker or whoever has the token. */
  readonly phase: 'held' | 'calling' | 'waiting' | 'cancelled';
  readonly job: { readonly name: string; readonly run: string } | null;
  /** Key of the nested execution that it waits for. */
  readonly child: string | null;
  /** Its place among the tasks of an activity that no worker has taken. */
  readonly queued: string | null;
  /** An answer by its token that came before the call itself had answered. */
  readonly early: Message | null;
};

export type ActivityRow = { readonly name: string; readonly createdAt: number; readonly tags: Tags; readonly encryption: Json };
/** A worker that waits for a task. */
export type PollRow = { readonly id: string; readonly worker: string | null };

/** What a distributed Map has started: `event` is that of its start. */
export type MapRunRow = { readonly arn: string; readonly execution: string; readonly event: number };

export const machines = table<MachineRow>('machine');
/** By machine and number, both of twelve digits: see `under`. */
export const versions = table<VersionRow>('version');
export const aliases = table<AliasRow>('alias');
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
/** Key of a nested execution -> key of the task that waits for it. */
export const children = table<string>('child');
export const activities = table<ActivityRow>('activity');
/** Tasks of activities that no worker has taken: keys of tasks, oldest first per activity. */
export const queue = table<string>('queue');
/** Workers that wait, oldest first per activity. */
export const polls = table<PollRow>('poll');
/** By execution and the event of its start. */
export const mapRuns = table<MapRunRow>('mapRun');
/** ARN of a map run -> its key. */
export const mapRunNames = table<string>('mapRunName');
const counters = table<number>('counter');

/** Names hold neither of the borders: see `checkName`. */
export const executionKey = (machine: string, name: string, express: string | null = null): string => `${machine}:${name}${express === null ? '' : `:${express}`}`;
export const keyOf = (row: Pick<ExecutionRow, 'machine' | 'name' | 'express'>): string => executionKey(row.machine, row.name, row.express);
export const under = (of: string, part: string): string => `${of}|${part}`;
export const padded = (n: number): string => String(n).padStart(12, '0');

/** A number that is higher each time. */
export function nextNumber(ctx: Ctx, counter: string): number {
  const next = (counters.get(ctx, counter) ?? 0) + 1;
  counters.put(ctx, counter, next);
  return next;
}

/** A key that sorts before all that were made before it. */
export function newestFirst(ctx: Ctx): string {
  return padded(999_999_999_999 - nextNumber(ctx, 'executions'));
}

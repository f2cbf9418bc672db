import type { Json } from '@millrace/core';
import { type Ctx, below, key, newestFirst, oldestFirst, table } from './kit.ts';

/** The place of an attempt in a workflow run. */
export type NodeRef = { readonly workflow: string; readonly runId: string; readonly type: 'JOB' | 'CRAWLER'; readonly name: string };

/** As AWS shows it; timestamps in epoch seconds, `Timeout` in minutes, `ExecutionTime` in seconds. */
export type JobRun = {
  readonly Id: string;
  readonly Attempt: number;
  readonly PreviousRunId?: string;
  readonly TriggerName?: string;
  readonly JobName: string;
  readonly StartedOn: number;
  readonly LastModifiedOn: number;
  readonly CompletedOn?: number;
  readonly JobRunState: string;
  readonly Arguments: Readonly<Record<string, string>>;
  readonly ErrorMessage?: string;
  readonly PredecessorRuns: readonly Json[];
  readonly ExecutionTime: number;
  readonly Timeout: number;
  readonly LogGroupName: string;
  readonly AllocatedCapacity?: number;
  readonly MaxCapacity?: number;
  readonly WorkerType?: string;
  readonly NumberOfWorkers?: number;
  readonly SecurityConfiguration?: string;
  readonly NotificationProperty?: Json;
  readonly GlueVersion?: string;
  readonly ExecutionClass?: string;
  readonly JobMode?: string;
  readonly JobRunQueuingEnabled?: boolean;
  readonly StateDetail?: string;
};
export type JobRunRow = {
  readonly run: JobRun;
  /** What the script gets: defaults, run arguments and non-overridable ones merged. */
  readonly args: Readonly<Record<string, string>>;
  readonly script: string;
  readonly pythonVersion: string;
  /** Of a Python shell job. */
  readonly shell: boolean;
  readonly retriesLeft: number;
  readonly stopAsked: boolean;
  readonly node: NodeRef | null;
};

const runs = table<JobRunRow>('jobRun');
const order = table<string>('jobRunOrder');
const live = table<true>('jobRunLive');
/** How many runs of a job are live: a count, so that a start lists nothing. */
const liveCounts = table<number>('jobRunLiveCount');
/** Runs that wait for room, in the order that they came. */
const queue = table<string>('jobRunQueue');
const terminal: ReadonlySet<string> = new Set(['STOPPED', 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'ERROR']);

export const isTerminal = (state: string): boolean => terminal.has(state);
export const jobRunRow = (ctx: Ctx, job: string, id: string): JobRunRow | null => runs.get(ctx, key(job, id));
export const liveCount = (ctx: Ctx, job: string): number => liveCounts.get(ctx, key(job)) ?? 0;

/** A new run: kept, listed first, and counted as live unless it ended at once. */
export function addJobRun(ctx: Ctx, row: JobRunRow): void {
  saveJobRun(ctx, row);
  order.put(ctx, key(row.run.JobName, newestFirst(ctx)), row.run.Id);
}
export function saveJobRun(ctx: Ctx, row: JobRunRow): void {
  const at = key(row.run.JobName, row.run.Id);
  runs.put(ctx, at, row);
  const [was, is] = [live.get(ctx, at) !== null, !isTerminal(row.run.JobRunState) && row.run.JobRunState !== 'WAITING'];
  if (was === is) return;
  if (is) live.put(ctx, at, true);
  else live.remove(ctx, at);
  liveCounts.put(ctx, key(row.run.JobName), liveCount(ctx, row.run.JobName) + (is ? 1 : -1));
}

/** Puts a WAITING run behind those that wait already. */
export function enqueue(ctx: Ctx, row: JobRunRow): void {
  queue.put(ctx, key(row.run.JobName, oldestFirst(ctx)), row.run.Id);
}
/** Takes out the run that waits longest; one that was stopped meanwhile is passed over. */
export function dequeue(ctx: Ctx, job: string): JobRunRow | null {
  for (const { key: at, row: id } of queue.list(ctx, below(job))) {
    queue.remove(ctx, at);
    const row = jobRunRow(ctx, job, id);
    if (row?.run.JobRunState === 'WAITING') return row;
  }
  return null;
}
/** Ids of a job's runs, newest first. */
export const jobRunOrder = (ctx: Ctx, job: string): readonly { readonly key: string; readonly row: string }[] => order.list(ctx, below(job));

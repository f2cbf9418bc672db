import type { Json } from '@millrace/core';
import { type Ctx } from './kit.ts';
/** The place of an attempt in a workflow run. */
export type NodeRef = {
    readonly workflow: string;
    readonly runId: string;
    readonly type: 'JOB' | 'CRAWLER';
    readonly name: string;
};
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
};
export type JobRunRow = {
    readonly run: JobRun;
    /** What the script gets: defaults, run arguments and non-overridable ones merged. */
    readonly args: Readonly<Record<string, string>>;
    readonly script: string;
    readonly pythonVersion: string;
    readonly retriesLeft: number;
    readonly stopAsked: boolean;
    readonly node: NodeRef | null;
};
export declare const isTerminal: (state: string) => boolean;
export declare const jobRunRow: (ctx: Ctx, job: string, id: string) => JobRunRow | null;
export declare const liveCount: (ctx: Ctx, job: string) => number;
/** A new run: kept, listed first, and counted as live unless it ended at once. */
export declare function addJobRun(ctx: Ctx, row: JobRunRow): void;
export declare function saveJobRun(ctx: Ctx, row: JobRunRow): void;
/** Ids of a job's runs, newest first. */
export declare const jobRunOrder: (ctx: Ctx, job: string) => readonly {
    readonly key: string;
    readonly row: string;
}[];

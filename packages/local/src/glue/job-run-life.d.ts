import { type JobRun, type JobRunRow, type NodeRef } from './job-run-rows.ts';
import type { Job } from './jobs.ts';
import { type Ctx } from './kit.ts';
export interface StartOptions {
    readonly runArguments: Readonly<Record<string, string>>;
    /** Defaults do not shine through where true: one reading of a trigger action's Arguments. */
    readonly replaceDefaults: boolean;
    readonly settings: Partial<Pick<JobRun, 'Timeout' | 'SecurityConfiguration' | 'NotificationProperty' | 'WorkerType' | 'NumberOfWorkers' | 'MaxCapacity' | 'AllocatedCapacity' | 'ExecutionClass'>>;
    readonly trigger: string | null;
    readonly node: NodeRef | null;
}
/** Starts a run, or throws ConcurrentRunsExceededException. */
export declare function startRun(ctx: Ctx, job: Job, options: StartOptions): JobRunRow;
/** A run that could not start: a trigger named a job that is gone or busy. */
export declare function refusedRun(ctx: Ctx, jobName: string, trigger: string, node: NodeRef, state: 'ERROR' | 'FAILED', message: string): void;
/** Asks a live run to stop; it ends as its work ends. */
export declare function askToStop(ctx: Ctx, row: JobRunRow): void;
export declare const jobRunHandlers: {
    jobRunEnded: import("../host/types.ts").Operation;
    jobRunTimedOut: import("../host/types.ts").Operation;
};

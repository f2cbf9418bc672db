import type { NodeRef } from './job-run-rows.ts';
import { type Ctx } from './kit.ts';
export type Condition = {
    readonly LogicalOperator: 'EQUALS';
    readonly JobName?: string;
    readonly State?: string;
    readonly CrawlerName?: string;
    readonly CrawlState?: string;
};
/** A job or crawler in one workflow run. */
export type RunNode = {
    readonly type: 'JOB' | 'CRAWLER';
    readonly name: string;
    /** Triggers that watch it. */
    readonly watchers: readonly string[];
    /** Its job runs or crawls, oldest first. */
    readonly attempts: readonly string[];
    /** How the last attempt that counted ended; null before. */
    readonly last: string | null;
    /** All states that attempts which counted ended in. */
    readonly ever: readonly string[];
    /** Its attempts were made by the run that this one resumes. */
    readonly kept: boolean;
};
export declare const runNodes: import("./kit.ts").Table<RunNode>;
export declare const nodeKey: (runId: string, type: RunNode['type'], name: string) => string;
/** Attempts under way in a run: how StopWorkflowRun finds them. */
export declare const liveAttempts: import("./kit.ts").Table<NodeRef>;
/** Ends that no trigger has looked at yet. */
export declare const unseenEnds: import("./kit.ts").Table<{
    readonly type: RunNode['type'];
    readonly name: string;
    readonly state: string;
}>;
/** How many attempts of a run are live: a count, so that nothing is listed at each end. */
export declare const liveCounts: import("./kit.ts").Table<number>;
export declare function attemptStarted(ctx: Ctx, ref: NodeRef, attempt: string): void;
/** Records an end. Triggers look at it later in the same instant, when all ends of the instant are recorded. */
export declare function attemptEnded(ctx: Ctx, ref: NodeRef, attempt: string, state: string, retried: boolean): void;
export declare function scheduleReaction(ctx: Ctx, { workflow, runId }: Pick<NodeRef, 'workflow' | 'runId'>): void;
export type Action = {
    readonly JobName?: string;
    readonly CrawlerName?: string;
    readonly Arguments?: Readonly<Record<string, string>>;
    readonly Timeout?: number;
    readonly SecurityConfiguration?: string;
};
/** A trigger as it was when the run started. */
export type RunTrigger = {
    readonly name: string;
    readonly isStart: boolean;
    readonly active: boolean;
    readonly logical: 'AND' | 'ANY';
    readonly conditions: readonly Condition[];
    readonly actions: readonly Action[];
    /** Fired in this run, or in the run that it resumes and not to be fired again. */
    readonly fired: boolean;
};
export declare const runTriggers: import("./kit.ts").Table<RunTrigger>;
export declare const runTriggerList: (ctx: Ctx, runId: string) => readonly RunTrigger[];

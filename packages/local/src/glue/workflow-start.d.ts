import { type Ctx } from './kit.ts';
import { type RunNode, type RunTrigger } from './run-progress.ts';
import { type RunKey } from './run-rows.ts';
import { type Trigger } from './trigger-rules.ts';
export type Workflow = {
    readonly Name: string;
    readonly Description?: string;
    readonly DefaultRunProperties: Readonly<Record<string, string>>;
    readonly CreatedOn: number;
    readonly LastModifiedOn: number;
    readonly MaxConcurrentRuns?: number;
};
export declare const workflows: import("./kit.ts").Table<Workflow>;
export declare function workflowNamed(ctx: Ctx, given: string): Workflow;
export declare const triggersOf: (ctx: Ctx, workflow: string) => readonly Trigger[];
/** Throws ConcurrentRunsExceededException: Glue never queues a workflow run. */
export declare function needRoom(ctx: Ctx, workflow: Workflow): void;
/** Starts a run on a snapshot of the graph: later edits of triggers do not touch it. */
export declare function startWorkflow(ctx: Ctx, workflow: Workflow, properties: Readonly<Record<string, string>>): string;
export declare function writeGraph(ctx: Ctx, { runId }: RunKey, snapshot: readonly RunTrigger[], nodes: readonly RunNode[]): void;
export declare const target: (one: {
    readonly JobName?: string;
    readonly CrawlerName?: string;
}) => [type: RunNode['type'], name: string];

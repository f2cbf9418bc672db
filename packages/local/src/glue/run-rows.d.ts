import { type Ctx } from './kit.ts';
export type RunKey = {
    readonly workflow: string;
    readonly runId: string;
};
export type WorkflowRun = {
    readonly Name: string;
    readonly WorkflowRunId: string;
    readonly PreviousRunId?: string;
    readonly WorkflowRunProperties: Readonly<Record<string, string>>;
    readonly StartedOn: number;
    readonly CompletedOn?: number;
    readonly Status: 'RUNNING' | 'COMPLETED' | 'STOPPING' | 'STOPPED' | 'ERROR';
    readonly ErrorMessage?: string;
};
export declare const workflowRun: (ctx: Ctx, workflow: string, runId: string) => WorkflowRun | null;
export declare const liveRuns: (ctx: Ctx, workflow: string) => number;
/** Ids, newest first. */
export declare const runOrder: (ctx: Ctx, workflow: string) => readonly {
    readonly key: string;
    readonly row: string;
}[];
export declare function saveRun(ctx: Ctx, run: WorkflowRun): void;
export declare function addRun(ctx: Ctx, run: WorkflowRun): void;

import type { Json } from '@millrace/core';
import { type Ctx } from './kit.ts';
import { type RunTrigger } from './run-progress.ts';
/** Stable over a workflow's runs, so that what was read from one run can name a node of the next. */
export declare const uniqueId: (workflow: string, type: 'JOB' | 'CRAWLER' | 'TRIGGER', name: string) => string;
type GraphTrigger = Pick<RunTrigger, 'name' | 'actions' | 'conditions'>;
export declare function edgesOf(workflow: string, all: readonly GraphTrigger[]): readonly Json[];
/** The graph as designed, without runs. */
export declare function designGraph(ctx: Ctx, workflow: string, all: readonly {
    readonly Name: string;
}[]): Json;
export declare function runGraph(ctx: Ctx, workflow: string, runId: string): Json;
/** Each node counts once, by its last attempt; one that never ran counts in the total alone. */
export declare function statistics(ctx: Ctx, runId: string): Json;
export {};

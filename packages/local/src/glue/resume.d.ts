import { type Ctx } from './kit.ts';
import { type WorkflowRun } from './run-rows.ts';
import { type Workflow } from './workflow-start.ts';
/**
 * Reruns the named nodes and everything downstream in a new run; all else is kept as it ended. Gives back the new run and the nodes that
 * it starts from: a node that another one will reach anyway is not among them.
 */
export declare function resume(ctx: Ctx, workflow: Workflow, original: WorkflowRun, nodeIds: readonly string[]): {
    readonly runId: string;
    readonly nodeIds: readonly string[];
};

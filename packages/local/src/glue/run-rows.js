import { below, key, newestFirst, table } from './kit.js';
const runs = table('workflowRun');
const order = table('workflowRunOrder');
const live = table('workflowRunLive');
export const workflowRun = (ctx, workflow, runId) => runs.get(ctx, key(workflow, runId));
export const liveRuns = (ctx, workflow) => live.list(ctx, below(workflow)).length;
/** Ids, newest first. */
export const runOrder = (ctx, workflow) => order.list(ctx, below(workflow));
export function saveRun(ctx, run) {
    const at = key(run.Name, run.WorkflowRunId);
    runs.put(ctx, at, run);
    if (run.CompletedOn === undefined)
        live.put(ctx, at, true);
    else
        live.remove(ctx, at);
}
export function addRun(ctx, run) {
    saveRun(ctx, run);
    order.put(ctx, key(run.Name, newestFirst(ctx)), run.WorkflowRunId);
}

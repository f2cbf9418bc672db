import { below, key, newestFirst, table } from './kit.js';
const runs = table('jobRun');
const order = table('jobRunOrder');
const live = table('jobRunLive');
const terminal = new Set(['STOPPED', 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'ERROR']);
export const isTerminal = (state) => terminal.has(state);
export const jobRunRow = (ctx, job, id) => runs.get(ctx, key(job, id));
export const liveCount = (ctx, job) => live.list(ctx, below(job)).length;
/** A new run: kept, listed first, and counted as live unless it ended at once. */
export function addJobRun(ctx, row) {
    saveJobRun(ctx, row);
    order.put(ctx, key(row.run.JobName, newestFirst(ctx)), row.run.Id);
}
export function saveJobRun(ctx, row) {
    const at = key(row.run.JobName, row.run.Id);
    runs.put(ctx, at, row);
    if (isTerminal(row.run.JobRunState))
        live.remove(ctx, at);
    else
        live.put(ctx, at, true);
}
/** Ids of a job's runs, newest first. */
export const jobRunOrder = (ctx, job) => order.list(ctx, below(job));

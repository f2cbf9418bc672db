import { below, type Ctx, key, newestFirst, table } from './kit.ts';

export type RunKey = { readonly workflow: string; readonly runId: string };
export type WorkflowRun = {
  readonly Name: string;
  readonly WorkflowRunId: string;
  readonly PreviousRunId?: string;
  readonly WorkflowRunProperties: Readonly<Record<string, string>>;
  readonly StartedOn: number;
  readonly CompletedOn?: number;
  readonly Status: 'RUNNING' | 'COMPLETED' | 'STOPPING' | 'STOPPED' | 'ERROR';
  readonly ErrorMessage?: string;
  /** What of an EVENT trigger's batch was full. Seconds. */
  readonly StartingEventBatchCondition?: { readonly BatchSize?: number; readonly BatchWindow?: number };
};
const runs = table<WorkflowRun>('workflowRun');
const order = table<string>('workflowRunOrder');
const live = table<true>('workflowRunLive');
/** How many runs of a workflow are live: a count, so that a start lists nothing. */
const liveCounts = table<number>('workflowRunLiveCount');

export const workflowRun = (ctx: Ctx, workflow: string, runId: string): WorkflowRun | null => runs.get(ctx, key(workflow, runId));
export const liveRuns = (ctx: Ctx, workflow: string): number => liveCounts.get(ctx, key(workflow)) ?? 0;
/** Ids, newest first. */
export const runOrder = (ctx: Ctx, workflow: string): readonly { readonly key: string; readonly row: string }[] => order.list(ctx, below(workflow));

export function saveRun(ctx: Ctx, run: WorkflowRun): void {
  const at = key(run.Name, run.WorkflowRunId);
  runs.put(ctx, at, run);
  const [was, is] = [live.get(ctx, at) !== null, run.CompletedOn === undefined];
  if (was === is) return;
  if (is) live.put(ctx, at, true);
  else live.remove(ctx, at);
  liveCounts.put(ctx, key(run.Name), liveRuns(ctx, run.Name) + (is ? 1 : -1));
}
export function addRun(ctx: Ctx, run: WorkflowRun): void {
  saveRun(ctx, run);
  order.put(ctx, key(run.Name, newestFirst(ctx)), run.WorkflowRunId);
}

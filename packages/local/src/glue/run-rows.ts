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
};
const runs = table<WorkflowRun>('workflowRun');
const order = table<string>('workflowRunOrder');
const live = table<true>('workflowRunLive');

export const workflowRun = (ctx: Ctx, workflow: string, runId: string): WorkflowRun | null => runs.get(ctx, key(workflow, runId));
export const liveRuns = (ctx: Ctx, workflow: string): number => live.list(ctx, below(workflow)).length;
/** Ids, newest first. */
export const runOrder = (ctx: Ctx, workflow: string): readonly { readonly key: string; readonly row: string }[] => order.list(ctx, below(workflow));

export function saveRun(ctx: Ctx, run: WorkflowRun): void {
  const at = key(run.Name, run.WorkflowRunId);
  runs.put(ctx, at, run);
  if (run.CompletedOn === undefined) live.put(ctx, at, true);
  else live.remove(ctx, at);
}
export function addRun(ctx: Ctx, run: WorkflowRun): void {
  saveRun(ctx, run);
  order.put(ctx, key(run.Name, newestFirst(ctx)), run.WorkflowRunId);
}

import { isLiveState, type RunSnapshot, type RunSummary } from '@millrace/core';
import type { RunnerContext } from './context.ts';
import { isOutside, outsideRunId, workflowRuns } from './native.ts';

/** Newest first: the runs of the index, and workflow runs that were started outside Millrace. */
export async function list(context: RunnerContext, limit: number, describe: (run: string) => Promise<RunSnapshot>): Promise<readonly RunSummary[]> {
  const ids = [...(await context.store.listRuns(limit, 'glue')), ...(await outsideRuns(context, limit))];
  const summaries: RunSummary[] = [];
  for (const id of new Set(ids)) summaries.push(summary(await describe(id)));
  return summaries.sort((a, b) => b.start - a.start || (a.run < b.run ? 1 : -1)).slice(0, limit);
}

async function outsideRuns(context: RunnerContext, limit: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const run of workflowRuns(context)) {
    if (isOutside(run) && run.WorkflowRunId !== undefined) found.push(outsideRunId(run.WorkflowRunId));
    if (found.length >= limit) break;
  }
  return found;
}

function summary({ run, state, ahead, continuations, asOf }: RunSnapshot): RunSummary {
  const last = continuations.at(-1);
  return { run, state, ...(ahead === undefined ? {} : { ahead }), start: continuations[0]?.start ?? asOf, end: isLiveState(state) ? null : (last?.end ?? null) };
}

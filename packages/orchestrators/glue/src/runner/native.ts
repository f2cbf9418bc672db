import type { Continuation } from '@millrace/workload';
import { isAwsError, type WorkflowRun } from '../port.ts';
import { CONTINUATION, RUN, type RunnerContext } from './context.ts';

const PAGE = 100;

export async function workflowRun({ port, workflow }: RunnerContext, nativeId: string): Promise<WorkflowRun | null> {
  try {
    return (await port.call('GetWorkflowRun', { Name: workflow, RunId: nativeId, IncludeGraph: true })).Run ?? null;
  } catch (error) {
    if (isAwsError(error, 'EntityNotFoundException')) return null;
    throw error;
  }
}

/** All workflow runs that Glue still knows (90 days), page by page. */
export async function* workflowRuns({ port, workflow }: RunnerContext): AsyncGenerator<WorkflowRun> {
  let token: string | undefined;
  do {
    const page = await port.call('GetWorkflowRuns', { Name: workflow, MaxResults: PAGE, ...(token === undefined ? {} : { NextToken: token }) });
    yield* page.Runs ?? [];
    token = page.NextToken;
  } while (token !== undefined && token !== '');
}

/**
 * Finds the workflow run of a continuation whose start was not recorded, since someone died in between: a fresh one by its
 * properties, a resumed one by the run that it continues.
 *
 * @param taken workflow runs that serve other continuations: each serves one
 */
export async function findNative(context: RunnerContext, run: string, continuation: Continuation, previous: string | null, taken: ReadonlySet<string> = new Set()): Promise<WorkflowRun | null> {
  for await (const one of workflowRuns(context)) {
    if (taken.has(one.WorkflowRunId ?? '')) continue;
    const properties = one.WorkflowRunProperties ?? {};
    const resumed = one.PreviousRunId !== undefined && one.PreviousRunId !== '';
    const fits = continuation.means === 'native'
      ? previous !== null && one.PreviousRunId === previous
      : !resumed && properties[RUN] === run && properties[CONTINUATION] === String(continuation.n);
    if (fits) return one;
  }
  return null;
}

/** The run id of a workflow run that was started outside Millrace; the bootstrap makes the same. */
export const outsideRunId = (nativeId: string): string => nativeId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');

/** True for the first workflow run of a run that was started outside Millrace. */
export const isOutside = (run: WorkflowRun): boolean =>
  run.WorkflowRunProperties?.[RUN] === undefined && (run.PreviousRunId === undefined || run.PreviousRunId === '');

/** Epoch seconds to milliseconds. */
export const milliseconds = (seconds: number | undefined): number | null => (seconds === undefined ? null : Math.round(seconds * 1000));

import { isContinuation, isRunId } from '@millrace/runtime';
import type { Continuation } from '@millrace/workload';
import { isAwsError, type WorkflowRun } from '../port.ts';
import { CONTINUATION, RUN, type RunnerContext } from './context.ts';

/** As many as Glue gives in one answer. */
const PAGE = 1000;

/** What was deployed is not there any more, and Millrace did not remove it. */
export class WorkflowGone extends Error {
  override readonly name = 'WorkflowGone';
  readonly hint = '`millrace deploy` makes it again.';
  constructor(workflow: string) {
    super(`The workflow '${workflow}' was deleted outside Millrace.`);
  }
}

/** A call that speaks of nothing but the workflow itself. */
export async function ofWorkflow<T>({ workflow }: Pick<RunnerContext, 'workflow'>, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isAwsError(error, 'EntityNotFoundException') ? new WorkflowGone(workflow) : error;
  }
}

export async function workflowRun({ port, workflow }: RunnerContext, nativeId: string): Promise<WorkflowRun | null> {
  try {
    return (await port.call('GetWorkflowRun', { Name: workflow, RunId: nativeId, IncludeGraph: true })).Run ?? null;
  } catch (error) {
    if (isAwsError(error, 'EntityNotFoundException')) return null;
    throw error;
  }
}

/** All workflow runs that Glue still knows (90 days), page by page, in no order that is documented. */
export async function* workflowRuns(context: RunnerContext): AsyncGenerator<WorkflowRun> {
  const { port, workflow } = context;
  let token: string | undefined;
  do {
    const page = await ofWorkflow(context, port.call('GetWorkflowRuns', { Name: workflow, MaxResults: PAGE, ...(token === undefined ? {} : { NextToken: token }) }));
    yield* page.Runs ?? [];
    token = page.NextToken;
  } while (token !== undefined && token !== '');
}

/**
 * Finds the workflow run of a continuation whose start was not recorded, since someone died in between: a fresh one by its
 * properties, a resumed one by the run that it continues. Properties may have been copied since: the first that has them is the one.
 *
 * @param taken workflow runs that serve other continuations: each serves one
 */
export async function findNative(context: RunnerContext, run: string, continuation: Pick<Continuation, 'n' | 'means'>, previous: string | null, taken: ReadonlySet<string> = new Set()): Promise<WorkflowRun | null> {
  let first: WorkflowRun | null = null;
  for await (const one of workflowRuns(context)) {
    if (taken.has(one.WorkflowRunId ?? '')) continue;
    const properties = one.WorkflowRunProperties ?? {};
    const fits = continuation.means === 'native' ? previous !== null && one.PreviousRunId === previous : !isResumed(one) && properties[RUN] === run && properties[CONTINUATION] === String(continuation.n);
    if (fits && (first === null || (one.StartedOn ?? 0) < (first.StartedOn ?? 0))) first = one;
  }
  return first;
}

/** The run id of a workflow run that was started outside Millrace; the bootstrap makes the same. */
export const outsideRunId = (nativeId: string): string => nativeId.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');

const isResumed = ({ PreviousRunId }: WorkflowRun): boolean => PreviousRunId !== undefined && PreviousRunId !== '';

/**
 * True for the first workflow run of a run that was started outside Millrace: without properties of a run, or with those of a run that another
 * workflow run serves.
 */
export async function isOutside({ store }: RunnerContext, one: WorkflowRun): Promise<boolean> {
  if (isResumed(one)) return false;
  const { [RUN]: run, [CONTINUATION]: n = '1' } = one.WorkflowRunProperties ?? {};
  if (run === undefined || !isRunId(run) || !isContinuation(n)) return true;
  const native = await store.readNative(run, Number(n));
  // A start that is not recorded yet is the run's own, if somebody has opened that continuation.
  return native === null ? n !== '1' && (await store.readContinuation(run, Number(n))) === null : native.nativeId !== one.WorkflowRunId;
}

/** The run that a workflow run serves. */
export async function runServedBy(context: RunnerContext, one: WorkflowRun): Promise<string> {
  const id = one.WorkflowRunId ?? '';
  if (await isOutside(context, one)) return outsideRunId(id);
  const known = (await context.store.runOfNative(id))?.run ?? one.WorkflowRunProperties?.[RUN];
  if (known !== undefined) return known;
  const before = one.PreviousRunId === undefined ? null : await workflowRun(context, one.PreviousRunId);
  return before === null ? outsideRunId(id) : await runServedBy(context, before);
}

export const isLiveNative = (one: Pick<WorkflowRun, 'Status'> | null): boolean => one?.Status === 'RUNNING' || one?.Status === 'STOPPING';

/** Epoch seconds to milliseconds. */
export const milliseconds = (seconds: number | undefined): number | null => (seconds === undefined ? null : Math.round(seconds * 1000));

import { outcomeOfJobRun, type NativeSpan, type ObservedContinuation, type SnapshotInput } from '@millrace/workload';
import type { WorkflowRun } from '../port.ts';
import { attemptsOf } from './attempts.ts';
import type { RunnerContext } from './context.ts';
import type { Gathered, Served } from './gather.ts';
import { isLiveNative, milliseconds, workflowRun } from './native.ts';

/** Reads what Glue and the run's folder say into the facts that a snapshot is made of. */
export async function observeRun(context: RunnerContext, gathered: Gathered): Promise<SnapshotInput> {
  const { run, record, served } = gathered;
  const { store, nodes } = context;
  const [markers, calls, stop, skipped, refused] = await Promise.all([store.readMarkers(run), store.readCalls(run), store.readStop(run), store.readSkipped(run), store.readRefused(run)]);
  return {
    pipeline: context.pipeline,
    record,
    continuations: served.map((one) => continuationOf(one, context)),
    attempts: attemptsOf(nodes, served, { markers, calls }),
    stop,
    skipped,
    refused,
    ahead: await aheadOf(context, run, served.at(-1)?.native ?? null),
    now: context.clock.now(),
  };
}

function continuationOf({ continuation, native }: Served, context: RunnerContext): ObservedContinuation {
  const { native: recorded, ...record } = continuation;
  if (recorded === null) return { ...record, native: null };
  return { ...record, native: native === null ? forgotten(recorded) : { ...spanOf(native, recorded.nativeId), ...refusal(native, context) } };
}

/** Glue keeps runs for 90 days: what is left is that it was there. */
const forgotten = ({ nativeId, at }: { readonly nativeId: string; readonly at: number }): NativeSpan => ({ nativeId, start: at, end: at, state: 'ended' });

function spanOf(run: WorkflowRun, nativeId: string): NativeSpan {
  const live = isLiveNative(run);
  return {
    nativeId,
    start: milliseconds(run.StartedOn) ?? 0,
    end: live ? null : milliseconds(run.CompletedOn),
    state: live ? 'running' : run.Status === 'STOPPED' ? 'stopped' : 'ended',
  };
}

/** Why the opener let nothing start: no step tells it. */
function refusal(run: WorkflowRun, { nodes, opener }: RunnerContext): { readonly message?: string } {
  if (nodes.plan.opener === null) return {};
  const runs = run.Graph?.Nodes?.find(({ Type, Name }) => Type === 'JOB' && Name === opener)?.JobDetails?.JobRuns ?? [];
  const message = runs.find(({ JobRunState }) => outcomeOfJobRun(JobRunState ?? '') === 'failed')?.ErrorMessage;
  return message === undefined ? {} : { message };
}

/** How many runs have their turn before this one; 0 as soon as it has its own. A ticket whose run was killed counts until the next run passes it. */
async function aheadOf(context: RunnerContext, run: string, native: WorkflowRun | null): Promise<number> {
  const { store, pipeline, opener } = context;
  const waits = native?.Status === 'RUNNING' && (native.Graph?.Nodes ?? []).some(({ Type, Name, JobDetails }) => Type === 'JOB' && Name === opener && (JobDetails?.JobRuns ?? []).some(({ JobRunState }) => JobRunState === 'RUNNING'));
  if (pipeline.overlap !== 'queue' || !waits) return 0;
  const [holder, queue] = await Promise.all([store.readHolder(), store.listQueue()]);
  if (holder === null || holder.nativeId === native.WorkflowRunId) return 0;
  const at = queue.indexOf(run);
  return (at === -1 ? queue.length : at) + (isLiveNative(await workflowRun(context, holder.nativeId)) ? 1 : 0);
}

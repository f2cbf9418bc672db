import type { Step } from '@millrace/core';
import { outcomeOfCrawl, outcomeOfJobRun, type Marker, type NativeSpan, type ObservedAttempt, type ObservedContinuation, type SnapshotInput } from '@millrace/workload';
import type { GraphNode, WorkflowRun } from '../port.ts';
import type { RunnerContext } from './context.ts';
import type { Gathered, Served } from './gather.ts';
import { milliseconds } from './native.ts';
import { stepsByNode } from './nodes.ts';

/** Reads what Glue and the run's folder say into the facts that a snapshot is made of. */
export async function observeRun(context: RunnerContext, gathered: Gathered): Promise<SnapshotInput> {
  const { run, record, served } = gathered;
  const [markers, stop] = await Promise.all([context.store.readMarkers(run), context.store.readStop(run)]);
  return {
    pipeline: context.pipeline,
    record,
    continuations: served.map(continuationOf),
    attempts: attemptsOf(context, served, markers),
    stop,
    now: context.clock.now(),
  };
}

function continuationOf({ continuation, native }: Served): ObservedContinuation {
  const { native: recorded, ...record } = continuation;
  if (recorded === null) return { ...record, native: null };
  return { ...record, native: native === null ? forgotten(recorded) : spanOf(native, recorded.nativeId) };
}

/** Glue keeps runs for 90 days: what is left is that it was there. */
const forgotten = ({ nativeId, at }: { readonly nativeId: string; readonly at: number }): NativeSpan => ({ nativeId, start: at, end: at, state: 'ended' });

function spanOf(run: WorkflowRun, nativeId: string): NativeSpan {
  const live = run.Status === 'RUNNING' || run.Status === 'STOPPING';
  return {
    nativeId,
    start: milliseconds(run.StartedOn) ?? 0,
    end: live ? null : milliseconds(run.CompletedOn),
    state: live ? 'running' : run.Status === 'STOPPED' ? 'stopped' : 'ended',
  };
}

/** A resumed workflow run shows the attempts of kept nodes again: each counts once, where it was first seen. */
function attemptsOf(context: RunnerContext, served: readonly Served[], markers: readonly Marker[]): Readonly<Record<string, readonly ObservedAttempt[]>> {
  const steps = stepsByNode(context);
  const byRun = new Map(markers.map((marker) => [marker.jobRunId, marker]));
  const seen = new Set<string>();
  const found: Record<string, ObservedAttempt[]> = {};
  for (const { continuation, native } of served) {
    for (const node of native?.Graph?.Nodes ?? []) {
      const step = steps.get(`${node.Type ?? ''} ${node.Name ?? ''}`);
      if (step === undefined) continue;
      const fresh = nodeAttempts(step, node, continuation.n, byRun).filter(({ nativeId }) => !seen.has(nativeId));
      for (const { nativeId } of fresh) seen.add(nativeId);
      (found[step.name] ??= []).push(...fresh);
    }
  }
  for (const attempts of Object.values(found)) attempts.sort((a, b) => a.start - b.start);
  return found;
}

function nodeAttempts(step: Step, node: GraphNode, continuation: number, markers: ReadonlyMap<string, Marker>): readonly ObservedAttempt[] {
  const jobs = (node.JobDetails?.JobRuns ?? []).map((run): ObservedAttempt => {
    const nativeId = run.Id ?? '';
    const marker = markers.get(nativeId);
    const skipped = marker !== undefined && 'skipped' in marker ? { skipped: marker.skipped } : {};
    return {
      nativeId,
      ...times(run.StartedOn, run.CompletedOn, outcomeOfJobRun(run.JobRunState ?? '')),
      continuation,
      counted: 'use' in step.with || (marker !== undefined && 'script' in marker),
      message: run.ErrorMessage ?? null,
      ...skipped,
    };
  });
  // The graph gives crawls no id; a crawler makes one crawl at a time.
  const crawls = (node.CrawlerDetails?.Crawls ?? []).map((crawl): ObservedAttempt => ({
    nativeId: `${node.Name ?? ''}@${crawl.StartedOn ?? 0}`,
    ...times(crawl.StartedOn, crawl.CompletedOn, outcomeOfCrawl(crawl.State ?? '')),
    continuation,
    counted: true,
    message: crawl.ErrorMessage ?? null,
  }));
  return [...jobs, ...crawls];
}

function times(start: number | undefined, end: number | undefined, state: ObservedAttempt['state']): Pick<ObservedAttempt, 'start' | 'end' | 'state'> {
  return { start: milliseconds(start) ?? 0, end: state === 'running' ? null : milliseconds(end), state };
}

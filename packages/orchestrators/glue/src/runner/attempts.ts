import type { Step } from '@millrace/core';
import { outcomeOfCrawl, outcomeOfJobRun, type CallMark, type Marker, type ObservedAttempt } from '@millrace/workload';
import type { GraphJobRun, GraphNode } from '../port.ts';
import type { Served } from './gather.ts';
import { milliseconds } from './native.ts';
import type { Nodes } from './nodes.ts';

type Attempts = Readonly<Record<string, readonly ObservedAttempt[]>>;

/** What of a run's folder tells of attempts. */
export interface Records {
  readonly markers: readonly Marker[];
  readonly calls: readonly CallMark[];
}

/** A resumed workflow run shows the attempts of kept nodes again: each counts once, where it was first seen. */
export function attemptsOf(nodes: Nodes, served: readonly Served[], { markers, calls }: Records): Attempts {
  const byRun = new Map(markers.map((marker) => [marker.jobRunId, marker]));
  const seen = new Set<string>();
  const found: Record<string, ObservedAttempt[]> = {};
  for (const { continuation, native } of served) {
    for (const node of native?.Graph?.Nodes ?? []) {
      const step = nodes.steps.get(`${node.Type ?? ''} ${node.Name ?? ''}`);
      if (step === undefined) continue;
      const own = nodes.isBridge(step.name) ? calls.filter((call) => call.step === step.name && call.continuation === continuation.n) : null;
      const fresh = own === null ? nodeAttempts(step, node, continuation.n, byRun) : bridgeAttempts(step, node, continuation.n, byRun, own, seen);
      // A bridge records its calls anew in each continuation, though two of them may go on with the same stream.
      (found[step.name] ??= []).push(...(own === null ? fresh.filter(({ nativeId }) => !seen.has(nativeId)) : fresh));
      for (const { nativeId } of fresh) seen.add(nativeId);
      for (const { Id } of node.JobDetails?.JobRuns ?? []) if (Id !== undefined) seen.add(Id);
    }
  }
  for (const attempts of Object.values(found)) attempts.sort((a, b) => a.start - b.start);
  return found;
}

function nodeAttempts(step: Step, node: GraphNode, continuation: number, markers: ReadonlyMap<string, Marker>): readonly ObservedAttempt[] {
  const jobs = (node.JobDetails?.JobRuns ?? []).map((run): ObservedAttempt => {
    const marker = markers.get(run.Id ?? '');
    const script = marker !== undefined && 'script' in marker && marker.script;
    const observed = jobAttempt(run, continuation, marker);
    const timedOut = script && marker.ended === 'timedOut' && observed.state === 'failed';
    return { ...observed, ...(timedOut ? { state: 'timedOut' as const } : {}), counted: 'use' in step.with || script };
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

/**
 * What a bridge has called are the attempts of its step. Its own job runs say how it ends where no call does: kept, held back, or gone before or
 * in the middle of a call.
 */
function bridgeAttempts(step: Step, node: GraphNode, continuation: number, markers: ReadonlyMap<string, Marker>, calls: readonly CallMark[], seen: ReadonlySet<string>): readonly ObservedAttempt[] {
  const own = (node.JobDetails?.JobRuns ?? []).filter(({ Id }) => !seen.has(Id ?? '')).toSorted((a, b) => (a.StartedOn ?? 0) - (b.StartedOn ?? 0)).map((run) => jobAttempt(run, continuation, markers.get(run.Id ?? '')));
  const last = own.at(-1);
  const made = calls.toSorted((a, b) => a.attempt - b.attempt).map((call) => callAttempt(step, node, call, last));
  if (last === undefined || last.state === 'running') return made;
  const told = made.findLast(({ skipped }) => skipped === undefined)?.state;
  const agrees = told !== undefined && (last.state === 'succeeded') === (told === 'succeeded');
  return agrees && last.skipped === undefined ? made : [...made, { ...last, start: Math.max(last.start, ...made.map(({ start }) => start)) }];
}

function callAttempt(step: Step, node: GraphNode, call: CallMark, bridge: ObservedAttempt | undefined): ObservedAttempt {
  const { id, at, end, continuation, attempt } = call;
  // A job run has a log of its own; what else is called is told of in the bridge's.
  const nativeId = id !== null && id !== '' && step.kind === 'glueJob' ? id : `${step.kind === 'crawler' ? (node.Name ?? '') : (bridge?.nativeId ?? '')}#${continuation}-${attempt}`;
  const gone = bridge !== undefined && bridge.state !== 'running' ? bridge : null;
  const state = end?.outcome ?? (gone === null ? 'running' : gone.state === 'succeeded' ? 'failed' : gone.state);
  return {
    nativeId, start: at, end: end?.at ?? gone?.end ?? null, state, continuation,
    counted: !call.attached && end?.refused !== true && end?.skipped !== true,
    message: end === null ? (gone?.message ?? null) : end.message === '' ? null : end.refused ? refusal(end.message) : end.message,
    ...(end?.skipped === true ? { skipped: 'stop' as const } : {}),
  };
}

/** Without what boto3 says twice. */
function refusal(message: string): string {
  const [, code, operation, why] = /^\w+: An error occurred \((\w+)\) when calling the (\w+) operation(?: \([^)]*\))?: (.*)$/s.exec(message) ?? [];
  const said = code === undefined || why === undefined ? `the call: ${message}` : `${operation ?? ''}: ${why.replace(/\.+$/, '')} (${code})`;
  return `AWS refused ${said}. Correct what the step names, or give the role of the helper jobs the right.`;
}

/** A job run that counts for nothing by itself: its script may not have begun. */
function jobAttempt(run: GraphJobRun, continuation: number, marker: Marker | undefined): ObservedAttempt {
  const skipped = marker !== undefined && 'skipped' in marker && marker.skipped !== 'attached' ? { skipped: marker.skipped } : {};
  const span = times(run.StartedOn, run.CompletedOn, outcomeOfJobRun(run.JobRunState ?? ''));
  // Glue knows an exit code; the bootstrap knows what happened.
  const told = span.state === 'failed' && marker !== undefined && 'message' in marker ? marker.message : undefined;
  return { nativeId: run.Id ?? '', ...span, continuation, counted: false, message: told ?? run.ErrorMessage ?? null, ...skipped };
}

function times(start: number | undefined, end: number | undefined, state: ObservedAttempt['state']): Pick<ObservedAttempt, 'start' | 'end' | 'state'> {
  return { start: milliseconds(start) ?? 0, end: state === 'running' ? null : milliseconds(end), state };
}

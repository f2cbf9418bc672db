import { decide, runOutcome } from '@millrace/core';
import type { Outcome, Pipeline, RunSnapshot, Step, StepSnapshot } from '@millrace/core';
import { allSteps } from '../names/physical.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import type { ObservedContinuation, SnapshotInput } from './snapshot-input.ts';

/** How long a recorded continuation may be without a native run before it counts as never started. */
export const START_GRACE_MS = 5 * 60_000;

/**
 * What is known of a run, from what the service and the run folder say. Pure. Outcomes come from job runs and crawls, never from
 * the orchestrator's own verdict; skipped steps, which leave no trace, follow from the rules.
 */
export function snapshot(input: SnapshotInput): RunSnapshot {
  const { pipeline, record, continuations } = input;
  const latest = continuations.at(-1);
  const kept = new Set(latest?.keep ?? []);
  const live = isLive(input, latest);
  const evidence = collect(input, latest?.n ?? 1, kept, live);
  const stopped = wasStopped(input, latest);
  const judged = judge(pipeline, evidence, { live, stopped });
  const skipped = (input.skipped ?? null) !== null;
  const { ahead = 0, refused = null } = input;
  const end = skipped ? 'skipped' : judged.broken || refused !== null ? 'failed' : runOutcome(pipeline, outcomesIn(judged.states), stopped);
  return {
    schemaVersion: 1,
    run: record.run,
    pipeline: record.pipeline,
    target: record.target,
    graphHash: record.graphHash,
    asOf: input.now,
    date: record.date,
    params: record.params,
    state: live ? (stopped ? 'stopping' : ahead > 0 ? 'queued' : 'running') : end,
    ...(live && !stopped && ahead > 0 ? { ahead } : {}),
    message: live ? null : skipped ? SKIPPED : (refused?.message ?? latest?.native?.message ?? null),
    ...(live || refused === null ? {} : { refused: true as const }),
    continuations: continuations.map((each) => spanOf(each)),
    // The jobs that refused it are no attempts of their steps: none began, and the reason is told once.
    steps: refused === null ? stepSnapshots(input, judged.states, kept) : stepSnapshots({ ...input, attempts: {} }, new Map([...judged.states.keys()].map((name) => [name, live ? 'pending' : 'skipped'])), kept),
  };
}

type State = StepSnapshot['state'];

/** What is told of a run that was not started. */
export const SKIPPED = 'Another run was live when this one was to start, so it was skipped.';

function isLive(input: SnapshotInput, latest: ObservedContinuation | undefined): boolean {
  if ((input.skipped ?? null) !== null) return false;
  // The service's run can end before its job runs do: a stopped execution leaves them to themselves.
  const busy = Object.values(input.attempts).some((attempts) => attempts.some((attempt) => attempt.state === 'running'));
  if (busy) return true;
  if (latest === undefined) return input.stop === null && input.now - input.record.createdAt < START_GRACE_MS;
  if (latest.native !== null) return latest.native.state === 'running';
  // A stop that came before any sign of the start holds back whatever of it may still come.
  const stopped = input.stop !== null && input.stop.at >= latest.at;
  return !stopped && input.now - latest.at < START_GRACE_MS;
}

/**
 * A stop that came when the run had already ended by itself stopped nothing. Job runs count too: a native run that its failure policy
 * has ended leaves some behind, and until they rest the run is not over.
 */
function wasStopped({ stop, attempts }: SnapshotInput, latest: ObservedContinuation | undefined): boolean {
  const native = latest?.native ?? null;
  if (native?.state === 'stopped') return true;
  if (stop === null) return false;
  if (native?.state !== 'ended' || native.end === null) return true;
  const ends = Object.values(attempts).flatMap((list) => list.filter(({ continuation }) => continuation === latest?.n).map(({ end }) => end ?? Number.POSITIVE_INFINITY));
  return [native.end, ...ends].some((end) => end >= stop.at);
}

function collect(input: SnapshotInput, n: number, kept: ReadonlySet<string>, live: boolean): ReadonlyMap<string, Evidence> {
  const halted = !live || input.stop !== null;
  return new Map(
    allSteps(input.pipeline).map((step) => {
      const attempts = (input.attempts[step.name] ?? []).filter((attempt) => attempt.continuation === n);
      return [step.name, kept.has(step.name) ? 'succeeded' : evidenceOf(step, attempts, halted)];
    }),
  );
}

/** `broken`: the native run has ended though, by the rules, something was still to run and nobody stopped it. */
interface Judged {
  readonly states: ReadonlyMap<string, State>;
  readonly broken: boolean;
}

function judge(pipeline: Pipeline, evidence: ReadonlyMap<string, Evidence>, run: { live: boolean; stopped: boolean }): Judged {
  const facts = settleRetries(pipeline, evidence);
  const ended = outcomesIn(facts);
  const busy = new Set(pipeline.steps.filter((step) => isBusy(facts.get(step.name))).map((step) => step.name));
  const { ready, skipped } = decide(pipeline, ended, busy);
  const states = new Map<string, State>();
  for (const step of pipeline.steps) states.set(step.name, busy.has(step.name) ? 'running' : (ended.get(step.name) ?? 'pending'));
  for (const { step } of skipped) states.set(step, 'skipped');
  for (const [name, state] of states) if (state === 'pending' && !run.live) states.set(name, 'skipped');
  const missed = judgeHandlers(pipeline, facts, states, run);
  return { states, broken: !run.live && !run.stopped && (ready.length > 0 || missed) };
}

/** Under `failurePolicy: 'stop'` a step that waits for its next attempt when the run stops ends with its last outcome. */
function settleRetries(pipeline: Pipeline, evidence: ReadonlyMap<string, Evidence>): ReadonlyMap<string, Evidence> {
  if (pipeline.failurePolicy !== 'stop') return evidence;
  const bad: readonly (Evidence | undefined)[] = ['failed', 'timedOut', 'stopped'];
  const stops = (step: Step): boolean => !step.optional && bad.includes(evidence.get(step.name));
  if (!pipeline.steps.some(stops)) return evidence;
  return new Map([...evidence].map(([name, fact]) => [name, typeof fact === 'object' ? fact.between : fact]));
}

/** Rule 9, after all steps: onFailure if the run failed, then finally. Adds their states; true when one that was due did not run. */
function judgeHandlers(pipeline: Pipeline, evidence: ReadonlyMap<string, Evidence>, states: Map<string, State>, run: { live: boolean; stopped: boolean }): boolean {
  const open = (): boolean => [...states.values()].some((state) => state === 'pending' || state === 'running');
  const failed = (): boolean => runOutcome(pipeline, outcomesIn(states), false) === 'failed';
  let missed = false;
  for (const handler of [pipeline.onFailure, pipeline.finally]) {
    if (handler === null) continue;
    const fact = evidence.get(handler.name);
    const due = !run.stopped && (handler === pipeline.finally || open() || failed());
    if (isOutcome(fact)) states.set(handler.name, fact);
    else if (isBusy(fact)) states.set(handler.name, 'running');
    else if (due && run.live) states.set(handler.name, 'pending');
    else {
      states.set(handler.name, 'skipped');
      missed ||= due;
    }
  }
  return missed;
}

function stepSnapshots(input: SnapshotInput, states: ReadonlyMap<string, State>, kept: ReadonlySet<string>): RunSnapshot['steps'] {
  const entries = allSteps(input.pipeline).map((step): [string, StepSnapshot] => {
    const attempts = (input.attempts[step.name] ?? []).filter((attempt) => attempt.counted).toSorted((a, b) => a.continuation - b.continuation || a.start - b.start);
    const shown = attempts.map(({ nativeId, start, end, state, continuation, message }) => ({
      nativeId,
      start,
      end,
      outcome: state === 'running' ? null : state,
      continuation,
      message,
    }));
    const state = states.get(step.name) ?? 'pending';
    return [step.name, { state, kept: kept.has(step.name), attempts: shown, ...untold(input, step.name, state) }];
  });
  return Object.fromEntries(entries);
}

/** The reason of an end that is no attempt, so that no list of attempts tells it. */
function untold({ attempts, continuations }: SnapshotInput, step: string, state: State): Pick<StepSnapshot, 'message' | 'endedAt'> {
  if (state !== 'failed' && state !== 'timedOut' && state !== 'stopped') return {};
  const n = continuations.at(-1)?.n ?? 1;
  const last = (attempts[step] ?? []).filter(({ continuation, skipped }) => continuation === n && skipped === undefined).toSorted((a, b) => a.start - b.start).at(-1);
  if (last === undefined || last.counted || last.message === null) return {};
  return { message: last.message, ...(last.end === null ? {} : { endedAt: last.end }) };
}

function spanOf({ native, at }: ObservedContinuation): RunSnapshot['continuations'][number] {
  return native === null ? { nativeId: '', start: at, end: null } : { nativeId: native.nativeId, start: native.start, end: native.end };
}

function outcomesIn(facts: ReadonlyMap<string, Evidence | State>): ReadonlyMap<string, Outcome> {
  return new Map([...facts].flatMap(([name, fact]): [string, Outcome][] => (isOutcome(fact) ? [[name, fact]] : [])));
}

function isOutcome(fact: Evidence | State | undefined): fact is Outcome {
  return typeof fact === 'string' && fact !== 'none' && fact !== 'running' && fact !== 'pending';
}
function isBusy(fact: Evidence | undefined): boolean {
  return fact === 'running' || typeof fact === 'object';
}

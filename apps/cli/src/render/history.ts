import type { Outcome, Pipeline, RunSnapshot, Word } from '@millrace/core';
import { allSteps } from '@millrace/workload';
import { oneLine } from './printable.ts';
import { duration, over, ownAttempts } from './timeline.ts';

/** Something that happened in a run. Epoch milliseconds. */
export interface HistoryEvent {
  readonly at: number;
  readonly type: 'run.started' | 'run.continued' | 'run.ended' | 'attempt.started' | 'attempt.ended' | 'step.ended' | 'step.kept' | 'step.skipped';
  readonly step: string | null;
  /** Of the step, over all continuations. */
  readonly attempt: number | null;
  readonly text: string;
}

/** At one instant ends come before what follows from them. */
const rank: Readonly<Record<HistoryEvent['type'], number>> = { 'run.started': 0, 'run.continued': 0, 'step.kept': 1, 'attempt.ended': 2, 'step.ended': 2, 'step.skipped': 3, 'attempt.started': 4, 'run.ended': 5 };
const said = (outcome: string): string => (outcome === 'timedOut' ? 'timed out' : outcome);
const satisfies = (outcome: Outcome | undefined, word: Word): boolean =>
  outcome !== undefined && outcome !== 'skipped' && (word === 'finished' || (word === 'succeeded') === (outcome === 'succeeded'));

/** What happened in a run, in order: starts and continuations, attempts, skips with their reason, the end. */
export function history(pipeline: Pipeline, snapshot: RunSnapshot): readonly HistoryEvent[] {
  const events: HistoryEvent[] = snapshot.continuations.map(({ start }, index) =>
    index === 0
      ? { at: start, type: 'run.started', step: null, attempt: null, text: `run started for ${snapshot.date}` }
      : { at: start, type: 'run.continued', step: null, attempt: null, text: `run continued (${index + 1})${keptText(snapshot, index + 1)}` });
  for (const [step, { attempts }] of Object.entries(snapshot.steps)) {
    attempts.forEach((one, index) => {
      const nth = attempts.length > 1 ? `, attempt ${index + 1}` : '';
      events.push({ at: one.start, type: 'attempt.started', step, attempt: index + 1, text: `${step} started${nth}` });
      if (one.end !== null && one.outcome !== null) {
        const why = one.message === null || one.outcome === 'succeeded' ? '' : `: ${oneLine(one.message, 200)}`;
        events.push({ at: one.end, type: 'attempt.ended', step, attempt: index + 1, text: `${step} ${said(one.outcome)}${nth} after ${duration(one.end - one.start)}${why}` });
      }
    });
  }
  const last = snapshot.continuations.at(-1);
  for (const [step, { state, message, endedAt }] of Object.entries(snapshot.steps)) {
    if (message !== undefined && state !== 'skipped') events.push({ at: endedAt ?? last?.end ?? snapshot.asOf, type: 'step.ended', step, attempt: null, text: `${step} ${said(state)}: ${oneLine(message, 200)}` });
  }
  events.push(...skips(pipeline, snapshot));
  if (over(snapshot)) events.push({ at: Math.max(last?.end ?? 0, ...events.map(({ at }) => at)), type: 'run.ended', step: null, attempt: null, text: `run ${snapshot.state}${snapshot.message === null ? '' : `: ${snapshot.message}`}` });
  return events.sort((a, b) => a.at - b.at || rank[a.type] - rank[b.type]);
}

function keptText({ steps }: RunSnapshot, continuation: number): string {
  const kept = Object.entries(steps).filter(([, { kept: now, attempts }]) => now && attempts.every((one) => one.continuation < continuation)).map(([name]) => name);
  return kept.length === 0 ? '' : `, kept ${kept.join(', ')}`;
}

/** Skips in the order of the steps: each is certain at the latest when the last of what it waited for has ended. */
function skips(pipeline: Pipeline, snapshot: RunSnapshot): readonly HistoryEvent[] {
  const from = snapshot.continuations.at(-1)?.start ?? 0;
  const ends = new Map<string, number>();
  for (const [name, { attempts, endedAt }] of Object.entries(snapshot.steps)) ends.set(name, endedAt ?? attempts.at(-1)?.end ?? from);
  return allSteps(pipeline).flatMap((step): HistoryEvent[] => {
    if (snapshot.steps[step.name]?.state !== 'skipped') return [];
    const unmet = step.after.filter(({ step: before, on }) => !satisfies(outcomeOf(snapshot, before), on));
    const last = step.after.length === 0 ? Math.max(from, ...pipeline.steps.map(({ name }) => ends.get(name) ?? from)) : from;
    const at = unmet.length === 0 ? (snapshot.continuations.at(-1)?.end ?? last) : Math.max(from, ...unmet.map(({ step: before }) => ends.get(before) ?? from));
    ends.set(step.name, at);
    return [{ at, type: 'step.skipped', step: step.name, attempt: null, text: `${step.name} skipped ${because(step.name, unmet, pipeline, snapshot)}` }];
  });
}

function because(step: string, unmet: readonly { readonly step: string; readonly on: Word }[], pipeline: Pipeline, snapshot: RunSnapshot): string {
  if (unmet.length > 0) return `because ${unmet.map(({ step: before, on }) => `${before} ${said(outcomeOf(snapshot, before) ?? 'did not run')}${on === 'succeeded' ? '' : ` and it waits for ${on}`}`).join(', ')}`;
  const told = snapshot.steps[step]?.message;
  if (told !== undefined) return `although it was due: ${oneLine(told, 300)}`;
  if (snapshot.state === 'stopped') return 'because the run was stopped';
  const begun = Object.values(snapshot.steps).some((one) => one.kept || one.message !== undefined || ownAttempts(snapshot, one).length > 0);
  if (snapshot.message !== null && !begun) return 'because the run did not start';
  if (step === pipeline.onFailure?.name) return 'because the run did not fail';
  return pipeline.failurePolicy === 'stop' ? 'because the run was stopping' : 'because the run ended before it';
}

function outcomeOf(snapshot: RunSnapshot, step: string): Outcome | undefined {
  const state = snapshot.steps[step]?.state;
  return state === undefined || state === 'pending' || state === 'running' ? undefined : state;
}

/** What went wrong with a step, as a sentence; `attempt` is null where that was no attempt. */
export interface Failure {
  readonly step: string;
  readonly attempt: number | null;
  readonly text: string;
}

/** Steps that went wrong, in the order of the steps; those that the policy of the pipeline stopped name the step that it stopped them for. */
export function failures(snapshot: RunSnapshot, pipeline: Pick<Pipeline, 'steps' | 'failurePolicy'>): readonly Failure[] {
  return Object.entries(snapshot.steps).flatMap(([step, one]): readonly Failure[] => {
    const { state, attempts } = one;
    if (state !== 'failed' && state !== 'timedOut' && state !== 'stopped') return [];
    const last = ownAttempts(snapshot, one).at(-1);
    if (one.message !== undefined) return [{ step, attempt: null, text: `Step ${step} ${said(state)}: ${oneLine(one.message, 300)}` }];
    if (last === undefined) return [{ step, attempt: null, text: `Step ${step} ${said(state)}, and nothing tells why.` }];
    const tries = attempts.length === 1 ? '' : ` on attempt ${attempts.length}`;
    const took = last.end === null ? '' : ` after ${duration(last.end - last.start)}`;
    const ender = state === 'stopped' ? stoppedFor(snapshot, pipeline, last.end) : null;
    const why = ender === null ? last.message : `${ender}, and the pipeline stops at a failure.`;
    return [{ step, attempt: attempts.length, text: `Step ${step} ${said(state)}${tries}${took}${why === null ? '.' : `: ${oneLine(why, 300)}`}` }];
  });
}

/** 'load failed', of the step whose bad end made the policy stop what ran at `end`; null where nothing but a person can have stopped it. */
function stoppedFor(snapshot: RunSnapshot, { steps, failurePolicy }: Pick<Pipeline, 'steps' | 'failurePolicy'>, end: number | null): string | null {
  if (failurePolicy !== 'stop' || snapshot.state === 'stopped' || end === null) return null;
  const bad = steps.flatMap(({ name, optional }) => {
    const one = snapshot.steps[name];
    const ended = one === undefined ? null : (one.endedAt ?? ownAttempts(snapshot, one).at(-1)?.end ?? null);
    return !optional && one !== undefined && (one.state === 'failed' || one.state === 'timedOut') && ended !== null && ended <= end ? [{ name, state: one.state, ended }] : [];
  });
  const [first] = bad.toSorted((a, b) => a.ended - b.ended);
  return first === undefined ? null : `${first.name} ${said(first.state)}`;
}

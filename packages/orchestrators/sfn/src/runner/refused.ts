import { allSteps, isStream, type ObservedAttempt } from '@millrace/workload';
import type { Step } from '@millrace/core';
import type { HistoryEvent } from '../port.ts';
import { inHistory, outcomeIn } from './called.ts';
import { milliseconds, type RunnerContext } from './context.ts';
import { historyOf } from './events.ts';
import type { Gathered } from './gather.ts';
import { reasonOf } from './reasons.ts';

/**
 * Starts of jobs and crawls that the service refused for good in the newest continuation. They left no job run and no crawl, so the history of the
 * execution alone tells of them; such a step has failed without an attempt. Asks only where a step without one may be meant.
 */
export async function refusedStarts(context: RunnerContext, { continuations }: Gathered, attempts: Readonly<Record<string, readonly ObservedAttempt[]>>): Promise<ReadonlyMap<string, ObservedAttempt>> {
  const last = continuations.at(-1);
  const native = last?.native ?? null;
  if (last === undefined || native === null) return new Map();
  const own = (step: string): readonly ObservedAttempt[] => (attempts[step] ?? []).filter(({ continuation }) => continuation === last.n);
  const kept = new Set(last.keep);
  const rests = (step: string): boolean => kept.has(step) || (own(step).length > 0 && own(step).every(({ end }) => end !== null));
  // While the run goes on, a step that nothing is known of is looked for only once what it waits for has ended.
  const due = (step: Step): boolean => native.state !== 'running' || (context.pipeline.steps.includes(step) && step.after.every(({ step: before }) => rests(before)));
  const silent = allSteps(context.pipeline).filter((step) => !inHistory(step) && !kept.has(step.name) && own(step.name).length === 0 && due(step));
  if (silent.length === 0) return new Map();
  const events = await historyOf(context, native.nativeId);
  return new Map(silent.flatMap((step): [string, ObservedAttempt][] => {
    const found = refusalIn(events, step);
    return found === null ? [] : [[step.name, { nativeId: '', start: found.at, end: found.at, state: 'failed', continuation: last.n, counted: false, message: found.message }]];
  }));
}

/** What ends every branch, or all there is, because of an error that nothing caught. */
const FAILED = new Set(['ParallelStateFailed', 'ExecutionFailed']);

/** The last refusal of a step's start; null where the start was taken, or where it is not over. Epoch milliseconds. */
export function refusalIn(events: readonly HistoryEvent[], step: Step): { readonly at: number; readonly message: string } | null {
  if (isStream(step)) return null;
  const { name } = step;
  const owners = new Map<number, string>();
  let told: string | null = null;
  let begun = false;
  let found: { readonly at: number; readonly message: string } | null = null;
  for (const event of events) {
    const { type = '', stateEnteredEventDetails: entered, taskFailedEventDetails: failed } = event;
    const state = entered?.name ?? owners.get(event.previousEventId ?? 0) ?? '';
    owners.set(event.id ?? 0, state);
    const ours = state === name || state.startsWith(`${name} `);
    // A redrive goes on in the states that were left open.
    if (entered?.name === name || type === 'ExecutionRedriven') [told, found, begun] = [null, null, false];
    // Once the service has taken it, job run or crawl tells how it goes.
    begun ||= state === name && (type === 'TaskSubmitted' || type === 'TaskSucceeded');
    if (ours && failed !== undefined) told = begun ? null : reasonOf(failed);
    const over = outcomeIn(event, name) === 'failed' || (FAILED.has(type) && ours);
    if (over && told !== null) found = { at: milliseconds(event.timestamp ?? 0), message: told };
  }
  return found;
}

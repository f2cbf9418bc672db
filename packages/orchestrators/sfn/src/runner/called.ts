import { effectiveTimeout, type Ended, type Step } from '@millrace/core';
import { allSteps, isStream, nativeName, outcomeOfJobRun, type NativeSpan, type ObservedAttempt, type ObservedContinuation } from '@millrace/workload';
import { isCalled } from '../kinds/called.ts';
import { AUTOMATION_ENDS } from '../kinds/ssm.ts';
import { isAwsError, type HistoryEvent } from '../port.ts';
import { milliseconds, type RunnerContext } from './context.ts';
import { historyOf } from './events.ts';
import { fieldsIn, jsonIn } from './executions.ts';
import { isOf, recentJobRuns } from './job-runs.ts';
import type { Gathered } from './gather.ts';
import { reasonOf } from './reasons.ts';

/** Attempts of functions, messages, automations, waits and streams: no service tells when they began and ended, so they are read from the history of each execution. */
export async function calledAttempts(context: RunnerContext, { record, continuations }: Gathered): Promise<ReadonlyMap<string, readonly ObservedAttempt[]>> {
  const steps = allSteps(context.pipeline).filter(inHistory);
  const found = new Map<string, readonly ObservedAttempt[]>();
  if (steps.length === 0) return found;
  // One execution serves several continuations where it was redriven.
  for (const [executionArn, served] of byExecution(continuations)) {
    const events = await historyOf(context, executionArn);
    const last = served.at(-1);
    for (const step of steps) {
      const own = await Promise.all(attemptsIn(events, step, executionArn).map(async (one) => (last?.native.state === 'running' ? one : await settled(context, record.run, step, one, last?.native.end ?? one.start))));
      // What lives on where its execution is aborted is gone on with by a redrive in the console: it belongs to where it ended.
      const placed = ({ start, end }: Seen): number => (lasts(step) ? (end ?? Infinity) : start);
      const dated = own.map((attempt): ObservedAttempt => ({ ...attempt, continuation: (served.findLast(({ native }) => native.start <= placed(attempt)) ?? served[0])?.n ?? 1, counted: attempt.refused !== true }));
      found.set(step.name, [...(found.get(step.name) ?? []), ...dated]);
    }
  }
  return found;
}

/** Is it the history of the execution that tells of the step? */
export const inHistory = (step: Step): boolean => isCalled(step) || isStream(step);

/** Something with an id of its own, which lives on where its branch is aborted. */
const lasts = (step: Step): boolean => isStream(step) || step.kind === 'ssm';

type Served = ObservedContinuation & { readonly native: NativeSpan };

function byExecution(continuations: readonly ObservedContinuation[]): ReadonlyMap<string, readonly Served[]> {
  const served = continuations.filter((one): one is Served => one.native !== null);
  return Map.groupBy(served, ({ native }) => native.nativeId);
}

/** `refused`: it came to no start. */
type Seen = Omit<ObservedAttempt, 'continuation' | 'counted'> & { readonly refused?: true };

/** What ends every branch, or all there is. */
const ABORTS = new Set(['ParallelStateFailed', 'ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionSucceeded']);

/**
 * An attempt begins with the state that is named like its step, and ends when a state of the step leaves its outcome behind. A branch that is
 * aborted leaves none.
 */
export function attemptsIn(events: readonly HistoryEvent[], step: Step, executionArn: string): readonly Seen[] {
  const { name } = step;
  const stream = isStream(step);
  const lasting = lasts(step);
  const found: Seen[] = [];
  const owners = new Map<number, string>();
  let open: Seen | null = null;
  let inside = false;
  let refusal: string | null = null;
  for (const event of events) {
    const at = milliseconds(event.timestamp ?? 0);
    const state = event.stateEnteredEventDetails?.name ?? owners.get(event.previousEventId ?? 0) ?? '';
    owners.set(event.id ?? 0, state);
    const entered = event.stateEnteredEventDetails?.name;
    // A redrive goes on in the states that were left open, and tells of none that it enters them.
    const begins = entered === name || (stream && open === null && entered === `${name} look`) || (event.type === 'ExecutionRedriven' && inside && !lasting);
    inside = entered === name || (inside && event.stateExitedEventDetails?.name !== name);
    if (begins) open = { nativeId: lasting ? '' : `${executionArn}#${event.id ?? 0}`, start: at, end: null, state: 'running', message: null };
    if (open === null) {
      // A stream is looked for before it is started; tries of that look are none of the step's.
      if (stream && state === `${name} find` && event.taskFailedEventDetails !== undefined) refusal = reasonOf(event.taskFailedEventDetails);
      if (stream && outcomeIn(event, name) === 'failed') found.push({ nativeId: '', start: at, end: at, state: 'failed', message: refusal, refused: true });
      continue;
    }
    if (state === name || state.startsWith(`${name} `)) open = { ...open, ...toldIn(event) };
    const outcome = outcomeIn(event, name);
    if (outcome !== null) found.push({ ...open, end: at, state: outcome, message: outcome === 'succeeded' ? null : open.message });
    else if (ABORTS.has(event.type ?? '') && !lasting) found.push({ ...open, end: at, state: wasOver(step, open, at) ? 'succeeded' : 'stopped', message: null });
    else continue;
    open = null;
  }
  return open === null ? found : [...found, open];
}

/** A wait that ends at the instant of the abort ended first: it needs no answer that could be lost. */
const wasOver = (step: Step, { start }: Seen, at: number): boolean => step.kind === 'wait' && at - start >= step.with.seconds * 1000;

/** The id of an automation or a job run out of the answer to its start, why it failed out of a later one; why a call failed. */
function toldIn({ taskSucceededEventDetails, taskFailedEventDetails }: HistoryEvent): Partial<Seen> {
  if (taskFailedEventDetails !== undefined) return { message: reasonOf(taskFailedEventDetails) };
  const answer = fieldsOf(taskSucceededEventDetails?.output);
  const [automation, jobRun] = [fieldsIn(answer['AutomationExecution']), fieldsIn(answer['JobRun'])];
  const id = [answer['AutomationExecutionId'], answer['JobRunId'], jobRun['Id']].find((one) => typeof one === 'string');
  const message = [automation['FailureMessage'], jobRun['ErrorMessage']].find((one) => typeof one === 'string');
  return { ...(id === undefined ? {} : { nativeId: id }), ...(message === undefined ? {} : { message }) };
}

const ENDS = ['succeeded', 'failed', 'timedOut', 'stopped'] as const;

/** The outcome that a state of the step leaves as it exits; null of every other event. */
export function outcomeIn({ stateExitedEventDetails: exited }: HistoryEvent, step: string): Ended | null {
  if (exited?.name === undefined || (exited.name !== step && !exited.name.startsWith(`${step} `))) return null;
  const outcome = fieldsOf(exited.output)[step];
  return ENDS.find((end) => end === outcome) ?? null;
}

/** Of what the machine does not look at any more its service tells how it is. */
async function settled(context: RunnerContext, run: string, step: Step, attempt: Seen, over: number): Promise<Seen> {
  if (attempt.state !== 'running') return attempt;
  try {
    const nativeId = attempt.nativeId !== '' ? attempt.nativeId : isStream(step) ? await startedUnanswered(context, run, step, attempt) : null;
    if (nativeId === null) return { ...attempt, state: 'stopped', end: over, message: 'The execution ended before its start was answered.' };
    if (step.kind === 'ssm') return await settledAutomation(context, step, attempt);
    return isStream(step) ? await settledStream(context, run, step, { ...attempt, nativeId }, over) : attempt;
  } catch (error) {
    // Services forget what has long ended: an automation within weeks, a job run within months.
    if (isAwsError(error, 'AutomationExecutionNotFoundException', 'EntityNotFoundException')) return { ...attempt, state: 'stopped', end: over };
    throw error;
  }
}

/** The job run of a start whose answer the execution did not live to see; null where there is none. */
async function startedUnanswered(context: RunnerContext, run: string, step: Step, { start }: Seen): Promise<string | null> {
  const found = await recentJobRuns(context, nativeName(context.site, context.pipeline, step), start);
  return found.find((one) => isOf(one, run, step.name))?.Id ?? null;
}

/** What ended after the timeout has timed out. */
async function settledAutomation({ port }: RunnerContext, step: Step, attempt: Seen): Promise<Seen> {
  const { AutomationExecution: found = {} } = await port.ssm('GetAutomationExecution', { AutomationExecutionId: attempt.nativeId });
  const ends: Readonly<Record<string, Ended>> = AUTOMATION_ENDS;
  const state = ends[found.AutomationExecutionStatus ?? ''];
  if (state === undefined) return attempt;
  const end = milliseconds(found.ExecutionEndTime ?? 0);
  return { ...attempt, state: end - attempt.start >= effectiveTimeout(step) * 1000 ? 'timedOut' : state, end, message: found.FailureMessage ?? null };
}

/** A stream that runs has succeeded; one that someone else started, and that has not come up, is theirs. */
async function settledStream({ port, site, pipeline }: RunnerContext, run: string, step: Step, attempt: Seen, over: number): Promise<Seen> {
  const { JobRun: found = {} } = await port.glue('GetJobRun', { JobName: nativeName(site, pipeline, step), RunId: attempt.nativeId });
  const state = outcomeOfJobRun(found.JobRunState ?? '');
  if (state !== 'running') return { ...attempt, state, end: milliseconds(found.CompletedOn ?? 0), message: found.ErrorMessage ?? null };
  if (found.JobRunState === 'RUNNING') return { ...attempt, state: 'succeeded', end: over };
  return found.Arguments?.['--MILLRACE_RUN'] === run ? attempt : { ...attempt, state: 'stopped', end: over };
}

const fieldsOf = (text: string | undefined): Readonly<Record<string, unknown>> => fieldsIn(jsonIn(text));

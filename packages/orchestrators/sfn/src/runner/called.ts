import { effectiveTimeout, type Ended, type Step } from '@millrace/core';
import { allSteps, type ObservedAttempt } from '@millrace/workload';
import { isCalled } from '../kinds/called.ts';
import { AUTOMATION_ENDS } from '../kinds/ssm.ts';
import { isAwsError, type HistoryEvent } from '../port.ts';
import { milliseconds, type RunnerContext } from './context.ts';
import { jsonIn } from './executions.ts';
import type { Gathered } from './gather.ts';

/** Attempts of functions, messages, automations and waits: no service lists them, so they are read from the history of each execution. */
export async function calledAttempts(context: RunnerContext, { continuations }: Gathered): Promise<ReadonlyMap<string, readonly ObservedAttempt[]>> {
  const steps = allSteps(context.pipeline).filter(isCalled);
  const found = new Map<string, readonly ObservedAttempt[]>();
  if (steps.length === 0) return found;
  for (const { n, native } of continuations) {
    if (native === null) continue;
    const events = await history(context, native.nativeId);
    for (const step of steps) {
      const own = await Promise.all(attemptsIn(events, step, native.nativeId).map(async (one) => await settled(context, step, one, native.state !== 'running')));
      found.set(step.name, [...(found.get(step.name) ?? []), ...own.map((attempt): ObservedAttempt => ({ ...attempt, continuation: n, counted: true }))]);
    }
  }
  return found;
}

type Seen = Omit<ObservedAttempt, 'continuation' | 'counted'>;

async function history({ port }: RunnerContext, executionArn: string): Promise<readonly HistoryEvent[]> {
  const found: HistoryEvent[] = [];
  let token: string | undefined;
  do {
    try {
      const page = await port.states('GetExecutionHistory', { executionArn, maxResults: 1000, ...(token === undefined ? {} : { nextToken: token }) });
      found.push(...(page.events ?? []));
      token = page.nextToken;
    } catch (error) {
      // Step Functions keeps executions for 90 days.
      if (isAwsError(error, 'ExecutionDoesNotExist')) return found;
      throw error;
    }
  } while (token !== undefined && token !== '');
  return found;
}

/** What ends every branch, or all there is. */
const ABORTS = new Set(['ParallelStateFailed', 'ExecutionAborted', 'ExecutionFailed', 'ExecutionTimedOut', 'ExecutionSucceeded']);

/**
 * An attempt begins with the state that is named like its step, and ends when a state of the step leaves its outcome behind. A branch that is
 * aborted leaves none.
 */
export function attemptsIn(events: readonly HistoryEvent[], { name, kind }: Step, executionArn: string): readonly Seen[] {
  const found: Seen[] = [];
  const owners = new Map<number, string>();
  let open: Seen | null = null;
  for (const event of events) {
    const at = milliseconds(event.timestamp ?? 0);
    const state = event.stateEnteredEventDetails?.name ?? owners.get(event.previousEventId ?? 0) ?? '';
    owners.set(event.id ?? 0, state);
    if (event.stateEnteredEventDetails?.name === name) open = { nativeId: kind === 'ssm' ? '' : `${executionArn}#${event.id ?? 0}`, start: at, end: null, state: 'running', message: null };
    if (open === null) continue;
    if (state === name || state.startsWith(`${name} `)) open = { ...open, ...toldIn(event, state === name && kind === 'ssm') };
    const outcome = outcomeIn(event, name);
    if (outcome !== null) found.push({ ...open, end: at, state: outcome, message: outcome === 'succeeded' ? null : open.message });
    else if (ABORTS.has(event.type ?? '') && kind !== 'ssm') found.push({ ...open, end: at, state: 'stopped', message: null });
    else continue;
    open = null;
  }
  return open === null ? found : [...found, open];
}

/** The id of an automation out of the answer to its start, why it failed out of a later one; why a call failed. */
function toldIn({ taskSucceededEventDetails, taskFailedEventDetails }: HistoryEvent, starts: boolean): Partial<Seen> {
  if (taskFailedEventDetails !== undefined) return { message: [taskFailedEventDetails.error, taskFailedEventDetails.cause].filter((part) => part !== undefined && part !== '').join(': ').slice(0, 1000) };
  const answer = fieldsOf(taskSucceededEventDetails?.output);
  if (starts) return typeof answer['AutomationExecutionId'] === 'string' ? { nativeId: answer['AutomationExecutionId'] } : {};
  const automation = answer['AutomationExecution'];
  return typeof automation === 'object' && automation !== null && 'FailureMessage' in automation && typeof automation.FailureMessage === 'string' ? { message: automation.FailureMessage } : {};
}

const ENDS = ['succeeded', 'failed', 'timedOut', 'stopped'] as const;

function outcomeIn({ stateExitedEventDetails: exited }: HistoryEvent, step: string): Ended | null {
  if (exited?.name === undefined || (exited.name !== step && !exited.name.startsWith(`${step} `))) return null;
  const outcome = fieldsOf(exited.output)[step];
  return ENDS.find((end) => end === outcome) ?? null;
}

/** Of an automation that the machine does not look at any more its service tells how it is. What ended after the timeout has timed out. */
async function settled({ port }: RunnerContext, step: Step, attempt: Seen, over: boolean): Promise<Seen> {
  if (step.kind !== 'ssm' || attempt.state !== 'running' || !over || attempt.nativeId === '') return attempt;
  const { AutomationExecution: found = {} } = await port.ssm('GetAutomationExecution', { AutomationExecutionId: attempt.nativeId });
  const ends: Readonly<Record<string, Ended>> = AUTOMATION_ENDS;
  const state = ends[found.AutomationExecutionStatus ?? ''];
  if (state === undefined) return attempt;
  const end = milliseconds(found.ExecutionEndTime ?? 0);
  return { ...attempt, state: end - attempt.start >= effectiveTimeout(step) * 1000 ? 'timedOut' : state, end, message: found.FailureMessage ?? null };
}

function fieldsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  const json = jsonIn(text);
  // An object of unknown values is all that is claimed.
  return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
}

import { effectiveTimeout, type Pipeline, type Step } from '@millrace/core';
import { limits } from '@millrace/facts';
import { isStream } from '@millrace/workload';
import { canRetry } from '../kinds/builder.ts';
import { hasOutputs } from '../kinds/outputs.ts';
import { POLL_SECONDS } from './states.ts';
import { MOST_TRIES, MOST_WAITING } from './turn-parts.ts';

/** Events in the history of an execution, by what makes them: entered and exited, and for a Task what the service answers in between. */
const CHOICE = 2;
const WAIT = 2;
/** Scheduled, started, succeeded. */
const CALL = 5;
/** A call, and submitted. */
const JOB = 6;
const PARALLEL = 4;
/** Started and ended, the states that check the input, the verdict and the end. */
const FRAME = 12;

/** A look at a crawl or an automation, and the Choice after it. */
const LOOK = CALL + CHOICE;

/** What a job makes that runs once, and what a crawl or an automation makes for each look at it. */
export const [JOB_EVENTS, LOOK_EVENTS] = [CHOICE + JOB, LOOK + WAIT];

/** When everything runs once and ends well. */
export const leastEvents = (pipeline: Pipeline): number =>
  pipeline.steps.reduce((sum, step) => sum + CHOICE + (isPolled(step) ? 2 * CALL + LOOK : stateEvents(step)), FRAME + (pipeline.overlap === 'allow' ? 0 : 2 * CALL + CHOICE));

/** Is the step looked at until it has ended? */
const isPolled = ({ kind }: Step): boolean => kind === 'crawler' || kind === 'ssm';

function stateEvents(step: Step): number {
  if (step.kind === 'wait') return WAIT;
  if (step.kind !== 'glueJob') return CALL;
  // Found none, started, and looked at a few times until it runs.
  if (isStream(step)) return 2 * CALL + CHOICE + 3 * LOOK_EVENTS;
  return hasOutputs(step) ? JOB + CALL : JOB;
}

/**
 * When every attempt is needed and every crawl and automation lasts until its timeout. How often Step Functions repeats calls that are throttled, and
 * how long a crawl of someone else is waited for, nobody knows before.
 */
export function mostEvents(pipeline: Pipeline): number {
  return workEvents(pipeline) + turnEvents(pipeline) + (pipeline.overlap === 'queue' ? mostLooks(pipeline) * TURN_LOOK : 0);
}

const allOf = (pipeline: Pipeline): readonly Step[] => [...pipeline.steps, pipeline.onFailure, pipeline.finally].filter((step) => step !== null);

const workEvents = (pipeline: Pipeline): number => allOf(pipeline).reduce((sum, step) => sum + CHOICE + PARALLEL + attempts(step) * perAttempt(step), FRAME);

/** Read, looked at the one before, and put: once for every time that another run is quicker. */
const TURN_TRY = 3 * CALL + 2 * CHOICE + WAIT;
/** A look at the one before, and the wait after it. */
const TURN_LOOK = CALL + 3 * CHOICE + WAIT;
/** An item of a Map with one call, and the Choice after it. */
const ITEM = CALL + 3 * CHOICE;

/** Until a run has its place. Afterwards a queue looks and waits. */
function turnEvents(pipeline: Pipeline): number {
  if (pipeline.overlap === 'allow') return 0;
  const jobs = PARALLEL + ITEM * allOf(pipeline).filter(({ kind }) => kind === 'glueJob').length;
  return MOST_TRIES * TURN_TRY + jobs + (pipeline.overlap === 'queue' ? PARALLEL + ITEM * MOST_WAITING + 2 * CALL : 0);
}

/** Within what is reason how often a queued run looks. */
export const [LEAST_LOOKS, MOST_LOOKS] = [100, 1000];

/** How often a queued run looks before it gives up: as often as the events of its work leave room for, within reason. */
export function mostLooks(pipeline: Pipeline): number {
  const room = limits.sfnHistoryEvents.value - workEvents(pipeline) - turnEvents(pipeline);
  return Math.min(MOST_LOOKS, Math.max(LEAST_LOOKS, Math.floor(room / TURN_LOOK)));
}

const attempts = (step: Step): number => (canRetry(step) ? 1 + step.retry.attempts : 1);

function perAttempt(step: Step): number {
  const after = CHOICE + WAIT;
  if (!isPolled(step)) return stateEvents(step) + after;
  const looks = Math.ceil(effectiveTimeout(step) / POLL_SECONDS);
  const stop = CALL + LOOK;
  return 2 * CALL + looks * LOOK_EVENTS + stop + after;
}

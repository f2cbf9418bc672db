import type { Pipeline, Problem, Severity } from '@millrace/core';

/** Figures of the service quotas page of Step Functions, 2026-11; they belong to the facts package once it has them. */
const DEFINITION_BYTES = 1_048_576;
const HISTORY_EVENTS = 25_000;
/** A Choice (entered, exited) and a Task that waits (entered, scheduled, started, submitted, succeeded, exited). */
const EVENTS_PER_STEP = 8;

/** What Step Functions would refuse, or end early. */
export function limitProblems(pipeline: Pipeline, definition: unknown, severity: Severity): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, message: string): void => void problems.push({ code, severity, message, pointer: '/steps', at: null, hint: 'Split the pipeline into several.' });
  const bytes = Buffer.byteLength(JSON.stringify(definition), 'utf8');
  if (bytes > DEFINITION_BYTES) add('MR5010', `The definition of the state machine has ${bytes} bytes, but at most ${DEFINITION_BYTES} are allowed.`);
  const events = pipeline.steps.length * EVENTS_PER_STEP;
  if (events > HISTORY_EVENTS) add('MR5011', `A run would make at least ${events} events, but an execution ends with an error after ${HISTORY_EVENTS}.`);
  return problems;
}

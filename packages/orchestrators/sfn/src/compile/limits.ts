import type { Pipeline, Problem, Severity } from '@millrace/core';
import { limits } from '@millrace/facts';

/** Step Functions' limits. */
export const LIMITS = {
  /** Longest name of a state machine, an execution or a state. */
  name: limits.sfnNameLength.value,
  definitionBytes: limits.sfnDefinitionBytes.value,
  historyEvents: limits.sfnHistoryEvents.value,
} as const;
/** A Choice (entered, exited) and a Task that waits (entered, scheduled, started, submitted, succeeded, exited). */
const EVENTS_PER_STEP = 8;

/** What Step Functions would refuse, or end early. */
export function limitProblems(pipeline: Pipeline, definition: unknown, severity: Severity): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, message: string): void => void problems.push({ code, severity, message, pointer: '/steps', at: null, hint: 'Split the pipeline into several.' });
  const bytes = Buffer.byteLength(JSON.stringify(definition), 'utf8');
  if (bytes > LIMITS.definitionBytes) add('MR5010', `The definition of the state machine has ${bytes} bytes, but at most ${LIMITS.definitionBytes} are allowed.`);
  const events = pipeline.steps.length * EVENTS_PER_STEP;
  if (events > LIMITS.historyEvents) add('MR5011', `A run would make at least ${events} events, but an execution ends with an error after ${LIMITS.historyEvents}.`);
  return problems;
}

import type { Pipeline, Problem, Severity } from '@millrace/core';
import { limits } from '@millrace/facts';
import { leastEvents, mostEvents } from './events.ts';

/** Step Functions' limits. */
export const LIMITS = {
  /** Longest name of a state machine, an execution or a state. */
  name: limits.sfnNameLength.value,
  definitionBytes: limits.sfnDefinitionBytes.value,
  historyEvents: limits.sfnHistoryEvents.value,
  causeCharacters: limits.sfnCauseCharacters.value,
} as const;
/** What Step Functions would refuse, or end early. */
export function limitProblems(pipeline: Pipeline, definition: unknown, severity: Severity): Problem[] {
  const problems: Problem[] = [];
  const add = (code: string, message: string, how = severity, hint = 'Split the pipeline into several.'): void => void problems.push({ code, severity: how, message, pointer: '/steps', at: null, hint });
  const bytes = Buffer.byteLength(JSON.stringify(definition), 'utf8');
  if (bytes > LIMITS.definitionBytes) add('MR5010', `The definition of the state machine has ${bytes} bytes, but at most ${LIMITS.definitionBytes} are allowed.`);
  const [least, most] = [leastEvents(pipeline), mostEvents(pipeline)];
  const end = `but an execution ends with an error after ${LIMITS.historyEvents}.`;
  if (least > LIMITS.historyEvents) add('MR5011', `A run would make at least ${least} events, ${end}`);
  else if (most > LIMITS.historyEvents) add('MR5011', `A run could make ${most} events if crawls and automations last until their timeouts and every retry is needed, ${end}`, 'warning', 'Shorten the timeouts of crawlers and automations, retry less, or split the pipeline into several.');
  return problems;
}

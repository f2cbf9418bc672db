import { effectiveTimeout, type Pipeline, type Site, type StepOf } from '@millrace/core';
import { automation, automationOutcome, stopAutomation } from '../kinds/ssm.ts';
import { query, record, variable } from './expression.ts';
import { markedBranch } from './halt-marked.ts';
import { callKey } from './run-keys.ts';
import type { Fields } from './states.ts';

/** After an early stop: finds the id of the last automation of the step, then stops it and waits for its end, if it is live. */
export function automationBranch(step: StepOf<'ssm'>, pipeline: Pipeline, site: Site): Fields {
  const id = variable('halt_automation', step.name);
  return markedBranch({
    site, step, key: (attempt) => callKey(pipeline, step.name, attempt), known: id, member: 'id',
    look: automation('getAutomationExecution', { AutomationExecutionId: query(`$${id}`) }),
    found: record(step.name, `($is := ${automationOutcome}; $exists($is) ? (${overdue(step)} ? "timedOut" : $is) : "live")`),
    stop: stopAutomation(`$${id}`), asked: query('{}'),
  });
}

/** Did it end after its timeout? Then that is why. */
function overdue(step: StepOf<'ssm'>): string {
  const [from, to] = ['Start', 'End'].map((which) => `$toMillis($states.result.AutomationExecution.Execution${which}Time)`);
  return `${to} - ${from} >= ${effectiveTimeout(step) * 1000}`;
}

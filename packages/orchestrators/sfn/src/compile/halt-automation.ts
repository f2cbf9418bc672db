import { effectiveTimeout, type Pipeline, type Site, type StepOf } from '@millrace/core';
import { canRetry } from '../kinds/builder.ts';
import { automation, automationOutcome, stopAutomation } from '../kinds/ssm.ts';
import { literal, outcomeOf, query, record, variable } from './expression.ts';
import { callKey } from './run-keys.ts';
import { CALL_TIMEOUT_SECONDS, machineOf, POLL_SECONDS, type Fields, type States } from './states.ts';

/** After an early stop: finds the id of the last automation of the step, then stops it and waits for its end, if it is live. */
export function automationBranch(step: StepOf<'ssm'>, pipeline: Pipeline, site: Site): Fields {
  const id = variable('halt_automation', step.name);
  const asked = variable('halt_asked', step.name);
  const [look, live, stop, wait, done] = [`${step.name} at the stop`, `${step.name} live?`, `${step.name} stop now`, `${step.name} still runs`, `${step.name} at rest`];
  const attempts = 1 + (canRetry(step) ? step.retry.attempts : 0);
  const marker = (attempt: number): string => `${step.name} marker ${attempt}`;
  const states: States = new Map();
  for (let attempt = attempts; attempt >= 1; attempt--) {
    states.set(marker(attempt), {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: site.runs, Key: query(callKey(pipeline, step.name, literal(String(attempt)))) },
      TimeoutSeconds: CALL_TIMEOUT_SECONDS,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: query('{}'), Next: attempt > 1 ? marker(attempt - 1) : done }],
      Assign: { [id]: query('$parse($states.result.Body).id'), [asked]: false },
      Output: query('{}'),
      Next: look,
    });
  }
  states.set(look, {
    ...automation('getAutomationExecution', { AutomationExecutionId: query(`$${id}`) }),
    // What cannot be looked at shall not keep the handlers from running.
    Catch: [{ ErrorEquals: ['States.ALL'], Output: query('{}'), Next: done }],
    Output: record(step.name, `($is := ${automationOutcome}; $exists($is) ? (${overdue(step)} ? "timedOut" : $is) : "live")`),
    Next: live,
  });
  states.set(live, {
    Type: 'Choice',
    Choices: [
      { Condition: query(`${outcomeOf(step.name)} = "live" and $not($${asked})`), Next: stop },
      { Condition: query(`${outcomeOf(step.name)} = "live"`), Next: wait },
    ],
    Default: done,
  });
  // Looked at again before any wait: one that stops at once shall hold up nothing.
  const goOn = { Assign: { [asked]: true }, Output: query('{}'), Next: look };
  states.set(stop, { ...stopAutomation(`$${id}`), Catch: [{ ErrorEquals: ['States.ALL'], ...goOn }], ...goOn });
  states.set(wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: look });
  states.set(done, { Type: 'Succeed' });
  return machineOf(marker(attempts), states);
}

/** Did it end after its timeout? Then that is why. */
function overdue(step: StepOf<'ssm'>): string {
  const [from, to] = ['Start', 'End'].map((which) => `$toMillis($states.result.AutomationExecution.Execution${which}Time)`);
  return `${to} - ${from} >= ${effectiveTimeout(step) * 1000}`;
}

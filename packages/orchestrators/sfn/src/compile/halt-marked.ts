import type { Site, Step } from '@millrace/core';
import { canRetry } from '../kinds/builder.ts';
import { literal, outcomeOf, query, variable } from './expression.ts';
import { CALL_TIMEOUT_SECONDS, caught, machineOf, POLL_SECONDS, REPEATABLE, type Fields, type States } from './states.ts';

/** What a step left in S3 when it began an attempt, and what is done with the attempt after an early stop. */
export interface Marked {
  readonly site: Site;
  readonly step: Step;
  /** JSONata of the key of an attempt's marker, given that of the attempt's number. */
  readonly key: (attempt: string) => string;
  /** The variable that keeps the marker's `member`, by which the attempt is found again. */
  readonly known: string;
  readonly member: 'at' | 'id';
  readonly look: Fields;
  /** The Output of the look: the outcome, 'live' for what goes on. */
  readonly found: string;
  readonly stop: Fields;
  /** The Output of asking to stop. */
  readonly asked: string;
}

/** Finds the marker of the last attempt, then stops what it began and waits for its end, if it is live. */
export function markedBranch({ site, step, key, known, member, look: looking, found, stop: stopping, asked: told }: Marked): Fields {
  const asked = variable('halt_asked', step.name);
  const [look, live, stop, wait, done] = [`${step.name} at the stop`, `${step.name} live?`, `${step.name} stop now`, `${step.name} still runs`, `${step.name} at rest`];
  const attempts = 1 + (canRetry(step) ? step.retry.attempts : 0);
  const marker = (attempt: number): string => `${step.name} marker ${attempt}`;
  const states: States = new Map();
  for (let attempt = attempts; attempt >= 1; attempt--) {
    states.set(marker(attempt), {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
      Arguments: { Bucket: site.runs, Key: query(key(literal(String(attempt)))) },
      TimeoutSeconds: CALL_TIMEOUT_SECONDS,
      Retry: REPEATABLE,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: query('{}'), Next: attempt > 1 ? marker(attempt - 1) : done }],
      Assign: { [known]: query(`$parse($states.result.Body).${member}`), [asked]: false },
      Output: query('{}'),
      Next: look,
    });
  }
  // What cannot be looked at shall not keep the handlers from running.
  states.set(look, { ...looking, Catch: caught({ Output: query('{}'), Next: done }), Output: found, Next: live });
  states.set(live, {
    Type: 'Choice',
    Choices: [
      { Comment: 'not asked to stop yet', Condition: query(`${outcomeOf(step.name)} = "live" and $not($${asked})`), Next: stop },
      { Comment: 'live', Condition: query(`${outcomeOf(step.name)} = "live"`), Next: wait },
    ],
    Default: done,
  });
  // Looked at again before any wait: what stops at once shall hold up nothing.
  const goOn = { Assign: { [asked]: true }, Output: told, Next: look };
  states.set(stop, { ...stopping, Catch: [{ ErrorEquals: ['States.ALL'], ...goOn }], ...goOn });
  states.set(wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: look });
  states.set(done, { Type: 'Succeed' });
  return machineOf(marker(attempts), states);
}

import { effectiveTimeout, type StepOf, type Value } from '@millrace/core';
import { callKey, CONTINUATION } from '../compile/run-keys.ts';
import { constant, field, literal, NOW, outcomeOf, query, record, recordConstant, variable } from '../compile/expression.ts';
import { BAD, CALL_TIMEOUT_SECONDS, caught, POLL_SECONDS, REPEATABLE, throttled, type Fields, type States } from '../compile/states.ts';
import { canRetry, type After, type Attempt, type Place } from './builder.ts';
import { counting } from './called.ts';
import { isList, textField } from './values.ts';

/**
 * An automation. Step Functions starts it but does not wait, so the machine looks every 30 seconds. Its id is put into the run's folder, so that
 * an early stop, and whoever stops the run, finds it. At the timeout it is asked to stop, and the attempt has timed out, whatever it comes to.
 */
export function ssmAttempt(step: StepOf<'ssm'>, place: Place): Attempt {
  const names = { start: step.name, mark: `${step.name} mark`, look: `${step.name} look`, done: `${step.name} done?`, wait: `${step.name} wait`, stop: `${step.name} stop` };
  const own = { id: variable('automation', step.name), since: variable('since', step.name) };
  const attempt = canRetry(step) ? `($${variable('tries', step.name)} + 1)` : '1';
  const failed = (bad: string): Fields => ({ ...counting(step), Output: recordConstant(step.name, 'failed'), Next: bad });
  const running = record(step.name, '"running"');
  const start = (bad: string): Fields => ({
    ...automation('startAutomationExecution', { DocumentName: step.with.document, ...parametersOf(step, place), ClientToken: token(step, place, attempt) }),
    Catch: [{ ErrorEquals: ['States.ALL'], ...failed(bad) }],
    Assign: { [own.id]: query('$states.result.AutomationExecutionId'), [own.since]: query(NOW) },
    Output: running,
    Next: names.mark,
  });
  const mark: Fields = {
    Type: 'Task',
    Comment: 'Puts the id of the automation into the folder of the run.',
    Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
    Arguments: { Bucket: place.site.runs, Key: query(callKey(place.pipeline, step.name, attempt)), Body: query(`$string({"at": $${own.since}, "id": $${own.id}})`) },
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Retry: REPEATABLE,
    // Without its mark it runs all the same; only a stop does not find it.
    Catch: [{ ErrorEquals: ['States.ALL'], Output: query('$states.input'), Next: names.look }],
    Output: query('$states.input'),
    Next: names.look,
  };
  const look = (bad: string): Fields => ({
    ...automation('getAutomationExecution', { AutomationExecutionId: query(`$${own.id}`) }),
    Catch: caught(failed(bad)),
    Output: record(step.name, `($is := ${automationOutcome}; $exists($is) ? $is : ${NOW} - $${own.since} >= ${effectiveTimeout(step) * 1000} ? "overdue" : "running")`),
    Next: names.done,
  });
  const done = (after: After): Fields => ({
    Type: 'Choice',
    Choices: [
      { Comment: 'succeeded', Condition: query(`${outcomeOf(step.name)} = "succeeded"`), Next: after.good },
      { Comment: 'went wrong', Condition: query(`${outcomeOf(step.name)} in ${literal(BAD)}`), ...counting(step), Next: after.bad },
      { Comment: 'its time is up', Condition: query(`${outcomeOf(step.name)} = "overdue"`), Next: names.stop },
    ],
    Default: names.wait,
  });
  const timedOut = (bad: string): Fields => ({ ...counting(step), Output: recordConstant(step.name, 'timedOut'), Next: bad });
  const stop = (bad: string): Fields => ({
    ...stopAutomation(`$${own.id}`),
    Comment: 'The timeout of this attempt is over.',
    Catch: [{ ErrorEquals: ['States.ALL'], ...timedOut(bad) }],
    ...timedOut(bad),
  });
  return {
    begin: names.start,
    assign: {},
    states: (after): States => new Map([
      [names.start, start(after.bad)],
      [names.mark, mark],
      [names.look, look(after.bad)],
      [names.done, done(after)],
      [names.wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: names.look }],
      [names.stop, stop(after.bad)],
    ]),
  };
}

/** How an automation has ended, by Systems Manager's word for it. What is not here still runs. */
export const AUTOMATION_ENDS = {
  Success: 'succeeded', CompletedWithSuccess: 'succeeded', TimedOut: 'timedOut', Cancelled: 'stopped',
  Failed: 'failed', CompletedWithFailure: 'failed', Rejected: 'failed', ChangeCalendarOverrideRejected: 'failed', Exited: 'failed',
} as const;

/** The outcome in the answer to a look, as JSONata; nothing while the automation runs. */
export const automationOutcome = `$lookup(${JSON.stringify(AUTOMATION_ENDS)}, $states.result.AutomationExecution.AutomationExecutionStatus)`;

/** A call of Systems Manager that is safe to repeat: starts carry a token. */
export const automation = (operation: string, args: Fields): Fields => ({
  Type: 'Task', Resource: `arn:aws:states:::aws-sdk:ssm:${operation}`, Arguments: args, TimeoutSeconds: CALL_TIMEOUT_SECONDS,
  Retry: throttled('Ssm.ThrottlingException', 'Ssm.SsmException', 'Ssm.InternalServerErrorException', 'Ssm.AutomationExecutionLimitExceededException', 'Ssm.SdkClientException'),
});

export const stopAutomation = (id: string): Fields => automation('stopAutomationExecution', { AutomationExecutionId: query(id), Type: 'Cancel' });

function parametersOf(step: StepOf<'ssm'>, place: Place): Fields {
  const given = Object.entries(step.with.parameters ?? {}).map(([name, value]) => [name, texts(value, place)] as const);
  return given.length === 0 ? {} : { Parameters: Object.fromEntries(given) };
}

/** Systems Manager takes a list of texts for every parameter. */
const texts = (value: Value, place: Place): readonly string[] =>
  (typeof value === 'object' && isList(value) ? value.map((one) => (typeof one === 'string' ? constant(one) : String(one))) : [textField(value, place)]);

/**
 * A UUID that is made of the attempt's name, so that a start that is repeated starts nothing twice. Where the execution of an earlier continuation
 * ended before its start was answered, the first attempt repeats that one: if the automation runs, it is the step's.
 */
function token(step: StepOf<'ssm'>, { pipeline, keepable }: Place, attempt: string): string {
  const own = `${CONTINUATION} & "-" & ${attempt}`;
  const repeated = `$unanswered.${field(step.name)}`;
  const first = canRetry(step) ? `$exists(${repeated}) and $${variable('tries', step.name)} = 0` : `$exists(${repeated})`;
  const name = `${literal(`${pipeline.name}/`)} & $run.id & ${literal(`/${step.name}/`)} & ${keepable ? `(${first} ? ${repeated} : ${own})` : own}`;
  const parts = '$substring($h, 0, 8) & "-" & $substring($h, 8, 4) & "-5" & $substring($h, 13, 3) & "-a" & $substring($h, 17, 3) & "-" & $substring($h, 20, 12)';
  return query(`($h := $hash(${name}, "SHA-256"); ${parts})`);
}

import { effectiveTimeout, type StepOf } from '@millrace/core';
import { isStream, nativeName } from '@millrace/workload';
import { literal, outcomeOf, query, record, variable } from '../compile/expression.ts';
import { caught, GRACE_SECONDS, REFUSED, type Fields, type States } from '../compile/states.ts';
import { canRetry, type Attempt, type Place } from './builder.ts';
import { hasOutputs, judged, outputsKey, readCall } from './outputs.ts';
import { textField } from './values.ts';

/** A Glue job: one Task that starts the job and waits for its end; where it has outputs, another that reads and checks them. */
export function glueJobAttempt(step: StepOf<'glueJob'>, place: Place, extra: Fields): Attempt {
  const tries = variable('tries', step.name);
  const count = canRetry(step) ? { Assign: { [tries]: query(`$${tries} + 1`) } } : {};
  return {
    begin: step.name,
    assign: {},
    states: ({ good, bad }): States => new Map<string, Fields>([[step.name, {
      Type: 'Task',
      Resource: 'arn:aws:states:::glue:startJobRun.sync',
      Arguments: jobArguments(step, place, extra),
      TimeoutSeconds: effectiveTimeout(step) + GRACE_SECONDS,
      Retry: REFUSED,
      ...(place.plain
        ? { Output: record(step.name, STOPPED_IS_AN_ERROR) }
        : {
          // The answer repeats the arguments, which may have been almost too large already.
          Catch: caught({ ...count, Output: record(step.name, FAILED_AS), Next: bad }),
          Output: record(step.name, '$states.result.JobRunState = "STOPPED" ? "stopped" : "succeeded"'),
        }),
      Next: hasOutputs(step) ? outputsStateOf(step.name) : good,
    }], ...(hasOutputs(step) ? [[outputsStateOf(step.name), outputsState(step, place, count, bad)] as const] : [])]),
  };
}

const outputsStateOf = (step: string): string => `${step} outputs`;
const outputsKeyOf = (step: StepOf<'glueJob'>, place: Place): string => outputsKey(place.pipeline, step.name, canRetry(step) ? `($${variable('tries', step.name)} + 1)` : '"1"');

/** What a job run that was stopped has left is no matter, whatever Step Functions makes of its end. */
function outputsState(step: StepOf<'glueJob'>, place: Place, count: Fields, bad: string): Fields {
  const stopped = `${outcomeOf(step.name)} = "stopped"`;
  return {
    ...readCall(place.site.runs, outputsKeyOf(step, place)),
    Comment: `Reads what '${step.name}' hands on. Where that is not what it declares, the attempt has failed.`,
    // As JSON text within JSON 64 KiB can be more than a state takes.
    Catch: caught({ ...count, Output: record(step.name, `${stopped} ? "stopped" : "failed"`), Next: bad }),
    ...count,
    Output: query(`${stopped} ? $states.input : $merge([$states.input, ${judged(step, place.pipeline)}])`),
    Next: bad,
  };
}

/**
 * The outcome behind an error. The cause of a job run that ended is its JobRun as JSON; a refused start has a sentence there, so the
 * text is searched and not parsed. Inside a JSON string quotes are escaped, so no message of a job can look like its state.
 */
const FAILED_AS = '$states.errorOutput.Error = "States.Timeout" or $contains($states.errorOutput.Cause, /"JobRunState":\\s*"TIMEOUT"/) ? "timedOut"'
  + ' : $contains($states.errorOutput.Cause, /"JobRunState":\\s*"STOPPED"/) ? "stopped" : "failed"';

/** Should Step Functions take a job run that was stopped for a success, the error of the expression fails the state all the same. */
const STOPPED_IS_AN_ERROR = '$states.result.JobRunState = "STOPPED" ? $error("The job run was stopped.") : "succeeded"';

/** What a start of the job is given. */
export function jobArguments(step: StepOf<'glueJob'>, place: Place, extra: Fields): Fields {
  const args = Object.entries(step.with.args).map(([name, value]) => [`--${name}`, textField(value, place)] as const);
  const outputs: Fields = hasOutputs(step) ? { '--MILLRACE_OUTPUTS': query(`${literal(`s3://${place.site.runs}/`)} & ${outputsKeyOf(step, place)}`) } : {};
  return {
    JobName: nativeName(place.site, place.pipeline, step),
    // The job may have another one: it is someone else's, or of another version than the definition that goes on, or that a rollback has brought back.
    ...(isStream(step) ? {} : { Timeout: Math.ceil(effectiveTimeout(step) / 60) }),
    Arguments: { ...Object.fromEntries(args), ...extra, ...outputs, '--MILLRACE_RUN': query('$run.id'), '--MILLRACE_STEP': step.name },
  };
}

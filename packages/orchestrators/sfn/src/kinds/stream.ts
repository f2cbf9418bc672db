import { nativeName, type DefinedJob } from '@millrace/workload';
import { literal, outcomeOf, query, record, recordConstant, variable } from '../compile/expression.ts';
import { BAD, caught, LIVE_JOB_RUNS, POLL_SECONDS, throttled, type Fields, type States } from '../compile/states.ts';
import type { After, Attempt, Place } from './builder.ts';
import { counting } from './called.ts';
import { call } from './crawler.ts';
import { jobArguments } from './glue-job.ts';

/**
 * A stream: it never ends, so the step has succeeded once its job run runs. There is one live copy, whichever run started it: the machine looks for
 * one before it starts the job, and while one is being stopped it waits.
 */
export function streamAttempt(step: DefinedJob, place: Place): Attempt {
  const names = { find: `${step.name} find`, found: `${step.name} found?`, gone: `${step.name} gone`, start: step.name, look: `${step.name} look`, done: `${step.name} done?`, wait: `${step.name} wait` };
  const id = variable('stream', step.name);
  const job = { JobName: nativeName(place.site, place.pipeline, step) };
  const failed = (bad: string): Fields => ({ ...counting(step), Output: recordConstant(step.name, 'failed'), Next: bad });
  const live = `$states.result.JobRuns[JobRunState in ${literal(LIVE_JOB_RUNS)}]`;
  const find = (bad: string): Fields => ({
    ...call('getJobRuns', { ...job, MaxResults: NEWEST }),
    Comment: 'Looks for a live copy, whichever run started it.',
    Catch: caught(failed(bad)),
    Assign: { [id]: query(`($going := ${live}[JobRunState != "STOPPING"]; $exists($going) ? $going[0].Id : "")`) },
    Output: record(step.name, `$exists(${live}) ? "live" : "none"`),
    Next: names.found,
  });
  const found: Fields = {
    Type: 'Choice',
    Choices: [{ Comment: 'started', Condition: query(`$${id} != ""`), Next: names.look }, { Comment: 'runs already', Condition: query(`${outcomeOf(step.name)} = "live"`), Next: names.gone }],
    Default: names.start,
  };
  const start = (bad: string): Fields => ({
    ...call('startJobRun', jobArguments(step, place, {})),
    Resource: 'arn:aws:states:::glue:startJobRun',
    Retry: throttled('Glue.ThrottlingException', 'Glue.AWSGlueException', 'Glue.ResourceNumberLimitExceededException', 'Glue.InternalServiceException', 'Glue.OperationTimeoutException'),
    // Another run was first: its copy is found now.
    Catch: [{ ErrorEquals: ['Glue.ConcurrentRunsExceededException'], Output: query('$states.input'), Next: names.gone }, { ErrorEquals: ['States.ALL'], ...failed(bad) }],
    Assign: { [id]: query('$states.result.JobRunId') },
    Output: record(step.name, '"starting"'),
    Next: names.look,
  });
  const look = (bad: string): Fields => ({
    ...call('getJobRun', { ...job, RunId: query(`$${id}`) }),
    Catch: caught(failed(bad)),
    Output: record(step.name, streamState('$states.result.JobRun.JobRunState')),
    Next: names.done,
  });
  const done = (after: After): Fields => ({
    Type: 'Choice',
    Choices: [
      { Comment: 'succeeded', Condition: query(`${outcomeOf(step.name)} = "succeeded"`), Next: after.good },
      { Comment: 'went wrong', Condition: query(`${outcomeOf(step.name)} in ${literal(BAD)}`), ...counting(step), Next: after.bad },
    ],
    Default: names.wait,
  });
  return {
    begin: names.find,
    assign: {},
    states: (after): States => new Map([
      [names.find, find(after.bad)],
      [names.found, found],
      [names.gone, { Type: 'Wait', Comment: 'A copy that is being stopped is waited for.', Seconds: POLL_SECONDS, Next: names.find }],
      [names.start, start(after.bad)],
      [names.look, look(after.bad)],
      [names.done, done(after)],
      [names.wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: names.look }],
    ]),
  };
}

/** A job that runs one copy at a time has none that is live behind these. */
export const NEWEST = 20;

/** How a step stands by its job run's state, as JSONata: succeeded once it runs, 'live' before. */
export const streamState = (state: string): string =>
  `($is := $lookup({"RUNNING": "succeeded", "SUCCEEDED": "succeeded", "STOPPED": "stopped", "TIMEOUT": "timedOut", "FAILED": "failed", "ERROR": "failed", "EXPIRED": "failed"}, ${state}); $exists($is) ? $is : "live")`;

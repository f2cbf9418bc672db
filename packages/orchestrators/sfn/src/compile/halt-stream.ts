import type { Pipeline, Site } from '@millrace/core';
import { nativeName, type DefinedJob } from '@millrace/workload';
import { call } from '../kinds/crawler.ts';
import { NEWEST, streamState } from '../kinds/stream.ts';
import { literal, outcomeOf, query, variable } from './expression.ts';
import { BEGUN } from './job-runs.ts';
import { caught, machineOf, POLL_SECONDS, type Fields } from './states.ts';

/** After an early stop: a stream of this run that has not come up yet is stopped and waited for. One that runs outlives its run. */
export function streamBranch(step: DefinedJob, pipeline: Pipeline, site: Site): Fields {
  const id = variable('halt_stream', step.name);
  const asked = variable('halt_asked', step.name);
  const [first, look, live, stop, wait, done] = [`${step.name} to stop`, `${step.name} at the stop`, `${step.name} live?`, `${step.name} stop now`, `${step.name} still starts`, `${step.name} at rest`];
  const job = { JobName: nativeName(site, pipeline, step) };
  const ours = `($since := ${BEGUN}; $states.result.JobRuns[Arguments.\`--MILLRACE_RUN\` = $run.id and Arguments.\`--MILLRACE_STEP\` = ${literal(step.name)} and $toMillis(StartedOn) >= $since][0])`;
  // Looked at again before any wait: one that stops at once shall hold up nothing.
  const goOn: Fields = { Assign: { [asked]: true }, Output: query('{}'), Next: look };
  return machineOf(first, new Map<string, Fields>([
    [first, { Type: 'Pass', Assign: { [asked]: false }, Output: query('{}'), Next: look }],
    [look, {
      ...call('getJobRuns', { ...job, MaxResults: NEWEST }),
      // What cannot be looked at shall not keep the handlers from running.
      Catch: caught({ Output: query('{}'), Next: done }),
      Assign: { [id]: query(`($ours := ${ours}; $exists($ours) ? $ours.Id : "")`) },
      Output: query(`($ours := ${ours}; $exists($ours) ? {${literal(step.name)}: ${streamState('$ours.JobRunState')}} : {})`),
      Next: live,
    }],
    [live, {
      Type: 'Choice',
      Choices: [
        { Comment: 'not asked to stop yet', Condition: query(`${outcomeOf(step.name)} = "live" and $not($${asked})`), Next: stop },
        { Comment: 'live', Condition: query(`${outcomeOf(step.name)} = "live"`), Next: wait },
      ],
      Default: done,
    }],
    [stop, { ...call('batchStopJobRun', { ...job, JobRunIds: [query(`$${id}`)] }), Catch: [{ ErrorEquals: ['States.ALL'], ...goOn }], ...goOn }],
    [wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: look }],
    [done, { Type: 'Succeed' }],
  ]));
}

import type { Pipeline, Site } from '@millrace/core';
import { allSteps, isStream, nativeName } from '@millrace/workload';
import { call } from '../kinds/crawler.ts';
import { literal, query } from './expression.ts';
import { nextPage, pageOf, smallerPages } from './job-runs.ts';
import { LIVE_JOB_RUNS, machineOf, type Fields } from './states.ts';
import { TURN, WHY } from './turn-parts.ts';

const AT_ONCE = 5;

/** The jobs whose runs belong to a run of the pipeline. Streams outlive theirs. */
export const jobsOf = (pipeline: Pipeline, site: Site): readonly string[] =>
  [...new Set(allSteps(pipeline).filter((step) => step.kind === 'glueJob' && !isStream(step)).map((step) => nativeName(site, pipeline, step)))];

/**
 * Looks whether job runs of `$left` are live: of an execution that was aborted some may be stopping still. A second look is at those jobs alone that
 * had some at the first.
 */
export function jobRunsState(jobs: readonly string[]): Fields {
  const [look, older, done] = ['Job runs of one job', 'Older job runs?', 'Job looked at'];
  const { catcher, states } = smallerPages(look, 'Job runs one by one?', done);
  const found = `$states.result.JobRuns[JobRunState in ${literal(LIVE_JOB_RUNS)} and Arguments.\`--MILLRACE_RUN\` in $left.run]`;
  // Job runs come newest first, and none of those runs began any before its turn.
  const more = '$boolean($states.result.NextToken) and $toMillis($states.result.JobRuns[-1].StartedOn) >= $min($left.at) - 60000';
  return {
    Type: 'Map',
    Comment: 'Runs that did not succeed may have left job runs that still stop.',
    Items: query(`$count($busy) > 0 ? $busy : ${literal(jobs)}`),
    MaxConcurrency: AT_ONCE,
    ItemSelector: { job: query('$states.context.Map.Item.Value') },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'INLINE' },
      ...machineOf(look, new Map<string, Fields>([
        [look, {
          ...call('getJobRuns', {}),
          Arguments: pageOf('$states.input.job'),
          // A job that is gone has no runs.
          Catch: [{ ErrorEquals: ['Glue.EntityNotFoundException'], Output: {}, Next: done }, catcher],
          Output: query(`($found := ${found}; $exists($found) ? {"busy": $states.input.job, "run": $found[0].Arguments.\`--MILLRACE_RUN\`} : ${more} ? ${nextPage('"job": $states.input.job, ')} : {})`),
          Next: older,
        }],
        [older, { Type: 'Choice', Choices: [{ Comment: 'another page', Condition: query('$exists($states.input.page)'), Next: look }], Default: done }],
        ...states,
        [done, { Type: 'Succeed' }],
      ])),
    },
    Catch: [{ ErrorEquals: ['States.ALL'], Output: query(`{"why": ${WHY}}`), Next: TURN.unknown }],
    Assign: { busy: query('[$states.result.busy]'), left: query('$count($states.result.busy) > 0 ? $left : []') },
    Output: query('{"live": $count($states.result.busy) > 0, "run": ($states.result.run)[0]}'),
    Next: TURN.before,
  };
}

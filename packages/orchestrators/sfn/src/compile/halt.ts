import type { Pipeline, Site, Step, StepOf } from '@millrace/core';
import { isStream, nativeName } from '@millrace/workload';
import { call, crawlOutcome, CRAWLS, ownCrawl } from '../kinds/crawler.ts';
import { hasOutputs, judged, readCall } from '../kinds/outputs.ts';
import { automationBranch } from './halt-automation.ts';
import { markedBranch } from './halt-marked.ts';
import { streamBranch } from './halt-stream.ts';
import { BEGUN, nextPage, pageOf, smallerPages } from './job-runs.ts';
import { crawlKey } from './run-keys.ts';
import { literal, outcomeOf, query, record, recordConstant, variable, wentWrong } from './expression.ts';
import { caught, LIVE_JOB_RUNS, machineOf, POLL_SECONDS, type Fields, type States } from './states.ts';

export const HALT = 'Wait for the rest';

/** Is there anything to do after an early stop, given the steps that stand inside Parallels? */
export function needsHalt(beside: readonly Step[], pipeline: Pipeline): boolean {
  return beside.some((step) => step.kind === 'crawler' || step.kind === 'ssm' || isStream(step) || (step.kind === 'glueJob' && hasHandlers(pipeline)));
}

const hasHandlers = (pipeline: Pipeline): boolean => pipeline.onFailure !== null || pipeline.finally !== null;

/**
 * The states after an early stop. Step Functions has aborted every branch and asked their job runs to stop, but waits for none, and
 * knows nothing of crawls and automations. Here those that are ours are stopped, and, where handlers follow, everything is waited for.
 */
export function haltStates(beside: readonly Step[], pipeline: Pipeline, site: Site, next: string): States {
  const branches = beside.flatMap((step): Fields[] => {
    if (step.kind === 'crawler') return [crawlBranch(step, pipeline, site)];
    if (isStream(step)) return [streamBranch(step, pipeline, site)];
    if (step.kind === 'ssm') return [automationBranch(step, pipeline, site)];
    return step.kind === 'glueJob' && hasHandlers(pipeline) ? [jobBranch(step, pipeline, site)] : [];
  });
  return new Map([[HALT, {
    Type: 'Parallel',
    Comment: 'The run stops early: nothing starts any more, and what is still live ends first.',
    Arguments: {},
    Branches: branches,
    // What went wrong before the stop is known, and nothing that is found afterwards makes it good.
    Output: query(`$merge($append($append($states.input, $states.result), ${wentWrong([])}))`),
    Next: next,
  }]]);
}

/**
 * Looks at the job runs since this continuation began, newest first and page by page, until none of this run and step is live; then its
 * outcome is known.
 */
function jobBranch(step: StepOf<'glueJob'>, pipeline: Pipeline, site: Site): Fields {
  const [look, live, wait, done, outputs] = [`${step.name} at the stop`, `${step.name} live?`, `${step.name} still runs`, `${step.name} at rest`, `${step.name} outputs at the stop`];
  const { catcher, states } = smallerPages(look, `${step.name} one by one?`, done);
  const ours = `($since := ${BEGUN}; $states.result.JobRuns[Arguments.\`--MILLRACE_RUN\` = $run.id and Arguments.\`--MILLRACE_STEP\` = ${literal(step.name)} and $toMillis(StartedOn) >= $since])`;
  const uri = variable('halt_uri', step.name);
  const written = `${ours}[0].Arguments.\`--MILLRACE_OUTPUTS\``;
  const known = '{"SUCCEEDED": "succeeded", "STOPPED": "stopped", "TIMEOUT": "timedOut", "FAILED": "failed", "ERROR": "failed"}';
  const older = `$boolean($states.result.NextToken) and $toMillis($states.result.JobRuns[-1].StartedOn) >= ${BEGUN}`;
  return machineOf(look, new Map<string, Fields>([
    [look, {
      ...call('getJobRuns', {}),
      Arguments: pageOf(literal(nativeName(site, pipeline, step))),
      // What cannot be looked at shall not keep the handlers from running.
      Catch: [catcher, { ErrorEquals: ['States.ALL'], Output: query('{}'), Next: done }],
      Output: query(`($ours := ${ours}; $count($ours[JobRunState in ${literal(LIVE_JOB_RUNS)}]) > 0 ? {${literal(step.name)}: "live"}`
        + ` : $exists($ours) ? {${literal(step.name)}: $lookup(${known}, $ours[0].JobRunState)} : ${older} ? ${nextPage('')} : {})`),
      ...(hasOutputs(step) ? { Assign: { [uri]: query(`$exists(${written}) ? ${written} : ""`) } } : {}),
      Next: live,
    }],
    [live, {
      Type: 'Choice',
      Choices: [
        { Comment: 'live', Condition: query(`${outcomeOf(step.name)} = "live"`), Next: wait },
        ...(hasOutputs(step) ? [{ Comment: 'succeeded', Condition: query(`${outcomeOf(step.name)} = "succeeded"`), Next: outputs }] : []),
        { Comment: 'there may be older ones', Condition: query('$exists($states.input.page)'), Next: look },
      ],
      Default: done,
    }],
    [wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: look }],
    ...states,
    ...(hasOutputs(step) ? [[outputs, {
      ...readCall(site.runs, `$substringAfter($${uri}, ${literal(`s3://${site.runs}/`)})`),
      Catch: caught({ Output: { [step.name]: 'failed' }, Next: done }),
      Output: query(judged(step, pipeline)),
      Next: done,
    }] as const] : []),
    [done, { Type: 'Succeed' }],
  ]));
}

/** Stops and waits for the crawl that began after the marker of the last attempt, if it is live. */
function crawlBranch(step: StepOf<'crawler'>, pipeline: Pipeline, site: Site): Fields {
  const since = variable('halt_since', step.name);
  const crawler = { Name: nativeName(site, pipeline, step) };
  return markedBranch({
    site, step, key: (attempt) => crawlKey(pipeline, step.name, attempt), known: since, member: 'at',
    look: call('listCrawls', { CrawlerName: crawler.Name, MaxResults: CRAWLS }),
    found: record(step.name, `($own := ${ownCrawl(since, null)}; $own.State = "RUNNING" ? "live" : $exists($own) ? ${crawlOutcome(step, since)} : "skipped")`),
    stop: call('stopCrawler', crawler), asked: recordConstant(step.name, 'stopped'),
  });
}

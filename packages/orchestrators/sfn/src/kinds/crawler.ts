import { effectiveTimeout, type StepOf } from '@millrace/core';
import { nativeName } from '@millrace/workload';
import { crawlKey } from '../compile/crawl-key.ts';
import { literal, NOW, outcomeOf, query, record, recordConstant, variable } from '../compile/expression.ts';
import { CALL_TIMEOUT_SECONDS, POLL_SECONDS, REPEATABLE, type Fields, type States } from '../compile/states.ts';
import { canRetry, type Attempt, type Place } from './builder.ts';

/**
 * A crawl. Step Functions starts crawlers but does not wait for them, so the machine looks every 30 seconds. A marker in the run's
 * folder, put just before the start, tells which crawl is ours: one that began after it.
 */
export function crawlerAttempt(step: StepOf<'crawler'>, place: Place): Attempt {
  const names = namesOf(step.name);
  const since = variable('since', step.name);
  const late = variable('late', step.name);
  const tries = variable('tries', step.name);
  const crawler = { Name: nativeName(place.site, place.pipeline, step) };
  const failed = (bad: string): Fields => ({
    ErrorEquals: ['States.ALL'],
    ...(canRetry(step) ? { Assign: { [tries]: query(`$${tries} + 1`) } } : {}),
    Output: recordConstant(step.name, 'failed'),
    Next: bad,
  });
  const mark = (bad: string): Fields => ({
    Type: 'Task',
    Comment: 'Puts the marker of this attempt into the folder of the run.',
    Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
    Arguments: { Bucket: place.site.runs, Key: query(crawlKey(place.pipeline, step.name, canRetry(step) ? `($${tries} + 1)` : '1')), Body: query(`$string({"at": ${NOW}})`) },
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Retry: REPEATABLE,
    Catch: [failed(bad)],
    Assign: { [since]: query(NOW), [late]: false },
    Output: query('$states.input'),
    Next: names.start,
  });
  const start = (bad: string): Fields => ({
    ...call('startCrawler', crawler),
    Catch: [{ ErrorEquals: ['Glue.CrawlerRunningException', 'Glue.CrawlerStoppingException'], Output: query('$states.input'), Next: names.busy }, failed(bad)],
    Output: query('$states.input'),
    Next: names.look,
  });
  const look = (bad: string): Fields => ({
    ...call('getCrawler', crawler),
    Catch: [failed(bad)],
    // Marker and crawl are compared in whole seconds: that is how exact Glue's times are.
    Output: record(step.name, `$states.result.Crawler.State = "READY" and ${crawlStart} >= $floor($${since} / 1000) * 1000 ? ($${late} ? "timedOut" : ${crawlOutcome}) : "running"`),
    ...(canRetry(step) ? { Assign: { [tries]: query(`$states.result.Crawler.State = "READY" and ${crawlStart} >= $floor($${since} / 1000) * 1000 ? $${tries} + 1 : $${tries}`) } } : {}),
    Next: names.done,
  });
  const done = (after: { readonly good: string; readonly bad: string }): Fields => ({
    Type: 'Choice',
    Choices: [
      { Condition: query(`${outcomeOf(step.name)} = "succeeded"`), Next: after.good },
      { Condition: query(`${outcomeOf(step.name)} != "running"`), Next: after.bad },
      { Condition: query(`$not($${late}) and ${NOW} - $${since} >= ${effectiveTimeout(step) * 1000}`), Next: names.stop },
    ],
    Default: names.wait,
  });
  const stop: Fields = {
    ...call('stopCrawler', crawler),
    Comment: 'The timeout of this attempt is over.',
    // Ended meanwhile, or being stopped already: the next look tells.
    Catch: [{ ErrorEquals: ['States.ALL'], Assign: { [late]: true }, Output: query('$states.input'), Next: names.look }],
    Assign: { [late]: true },
    Output: query('$states.input'),
    Next: names.look,
  };
  return {
    begin: names.mark,
    assign: {},
    states: (after): States => new Map([
      [names.mark, mark(after.bad)],
      [names.start, start(after.bad)],
      [names.busy, { Type: 'Wait', Comment: 'A crawl that this step did not start is waited for, then a new one is started.', Seconds: POLL_SECONDS, Next: names.mark }],
      [names.look, look(after.bad)],
      [names.done, done(after)],
      [names.wait, { Type: 'Wait', Seconds: POLL_SECONDS, Next: names.look }],
      [names.stop, stop],
    ]),
  };
}

const namesOf = (step: string) => ({
  mark: `${step} mark`, start: step, busy: `${step} busy`, look: `${step} look`, done: `${step} done?`, wait: `${step} wait`, stop: `${step} stop`,
});

/** When the last crawl began: epoch milliseconds, 0 when there was none. */
export const crawlStart = '($exists($states.result.Crawler.LastCrawl.StartTime) ? $toMillis($states.result.Crawler.LastCrawl.StartTime) : 0)';
/** How the last crawl ended. */
export const crawlOutcome = `$lookup({"SUCCEEDED": ${literal('succeeded')}, "CANCELLED": ${literal('stopped')}, "FAILED": ${literal('failed')}}, $states.result.Crawler.LastCrawl.Status)`;

/** A call of Glue's API. */
export const call = (operation: string, args: Fields): Fields => ({
  Type: 'Task', Resource: `arn:aws:states:::aws-sdk:glue:${operation}`, Arguments: args, TimeoutSeconds: CALL_TIMEOUT_SECONDS, Retry: REPEATABLE,
});

import { effectiveTimeout, type StepOf } from '@millrace/core';
import { nativeName } from '@millrace/workload';
import { crawlKey } from '../compile/run-keys.ts';
import { literal, NOW, outcomeOf, query, record, recordConstant, variable } from '../compile/expression.ts';
import { BAD, CALL_TIMEOUT_SECONDS, caught, POLL_SECONDS, REPEATABLE, STARTS_WITHIN_SECONDS, type Fields, type States } from '../compile/states.ts';
import { canRetry, type Attempt, type Place } from './builder.ts';

/**
 * A crawl. Step Functions starts crawlers but does not wait for them, so the machine looks every 30 seconds. A marker in the run's
 * folder, put just before the start, tells which crawl is ours: the first that began after it. Others use the crawler too, so the
 * outcome is read from the history of crawls, and only that very crawl is stopped.
 */
export function crawlerAttempt(step: StepOf<'crawler'>, place: Place): Attempt {
  const names = namesOf(step.name);
  const since = variable('since', step.name);
  const late = variable('late', step.name);
  const tries = variable('tries', step.name);
  const taken = variable('taken', step.name);
  const count: Fields = canRetry(step) ? { Assign: { [tries]: query(`$${tries} + 1`) } } : {};
  const crawler = { Name: nativeName(place.site, place.pipeline, step) };
  const failed = (bad: string): Fields => ({ ...count, Output: recordConstant(step.name, 'failed'), Next: bad });
  const mark = (bad: string): Fields => ({
    Type: 'Task',
    Comment: 'Puts the marker of this attempt into the folder of the run.',
    Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
    Arguments: { Bucket: place.site.runs, Key: query(crawlKey(place.pipeline, step.name, canRetry(step) ? `($${tries} + 1)` : '1')), Body: query(`$string({"at": ${NOW}})`) },
    TimeoutSeconds: CALL_TIMEOUT_SECONDS,
    Retry: REPEATABLE,
    Catch: [{ ErrorEquals: ['States.ALL'], ...failed(bad) }],
    Assign: { [since]: query(NOW), [late]: false },
    Output: query('$states.input'),
    Next: names.start,
  });
  const start = (bad: string): Fields => ({
    ...call('startCrawler', crawler),
    Catch: [{ ErrorEquals: ['Glue.CrawlerRunningException', 'Glue.CrawlerStoppingException'], Output: query('$states.input'), Next: names.busy }, { ErrorEquals: ['States.ALL'], ...failed(bad) }],
    Output: query('$states.input'),
    Next: names.look,
  });
  const own = ownCrawl(since, canRetry(step) ? taken : null);
  const over = `${NOW} - $${since} >= ${effectiveTimeout(step) * 1000}`;
  const look = (bad: string): Fields => ({
    ...call('listCrawls', { CrawlerName: crawler.Name, MaxResults: CRAWLS }),
    Catch: caught(failed(bad)),
    // A crawl that the history still does not know when the time is up cannot be told from one of someone else: it is left alone.
    Output: record(step.name, `($own := ${own}; $own.State = "RUNNING" ? ($not($${late}) and ${over} ? "overdue" : "running")`
      + ` : $exists($own) ? ${crawlOutcome(step, since)} : ${over} ? "timedOut" : "running")`),
    ...(canRetry(step) ? { Assign: { [taken]: query(`($own := ${own}; $exists($own) and $own.State != "RUNNING" ? $own.CrawlId : $${taken})`) } } : {}),
    Next: names.done,
  });
  const done = (after: { readonly good: string; readonly bad: string }): Fields => ({
    Type: 'Choice',
    Choices: [
      { Comment: 'succeeded', Condition: query(`${outcomeOf(step.name)} = "succeeded"`), Next: after.good },
      { Comment: 'went wrong', Condition: query(`${outcomeOf(step.name)} in ${literal(BAD)}`), ...count, Next: after.bad },
      { Comment: 'its time is up', Condition: query(`${outcomeOf(step.name)} = "overdue"`), Next: names.stop },
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
    assign: canRetry(step) ? { [taken]: '' } : {},
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

/** More than a crawler can do between two looks, and little enough for the data of a state. */
export const CRAWLS = 20;

// Marker and crawl are compared in whole seconds: that is how exact Glue's times are.
const from = (since: string): string => `$floor($${since} / 1000) * 1000`;

/**
 * The crawl that an attempt started: the first since its marker, for a crawler does one at a time. `taken` holds the id of the
 * crawl of the attempt before, which may have begun in the same second.
 */
export function ownCrawl(since: string, taken: string | null): string {
  const other = taken === null ? '' : ` and CrawlId != $${taken}`;
  return `($states.result.Crawls[$toMillis(StartTime) >= ${from(since)} and $toMillis(StartTime) < $${since} + ${STARTS_WITHIN_SECONDS * 1000}${other}]^(StartTime))[0]`;
}

/** How `$own` ended. What ends after the timeout was stopped for it. */
export const crawlOutcome = (step: StepOf<'crawler'>, since: string): string =>
  `($toMillis($own.EndTime) - ${from(since)} >= ${effectiveTimeout(step) * 1000} ? "timedOut" : $own.State = "COMPLETED" ? "succeeded" : $own.State = "STOPPED" ? "stopped" : "failed")`;

/** A call of Glue's API. */
export const call = (operation: string, args: Fields): Fields => ({
  Type: 'Task', Resource: `arn:aws:states:::aws-sdk:glue:${operation}`, Arguments: args, TimeoutSeconds: CALL_TIMEOUT_SECONDS, Retry: REPEATABLE,
});

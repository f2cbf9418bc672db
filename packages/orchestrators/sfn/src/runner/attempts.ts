import { effectiveTimeout, type Step } from '@millrace/core';
import { allSteps, checkOutputs, nativeName, outcomeOfCrawl, outcomeOfJobRun, outputsSentence, parseOutputsKey, tryKey, type CrawlMark, type ObservedAttempt } from '@millrace/workload';
import { STARTS_WITHIN_SECONDS } from '../compile/states.ts';
import { carried, tooLarge } from '../kinds/outputs-size.ts';
import { outputsRead } from '../kinds/outputs.ts';
import { listed, pages } from '../pages.ts';
import type { Crawl, JobRun } from '../port.ts';
import { calledAttempts, inHistory } from './called.ts';
import { milliseconds, type RunnerContext } from './context.ts';
import { isOf, recentJobRuns } from './job-runs.ts';
import type { Gathered } from './gather.ts';
import { refusedStarts } from './refused.ts';

/** The attempts of every step: job runs that carry the run's id, crawls that began after a marker of it, and what the history of its executions tells of the rest, starts that were refused among it. */
export async function attemptsOf(context: RunnerContext, facts: Gathered): Promise<Record<string, readonly ObservedAttempt[]>> {
  const found: Record<string, readonly ObservedAttempt[]> = {};
  const marks = await context.store.readCrawls(facts.record.run);
  const called = await calledAttempts(context, facts);
  const jobRuns = new Map<string, Promise<readonly JobRun[]>>();
  for (const step of allSteps(context.pipeline)) {
    if (inHistory(step)) {
      found[step.name] = called.get(step.name) ?? [];
      continue;
    }
    const name = nativeName(context.site, context.pipeline, step);
    if (step.kind === 'crawler') {
      found[step.name] = await crawlAttempts(context, step, name, marks.filter((mark) => mark.step === step.name), facts);
      continue;
    }
    const runs = jobRuns.get(name) ?? recentJobRuns(context, name, facts.record.createdAt);
    jobRuns.set(name, runs);
    const own = (await runs).filter((run) => isOf(run, facts.record.run, step.name)).toReversed();
    found[step.name] = await Promise.all(own.map(async (run) => await handedOn(context, step, run, facts, jobAttempt(run, facts))));
  }
  for (const [step, refusal] of await refusedStarts(context, facts, found)) found[step] = [...(found[step] ?? []), refusal];
  return found;
}

/** A job run that ended well without the outputs that its step declares has failed: the machine found so too. */
async function handedOn({ store, pipeline }: RunnerContext, step: Step, { Arguments = {} }: JobRun, { record }: Gathered, attempt: ObservedAttempt): Promise<ObservedAttempt> {
  const uri = Arguments['--MILLRACE_OUTPUTS'];
  if (attempt.state !== 'succeeded' || uri === undefined || Object.keys(step.outputs).length === 0) return attempt;
  const about = parseOutputsKey(uri);
  const checked = checkOutputs(step.outputs, about === null ? null : await store.readOutputs(record.run, step.name, tryKey(about.continuation, about.attempt)));
  const { names, budget } = carried(outputsRead(pipeline), pipeline, step.name);
  const large = 'wrong' in checked ? null : tooLarge(checked.values, names, budget);
  const wrong = 'wrong' in checked ? checked.wrong : large === null ? [] : [large];
  return wrong.length > 0 ? { ...attempt, state: 'failed', message: outputsSentence(step.name, uri, wrong) } : attempt;
}

function jobAttempt(run: JobRun, { continuations }: Gathered): ObservedAttempt {
  const start = milliseconds(run.StartedOn ?? 0);
  const state = outcomeOfJobRun(run.JobRunState ?? '');
  const end = run.CompletedOn ?? run.LastModifiedOn;
  return {
    nativeId: run.Id ?? '',
    start,
    end: state === 'running' || end === undefined ? null : milliseconds(end),
    state,
    // A continuation starts when nothing of the one before is live, so times tell which it was.
    continuation: continuations.findLast(({ native }) => native !== null && native.start <= start)?.n ?? 1,
    counted: true,
    message: run.ErrorMessage ?? null,
  };
}

async function crawlAttempts({ port }: RunnerContext, step: Step, crawler: string, marks: readonly CrawlMark[], facts: Gathered): Promise<readonly ObservedAttempt[]> {
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  const [first] = ordered;
  if (first === undefined) return [];
  const crawls = (await recentCrawls(port, crawler, wholeSeconds(first.at))).toReversed();
  const taken = new Set<Crawl>();
  return ordered.flatMap((mark, at) => {
    const latest = mark.at + STARTS_WITHIN_SECONDS * 1000;
    const next = ordered[at + 1]?.at ?? latest;
    // Within one second only the order tells.
    const until = wholeSeconds(next) === wholeSeconds(mark.at) ? latest : Math.min(next, latest);
    const own = crawls.find((crawl) => !taken.has(crawl) && startOf(crawl) >= wholeSeconds(mark.at) && startOf(crawl) < until);
    if (own === undefined) return [];
    taken.add(own);
    const attempt = crawlAttempt(own, step, mark);
    return [{ ...attempt, continuation: goneOnWith(facts, attempt) }];
  });
}

// That is how exact Glue's times are.
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
const startOf = ({ StartTime = 0 }: Crawl): number => milliseconds(StartTime);

/** Newest first, back to the first marker; none of a crawler that was deleted, and its history with it. */
async function recentCrawls(port: RunnerContext['port'], crawler: string, since: number): Promise<readonly Crawl[]> {
  return await listed(pages(async (token) => {
    const { Crawls = [], NextToken } = await port.glue('ListCrawls', { CrawlerName: crawler, MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) });
    return { items: Crawls, next: NextToken };
  }, 'EntityNotFoundException'), (crawl) => startOf(crawl) >= since);
}

function crawlAttempt(crawl: Crawl, step: Step, mark: CrawlMark): ObservedAttempt {
  const end = crawl.EndTime === undefined ? null : milliseconds(crawl.EndTime);
  const state = outcomeOfCrawl(crawl.State ?? '');
  // The machine stops a crawl at its timeout, however it then ends; one that ends earlier ended by itself, or someone stopped it.
  const late = end !== null && end - wholeSeconds(mark.at) >= effectiveTimeout(step) * 1000;
  return {
    nativeId: crawl.CrawlId ?? '', start: startOf(crawl), end, state: late ? 'timedOut' : state, continuation: mark.continuation, counted: true, message: crawl.ErrorMessage ?? null,
  };
}

/** A redrive in the console goes on with a crawl that its execution had left: the crawl belongs to the continuation in which it ended. */
function goneOnWith({ continuations }: Gathered, { continuation, end }: ObservedAttempt): number {
  const execution = continuations.find(({ n }) => n === continuation)?.native?.nativeId;
  const last = continuations.findLast(({ n, native }) => n >= continuation && native !== null && native.nativeId === execution && native.start <= (end ?? Infinity));
  return last?.n ?? continuation;
}

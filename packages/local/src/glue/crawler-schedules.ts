import { AwsError, type Operation } from '../host/types.ts';
import { scheduleTimers } from '../host/persistence.ts';
import { timesOf } from '../service/schedule.ts';
import { type Crawler, crawlerKey, crawlerNamed, crawlers, startCrawl } from './crawl-life.ts';
import { longText, members, name } from './input.ts';
import { type Ctx, handler, operation, table } from './kit.ts';
import { unlessRefused } from './trigger-firing.ts';
import { checkSchedule } from './trigger-schedule.ts';

/** Crawlers whose schedule was stopped. */
const stopped = table<true>('crawlerScheduleStopped');
const timerOf = (crawler: string): string => `${scheduleTimers}crawler/${crawler}`;
const expressionOf = ({ Schedule }: Crawler): string | null => (typeof Schedule === 'string' && Schedule !== '' ? Schedule : null);

export type ScheduleState = 'SCHEDULED' | 'NOT_SCHEDULED';
export const scheduleState = (ctx: Ctx, crawler: string): ScheduleState => (stopped.get(ctx, crawlerKey(crawler)) === null ? 'SCHEDULED' : 'NOT_SCHEDULED');

/** Throws InvalidInputException for what is no cron line. */
export function checkCrawlerSchedule(ctx: Ctx, given: { readonly Name: string; readonly Schedule?: string }): void {
  if (given.Schedule !== undefined && given.Schedule !== '') checkSchedule(ctx, `The crawler '${given.Name}'`, given.Schedule);
}

/** Sets the timer that the crawler's definition asks for, instead of the one that was. */
export function scheduleCrawler(ctx: Ctx, crawler: Crawler): void {
  const expression = expressionOf(crawler);
  const at = expression === null || scheduleState(ctx, crawler.Name) === 'NOT_SCHEDULED' ? null : (timesOf(expression, 'UTC', 0)?.after(ctx.world.now()) ?? null);
  if (at === null) ctx.effects.push({ type: 'cancelTimer', id: timerOf(crawler.Name) });
  else ctx.effects.push({ type: 'timer', id: timerOf(crawler.Name), at, order: 1, handler: 'crawlerDue', data: { name: crawler.Name } });
}
export function dropSchedule(ctx: Ctx, crawler: string): void {
  stopped.remove(ctx, crawlerKey(crawler));
  ctx.effects.push({ type: 'cancelTimer', id: timerOf(crawler) });
}

const named = members({ CrawlerName: name }, {});

export const crawlerScheduleOperations: Readonly<Record<string, Operation>> = {
  StartCrawlerSchedule: operation(named, (ctx, { CrawlerName }) => {
    const crawler = crawlerNamed(ctx, CrawlerName);
    if (expressionOf(crawler) === null) throw new AwsError('NoScheduleException', `The crawler '${CrawlerName}' has no schedule.`);
    if (scheduleState(ctx, CrawlerName) === 'SCHEDULED') throw new AwsError('SchedulerRunningException', `The schedule of the crawler '${CrawlerName}' is on already.`);
    stopped.remove(ctx, crawlerKey(CrawlerName));
    scheduleCrawler(ctx, crawler);
    return {};
  }),
  StopCrawlerSchedule: operation(named, (ctx, { CrawlerName }) => {
    const crawler = crawlerNamed(ctx, CrawlerName);
    if (expressionOf(crawler) === null || scheduleState(ctx, CrawlerName) === 'NOT_SCHEDULED') throw new AwsError('SchedulerNotRunningException', `The schedule of the crawler '${CrawlerName}' is not on.`);
    stopped.put(ctx, crawlerKey(CrawlerName), true);
    scheduleCrawler(ctx, crawler);
    return {};
  }),
  UpdateCrawlerSchedule: operation(members({ CrawlerName: name }, { Schedule: longText }), (ctx, { CrawlerName, Schedule }) => {
    const crawler = crawlerNamed(ctx, CrawlerName);
    const next: Crawler = { ...crawler, Schedule: Schedule ?? '' };
    checkCrawlerSchedule(ctx, { Name: CrawlerName, ...(Schedule === undefined ? {} : { Schedule }) });
    crawlers.put(ctx, crawlerKey(CrawlerName), next);
    scheduleCrawler(ctx, next);
    return {};
  }),
};

export const crawlerScheduleHandlers = {
  crawlerDue: handler<{ readonly name: string }>((ctx, { name: given }) => {
    const crawler = crawlers.get(ctx, crawlerKey(given));
    if (crawler === null) return;
    scheduleCrawler(ctx, crawler);
    // A crawler that still runs is left to it.
    unlessRefused(() => startCrawl(ctx, crawler, null));
  }),
};

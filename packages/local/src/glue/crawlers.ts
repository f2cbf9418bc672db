import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { type Crawl, type Crawler, crawlerKey, crawlerNamed, crawlers, currentCrawl, logGroup, startCrawl, stopCrawl } from './crawl-life.ts';
import { crawlsOf } from './crawl-history.ts';
import { forgetTables } from './crawl-tables.ts';
import { checkCrawlerSchedule, dropSchedule, scheduleCrawler, scheduleState } from './crawler-schedules.ts';
import { anything, invalid, integer, listOf, longText, members, name, stringMap, text } from './input.ts';
import { alreadyExists, type Ctx, operation, page, seconds } from './kit.ts';
import { dropTags, hasTags, putTags } from './tags.ts';

const s3Target = members({}, { Path: longText, Exclusions: anything, ConnectionName: longText, SampleSize: integer(), EventQueueArn: longText, DlqEventQueueArn: longText });
const targets = members(
  {},
  { S3Targets: listOf(s3Target), JdbcTargets: anything, MongoDBTargets: anything, DynamoDBTargets: anything, CatalogTargets: anything, DeltaTargets: anything, IcebergTargets: anything, HudiTargets: anything },
);
const settings = {
  DatabaseName: longText,
  Description: text(0, 2048),
  Schedule: longText,
  Classifiers: anything,
  TablePrefix: text(0, 128),
  SchemaChangePolicy: anything,
  RecrawlPolicy: anything,
  LineageConfiguration: anything,
  LakeFormationConfiguration: anything,
  Configuration: longText,
  CrawlerSecurityConfiguration: text(0, 128),
} as const;
const createInput = members({ Name: name, Role: text(1, 2048), Targets: targets }, { ...settings, Tags: stringMap });
const updateInput = members({ Name: name }, { Role: text(1, 2048), Targets: targets, ...settings });
const listed = members({}, { NextToken: longText, MaxResults: integer(1, 1000), Tags: stringMap });
const named = members({ Name: name }, {});

function idle(ctx: Ctx, given: string): Crawler {
  const found = crawlerNamed(ctx, given);
  if (currentCrawl(ctx, given) !== null) throw new AwsError('CrawlerRunningException', `The crawler '${given}' is running. Wait for its end, or stop it first.`);
  return found;
}

/** As AWS shows it: with its state and its last crawl. */
function shown(ctx: Ctx, { Schedule, ...crawler }: Crawler): Json {
  const live = currentCrawl(ctx, crawler.Name);
  const last = crawlsOf(ctx, crawler.Name).find(({ row }) => row.completedOn !== null)?.row ?? null;
  return {
    ...crawler,
    State: live === null ? 'READY' : live.state === 'CANCELLING' ? 'STOPPING' : 'RUNNING',
    CrawlElapsedTime: live === null ? 0 : ctx.world.now() - live.startedOn * 1000,
    ...(typeof Schedule === 'string' && Schedule !== '' ? { Schedule: { ScheduleExpression: Schedule, State: scheduleState(ctx, crawler.Name) } } : {}),
    ...(last === null ? {} : { LastCrawl: lastCrawl(last) }),
  };
}
const lastCrawl = ({ state, message, startedOn, crawler, id }: Crawl): Json => ({
  Status: state === 'SUCCEEDED' || state === 'CANCELLED' ? state : 'FAILED',
  ...(message === null ? {} : { ErrorMessage: message }),
  LogGroup: logGroup,
  LogStream: crawler,
  MessagePrefix: id,
  StartTime: startedOn,
});
const pageOf = (ctx: Ctx, input: ReturnType<typeof listed>) => page(crawlers.list(ctx).filter(({ row }) => hasTags(ctx, 'crawler', row.Name, input.Tags)), input);

export const crawlerOperations: Readonly<Record<string, Operation>> = {
  CreateCrawler: operation(createInput, (ctx, { Tags, ...given }) => {
    if (crawlers.get(ctx, crawlerKey(given.Name)) !== null) throw alreadyExists(`The crawler '${given.Name}'`);
    if (Object.keys(given.Targets).length === 0) throw invalid('Targets must name at least one target.');
    checkCrawlerSchedule(ctx, given);
    const now = seconds(ctx);
    const crawler: Crawler = { ...given, CreationTime: now, LastUpdated: now, Version: 1 };
    crawlers.put(ctx, crawlerKey(given.Name), crawler);
    if (given.Schedule !== undefined) scheduleCrawler(ctx, crawler);
    putTags(ctx, 'crawler', given.Name, Tags);
    return {};
  }),
  UpdateCrawler: operation(updateInput, (ctx, given) => {
    const before = idle(ctx, given.Name);
    checkCrawlerSchedule(ctx, given);
    const crawler: Crawler = { ...before, ...given, LastUpdated: seconds(ctx), Version: before.Version + 1 };
    crawlers.put(ctx, crawlerKey(given.Name), crawler);
    if (given.Schedule !== undefined) scheduleCrawler(ctx, crawler);
    return {};
  }),
  GetCrawler: operation(named, (ctx, { Name }) => ({ Crawler: shown(ctx, crawlerNamed(ctx, Name)) })),
  GetCrawlers: operation(listed, (ctx, input) => {
    const { rows, more } = pageOf(ctx, input);
    return { Crawlers: rows.map(({ row }) => shown(ctx, row)), ...more };
  }),
  ListCrawlers: operation(listed, (ctx, input) => {
    const { rows, more } = pageOf(ctx, input);
    return { CrawlerNames: rows.map(({ row }) => row.Name), ...more };
  }),
  BatchGetCrawlers: operation(members({ CrawlerNames: listOf(name, 100) }, {}), (ctx, { CrawlerNames }) => {
    const found = CrawlerNames.map((one) => crawlers.get(ctx, crawlerKey(one)));
    return { Crawlers: found.flatMap((one) => (one === null ? [] : [shown(ctx, one)])), CrawlersNotFound: CrawlerNames.filter((_, index) => found[index] === null) };
  }),
  DeleteCrawler: operation(named, (ctx, { Name }) => {
    idle(ctx, Name);
    crawlers.remove(ctx, crawlerKey(Name));
    dropSchedule(ctx, Name);
    forgetTables(ctx, Name);
    dropTags(ctx, 'crawler', Name);
    return {};
  }),
  StartCrawler: operation(named, (ctx, { Name }) => {
    startCrawl(ctx, crawlerNamed(ctx, Name), null);
    return {};
  }),
  StopCrawler: operation(named, (ctx, { Name }) => {
    crawlerNamed(ctx, Name);
    const live = currentCrawl(ctx, Name);
    if (live === null) throw new AwsError('CrawlerNotRunningException', `The crawler '${Name}' is not running.`);
    if (live.state === 'CANCELLING') throw new AwsError('CrawlerStoppingException', `The crawler '${Name}' is stopping already.`);
    stopCrawl(ctx, live);
    return {};
  }),
};

import type { Json } from '@millrace/core';
import { AwsError, type Reply } from '../host/types.ts';
import { addDatabase, hasDatabase } from './catalog.ts';
import { noChanges, type TableChanges, writeCrawl } from './crawl-tables.ts';
import { isList, isRecord } from './input.ts';
import type { NodeRef } from './job-run-rows.ts';
import { below, type Ctx, handler, hex, key, newestFirst, notFound, seconds, table } from './kit.ts';
import { glueQuestions } from './questions.ts';
import { attemptEnded, attemptStarted } from './run-progress.ts';

export type Crawler = {
  readonly Name: string;
  readonly Role: string;
  readonly Targets: { readonly S3Targets?: readonly { readonly Path?: string }[] };
  readonly DatabaseName?: string;
  readonly TablePrefix?: string;
  readonly CreationTime: number;
  readonly LastUpdated: number;
  readonly Version: number;
  readonly [more: string]: Json;
};
export const crawlers = table<Crawler>('crawler');
export const crawlerKey = (name: string): string => key(name);
export function crawlerNamed(ctx: Ctx, given: string): Crawler {
  const found = crawlers.get(ctx, crawlerKey(given));
  if (found === null) throw notFound(`The crawler '${given}'`);
  return found;
}

export type CrawlState = 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'SUCCEEDED' | 'FAILED' | 'ERROR';
export type Crawl = {
  readonly id: string;
  readonly crawler: string;
  readonly state: CrawlState;
  readonly startedOn: number;
  readonly completedOn: number | null;
  readonly message: string | null;
  readonly tables: TableChanges;
  readonly node: NodeRef | null;
};
export const logGroup = '/aws-glue/crawlers';
const crawls = table<Crawl>('crawl');
const order = table<string>('crawlOrder');
/** The crawl that a crawler is at; a crawler does one at a time. */
const current = table<string>('crawlCurrent');

export const crawlRow = (ctx: Ctx, crawler: string, id: string): Crawl | null => crawls.get(ctx, key(crawler, id));
/** Newest first. */
export const crawlOrder = (ctx: Ctx, crawler: string): readonly { readonly key: string; readonly row: string }[] => order.list(ctx, below(crawler));
export function currentCrawl(ctx: Ctx, crawler: string): Crawl | null {
  const id = current.get(ctx, crawlerKey(crawler));
  return id === null ? null : crawlRow(ctx, crawler, id);
}

export function startCrawl(ctx: Ctx, crawler: Crawler, node: NodeRef | null): void {
  if (currentCrawl(ctx, crawler.Name) !== null) throw new AwsError('CrawlerRunningException', `The crawler '${crawler.Name}' is running already.`);
  const crawl = addCrawl(ctx, crawler.Name, 'RUNNING', null, node);
  current.put(ctx, crawlerKey(crawler.Name), crawl.id);
  const s3 = (crawler.Targets.S3Targets ?? []).flatMap(({ Path }) => (Path === undefined ? [] : [Path]));
  const work = { kind: 'crawl', id: crawl.id, crawlerName: crawler.Name, database: crawler.DatabaseName ?? '', tablePrefix: crawler.TablePrefix ?? '', s3 } as const;
  ctx.effects.push({ type: 'work', work, replyTo: { handler: 'crawlEnded', data: { crawler: crawler.Name, crawl: crawl.id } } });
}

/** A crawl that could not start: a trigger named a crawler that is gone or busy. */
export function refusedCrawl(ctx: Ctx, name: string, node: NodeRef, message: string): void {
  const crawl = addCrawl(ctx, name, 'ERROR', message, node);
  attemptEnded(ctx, node, crawl.id, 'ERROR', false);
}

function addCrawl(ctx: Ctx, crawler: string, state: CrawlState, message: string | null, node: NodeRef | null): Crawl {
  const digits = hex(ctx, 32);
  const id = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
  const startedOn = seconds(ctx);
  const crawl: Crawl = { id, crawler, state, startedOn, completedOn: message === null ? null : startedOn, message, tables: noChanges, node };
  crawls.put(ctx, key(crawler, id), crawl);
  order.put(ctx, key(crawler, newestFirst(ctx)), id);
  if (node !== null) attemptStarted(ctx, node, id);
  return crawl;
}

export function stopCrawl(ctx: Ctx, crawl: Crawl): void {
  crawls.put(ctx, key(crawl.crawler, crawl.id), { ...crawl, state: 'CANCELLING' });
  ctx.effects.push({ type: 'stopWork', id: crawl.id });
}

type Ended = { readonly state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'; readonly message: string | null; readonly tables: readonly Json[] };
type Written = Omit<Ended, 'tables'> & { readonly tables: TableChanges };

export const crawlHandlers = {
  crawlEnded: handler<Reply & { readonly data: { readonly crawler: string; readonly crawl: string } }>((ctx, reply) => {
    const crawl = crawlRow(ctx, reply.data.crawler, reply.data.crawl);
    if (crawl === null || crawl.completedOn !== null) return;
    const ended = written(ctx, crawl, howEnded(reply));
    const done: Crawl = { ...crawl, state: ended.state, message: ended.message, tables: ended.tables, completedOn: seconds(ctx) };
    crawls.put(ctx, key(crawl.crawler, crawl.id), done);
    current.remove(ctx, crawlerKey(crawl.crawler));
    if (crawl.node !== null) attemptEnded(ctx, crawl.node, crawl.id, ended.state, false);
    ctx.effects.push({ type: 'publish', topic: 'glue.crawl', data: { crawlerName: crawl.crawler, crawlId: crawl.id, state: ended.state, message: ended.message } });
  }),
};

const endStates = { succeeded: 'SUCCEEDED', failed: 'FAILED', stopped: 'CANCELLED' } as const;
function howEnded(reply: Reply): Ended {
  if (!reply.ok) return { state: 'FAILED', message: reply.error.message, tables: [] };
  const result = isRecord(reply.output) ? reply.output : {};
  const state = Object.entries(endStates).find(([outcome]) => outcome === result['outcome'])?.[1] ?? 'FAILED';
  const tables = result['tables'] ?? null;
  return { state, message: typeof result['message'] === 'string' ? result['message'] : null, tables: isList(tables) ? tables : [] };
}

/** What was found goes to the catalog; a crawl whose database cannot be written to fails. */
function written(ctx: Ctx, crawl: Crawl, ended: Ended): Written {
  const crawler = crawlers.get(ctx, crawlerKey(crawl.crawler));
  const database = crawler?.DatabaseName;
  if (ended.state !== 'SUCCEEDED' || crawler === null || database === undefined) return { ...ended, tables: noChanges };
  if (!hasDatabase(ctx, database) && ended.tables.length > 0) {
    const creates = ctx.world.ask(glueQuestions.crawlerCreatesDatabase) === 'yes';
    if (!creates) return { state: 'FAILED', message: `The database '${database}' does not exist. Create it before the crawl.`, tables: noChanges };
    addDatabase(ctx, { Name: database });
  }
  return { ...ended, message: null, tables: writeCrawl(ctx, crawler, database, ended.tables) };
}

import { AwsError } from '../host/types.js';
import { addDatabase, hasDatabase, writeCrawl } from './catalog.js';
import { isList, isRecord } from './input.js';
import { below, handler, hex, key, newestFirst, seconds, table } from './kit.js';
import { attemptEnded, attemptStarted } from './run-progress.js';
export const crawlers = table('crawler');
export const crawlerKey = (name) => key(name);
export const logGroup = '/aws-glue/crawlers';
const crawls = table('crawl');
const order = table('crawlOrder');
/** The crawl that a crawler is at; a crawler does one at a time. */
const current = table('crawlCurrent');
export const crawlRow = (ctx, crawler, id) => crawls.get(ctx, key(crawler, id));
/** Newest first. */
export const crawlOrder = (ctx, crawler) => order.list(ctx, below(crawler));
export function currentCrawl(ctx, crawler) {
    const id = current.get(ctx, crawlerKey(crawler));
    return id === null ? null : crawlRow(ctx, crawler, id);
}
export function startCrawl(ctx, crawler, node) {
    if (currentCrawl(ctx, crawler.Name) !== null)
        throw new AwsError('CrawlerRunningException', `The crawler '${crawler.Name}' is running already.`);
    const crawl = addCrawl(ctx, crawler.Name, 'RUNNING', null, node);
    current.put(ctx, crawlerKey(crawler.Name), crawl.id);
    const s3 = (crawler.Targets.S3Targets ?? []).flatMap(({ Path }) => (Path === undefined ? [] : [Path]));
    const work = { kind: 'crawl', id: crawl.id, crawlerName: crawler.Name, database: crawler.DatabaseName ?? '', tablePrefix: crawler.TablePrefix ?? '', s3 };
    ctx.effects.push({ type: 'work', work, replyTo: { handler: 'crawlEnded', data: { crawler: crawler.Name, crawl: crawl.id } } });
}
/** A crawl that could not start: a trigger named a crawler that is gone or busy. */
export function refusedCrawl(ctx, name, node, message) {
    const crawl = addCrawl(ctx, name, 'ERROR', message, node);
    attemptEnded(ctx, node, crawl.id, 'ERROR', false);
}
function addCrawl(ctx, crawler, state, message, node) {
    const digits = hex(ctx, 32);
    const id = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
    const startedOn = seconds(ctx);
    const crawl = { id, crawler, state, startedOn, completedOn: message === null ? null : startedOn, message, tables: 0, node };
    crawls.put(ctx, key(crawler, id), crawl);
    order.put(ctx, key(crawler, newestFirst(ctx)), id);
    if (node !== null)
        attemptStarted(ctx, node, id);
    return crawl;
}
export function stopCrawl(ctx, crawl) {
    crawls.put(ctx, key(crawl.crawler, crawl.id), { ...crawl, state: 'CANCELLING' });
    ctx.effects.push({ type: 'stopWork', id: crawl.id });
}
export const crawlHandlers = {
    crawlEnded: handler((ctx, reply) => {
        const crawl = crawlRow(ctx, reply.data.crawler, reply.data.crawl);
        if (crawl === null || crawl.completedOn !== null)
            return;
        const ended = written(ctx, crawl, howEnded(reply));
        const done = { ...crawl, state: ended.state, message: ended.message, tables: ended.tables.length, completedOn: seconds(ctx) };
        crawls.put(ctx, key(crawl.crawler, crawl.id), done);
        current.remove(ctx, crawlerKey(crawl.crawler));
        if (crawl.node !== null)
            attemptEnded(ctx, crawl.node, crawl.id, ended.state, false);
        ctx.effects.push({ type: 'publish', topic: 'glue.crawl', data: { crawlerName: crawl.crawler, crawlId: crawl.id, state: ended.state, message: ended.message } });
    }),
};
const endStates = { succeeded: 'SUCCEEDED', failed: 'FAILED', stopped: 'CANCELLED' };
function howEnded(reply) {
    if (!reply.ok)
        return { state: 'FAILED', message: reply.error.message, tables: [] };
    const result = isRecord(reply.output) ? reply.output : {};
    const state = Object.entries(endStates).find(([outcome]) => outcome === result['outcome'])?.[1] ?? 'FAILED';
    const tables = result['tables'] ?? null;
    return { state, message: typeof result['message'] === 'string' ? result['message'] : null, tables: isList(tables) ? tables : [] };
}
/** What was found goes to the catalog; a crawl whose database cannot be written to fails. */
function written(ctx, crawl, ended) {
    const database = crawlers.get(ctx, crawlerKey(crawl.crawler))?.DatabaseName;
    if (ended.state !== 'SUCCEEDED' || database === undefined)
        return ended;
    if (!hasDatabase(ctx, database) && ended.tables.length > 0) {
        const creates = ctx.world.ask({ id: 'glue.crawlerCreatesDatabase', choices: ['yes', 'no'] }) === 'yes';
        if (!creates)
            return { state: 'FAILED', message: `The database '${database}' does not exist. Create it before the crawl.`, tables: [] };
        addDatabase(ctx, { Name: database });
    }
    writeCrawl(ctx, database, ended.tables);
    return { ...ended, message: null };
}

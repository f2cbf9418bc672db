import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Crawl, crawlerNamed, crawlers, crawlOrder, crawlRow, currentCrawl, logGroup } from './crawl-life.ts';
import { integer, invalid, listOf, longText, members, name, oneOf } from './input.ts';
import { type Ctx, operation, page } from './kit.ts';

/** A start that was refused to a trigger is told by the workflow run alone. */
const happened = ({ state }: Crawl): boolean => state !== 'ERROR';

type KeyedCrawl = { readonly key: string; readonly row: Crawl };
/** Newest first. */
export const crawlsOf = (ctx: Ctx, crawler: string): readonly KeyedCrawl[] =>
  crawlOrder(ctx, crawler).flatMap(({ key, row }) => {
    const crawl = crawlRow(ctx, crawler, row);
    return crawl !== null && happened(crawl) ? [{ key, row: crawl }] : [];
  });

const historyStates: Readonly<Record<Crawl['state'], string>> = { RUNNING: 'RUNNING', CANCELLING: 'RUNNING', CANCELLED: 'STOPPED', SUCCEEDED: 'COMPLETED', FAILED: 'FAILED', ERROR: 'FAILED' };
const summaryOf = ({ tables: { created, updated, deleted } }: Crawl): string => JSON.stringify({ TABLE: JSON.stringify({ Details: {}, ADD: created, UPDATE: updated, DELETE: deleted }) });
const history = (crawl: Crawl): Json => ({
  CrawlId: crawl.id,
  State: historyStates[crawl.state],
  StartTime: crawl.startedOn,
  ...(crawl.completedOn === null ? {} : { EndTime: crawl.completedOn }),
  ...(crawl.message === null ? {} : { ErrorMessage: crawl.message }),
  ...(crawl.state === 'SUCCEEDED' ? { Summary: summaryOf(crawl) } : {}),
  DPUHour: 0,
  LogGroup: logGroup,
  LogStream: crawl.crawler,
  MessagePrefix: crawl.id,
});

const filter = members({}, { FieldName: oneOf('CRAWL_ID', 'STATE', 'START_TIME', 'END_TIME', 'DPU_HOUR'), FilterOperator: oneOf('GT', 'GE', 'LT', 'LE', 'EQ', 'NE'), FieldValue: longText });
type Filter = ReturnType<typeof filter>;

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  GT: (order) => order > 0,
  GE: (order) => order >= 0,
  LT: (order) => order < 0,
  LE: (order) => order <= 0,
  EQ: (order) => order === 0,
  NE: (order) => order !== 0,
};

/** Times are compared in epoch milliseconds, as the console sends them. A crawl without the field fits nothing. */
function fits(crawl: Crawl, { FieldName, FilterOperator, FieldValue }: Filter): boolean {
  if (FieldName === undefined || FilterOperator === undefined || FieldValue === undefined) throw invalid('A filter needs FieldName, FilterOperator and FieldValue.');
  const holds = operators[FilterOperator];
  const texts: Readonly<Record<string, string>> = { CRAWL_ID: crawl.id, STATE: historyStates[crawl.state] };
  const text = texts[FieldName];
  if (text !== undefined) {
    if (FilterOperator !== 'EQ' && FilterOperator !== 'NE') throw invalid(`${FieldName} can be filtered with EQ and NE only.`);
    return holds?.(text === FieldValue ? 0 : 1) === true;
  }
  const instant = FieldName === 'DPU_HOUR' ? 0 : FieldName === 'START_TIME' ? crawl.startedOn * 1000 : crawl.completedOn === null ? null : crawl.completedOn * 1000;
  const wanted = Number(FieldValue);
  if (!Number.isFinite(wanted)) throw invalid(`The value of the filter on ${FieldName} must be a number, not '${FieldValue}'.`);
  return instant !== null && holds?.(Math.sign(instant - wanted)) === true;
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

function metrics(ctx: Ctx, crawler: string): Json {
  const ended = crawlsOf(ctx, crawler).map(({ row }) => row).filter(({ completedOn }) => completedOn !== null);
  const lasted = ended.map(({ startedOn, completedOn }) => (completedOn ?? startedOn) - startedOn);
  const running = currentCrawl(ctx, crawler);
  const usual = median([...lasted].sort((a, b) => a - b));
  const tables = ended[0]?.tables;
  return {
    CrawlerName: crawler,
    TimeLeftSeconds: running === null ? 0 : Math.max(0, usual - (ctx.world.now() / 1000 - running.startedOn)),
    StillEstimating: running !== null && lasted.length === 0,
    LastRuntimeSeconds: lasted[0] ?? 0,
    MedianRuntimeSeconds: usual,
    TablesCreated: tables?.created ?? 0,
    TablesUpdated: tables?.updated ?? 0,
    TablesDeleted: tables?.deleted ?? 0,
  };
}

export const crawlHistoryOperations: Readonly<Record<string, Operation>> = {
  ListCrawls: operation(members({ CrawlerName: name }, { NextToken: longText, MaxResults: integer(1, 1000), Filters: listOf(filter) }), (ctx, input) => {
    crawlerNamed(ctx, input.CrawlerName);
    const all = crawlsOf(ctx, input.CrawlerName).filter(({ row }) => (input.Filters ?? []).every((one) => fits(row, one)));
    const { rows, more } = page(all, input, 20);
    return { Crawls: rows.map(({ row }) => history(row)), ...more };
  }),
  GetCrawlerMetrics: operation(members({}, { CrawlerNameList: listOf(name, 100), NextToken: longText, MaxResults: integer(1, 1000) }), (ctx, input) => {
    const wanted = input.CrawlerNameList === undefined ? null : new Set(input.CrawlerNameList);
    const { rows, more } = page(crawlers.list(ctx).filter(({ row }) => wanted === null || wanted.has(row.Name)), input);
    return { CrawlerMetricsList: rows.map(({ row }) => metrics(ctx, row.Name)), ...more };
  }),
};

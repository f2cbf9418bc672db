import type { Json } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { type Bench, bad, bench, minute, ok } from './testing.ts';

const hour = 60 * minute;
const tables = (...names: readonly string[]): readonly Json[] => names.map((Name) => ({ Name }));
const crawls = async (glue: Bench, Filters: Json = []): Promise<readonly unknown[]> => (await glue.call('ListCrawls', { CrawlerName: 'x', Filters })).list('Crawls').map((one) => one.at('StartTime'));

describe('a crawler with a schedule', () => {
  test('crawls at its times, stops and starts them, and takes new ones', async () => {
    const glue = bench();
    await glue.crawler('x', { Schedule: 'cron(0 2 * * ? *)' });
    const state = async () => (await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'Schedule');
    expect(await state()).toEqual({ ScheduleExpression: 'cron(0 2 * * ? *)', State: 'SCHEDULED' });
    await glue.host.run(30 * hour);
    await glue.call('StopCrawlerSchedule', { CrawlerName: 'x' });
    expect(await state()).toMatchObject({ State: 'NOT_SCHEDULED' });
    await expect(glue.call('StopCrawlerSchedule', { CrawlerName: 'x' })).rejects.toMatchObject({ name: 'SchedulerNotRunningException' });
    await glue.host.run(54 * hour);
    await glue.call('UpdateCrawlerSchedule', { CrawlerName: 'x', Schedule: 'cron(0 8 * * ? *)' });
    await glue.call('StartCrawlerSchedule', { CrawlerName: 'x' });
    await expect(glue.call('StartCrawlerSchedule', { CrawlerName: 'x' })).rejects.toMatchObject({ name: 'SchedulerRunningException' });
    await glue.host.run(60 * hour);
    expect(await crawls(glue)).toEqual([56, 26, 2].map((at) => at * 3600));
    await glue.call('DeleteCrawler', { Name: 'x' });
    await glue.crawler('x');
    await glue.host.run(100 * hour);
    expect(await crawls(glue)).toHaveLength(3);
    await expect(glue.call('StartCrawlerSchedule', { CrawlerName: 'x' })).rejects.toMatchObject({ name: 'NoScheduleException' });
  });

  test('is refused with a schedule that is none', async () => {
    await expect(bench().crawler('x', { Schedule: 'hourly' })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('what a crawl no longer finds', () => {
  const after = async (SchemaChangePolicy: Json): Promise<Bench> => {
    const glue = bench({ x: [{ ...ok(1), tables: tables('a', 'b') }, { ...ok(1), tables: tables('a') }] });
    await glue.crawler('x', SchemaChangePolicy === null ? {} : { SchemaChangePolicy });
    await glue.call('CreateDatabase', { DatabaseInput: { Name: 'db' } });
    await glue.call('CreateTable', { DatabaseName: 'db', TableInput: { Name: 'mine' } });
    for (let n = 0; n < 2; n++) {
      await glue.call('StartCrawler', { Name: 'x' });
      await glue.host.run(null);
    }
    return glue;
  };
  const seen = async (glue: Bench) => (await glue.call('GetTables', { DatabaseName: 'db' })).list('TableList').map((one) => [one.at('Name'), one.at('Parameters', 'DEPRECATED_BY_CRAWLER') !== null, one.at('VersionId')]);

  test('is marked, unless the policy says otherwise', async () => {
    const glue = await after(null);
    expect(await seen(glue)).toEqual([['a', false, '1'], ['b', true, '0'], ['mine', false, '0']]);
    expect((await glue.call('GetCrawlerMetrics', { CrawlerNameList: ['x'] })).at('CrawlerMetricsList')).toMatchObject([{ TablesCreated: 0, TablesUpdated: 1, TablesDeleted: 1, LastRuntimeSeconds: 60, MedianRuntimeSeconds: 60 }]);
  });
  test('is deleted, or left; and LOG leaves definitions, too', async () => {
    expect(await seen(await after({ DeleteBehavior: 'DELETE_FROM_DATABASE' }))).toEqual([['a', false, '1'], ['mine', false, '0']]);
    expect(await seen(await after({ DeleteBehavior: 'LOG', UpdateBehavior: 'LOG' }))).toEqual([['a', false, '0'], ['b', false, '0'], ['mine', false, '0']]);
  });
});

test('crawls are found by their state and their times', async () => {
  const glue = bench({ x: [bad(1), ok(1), ok(1)] });
  await glue.crawler('x');
  for (let n = 0; n < 3; n++) {
    await glue.call('StartCrawler', { Name: 'x' });
    await glue.host.run(null);
  }
  const one = (FieldName: string, FilterOperator: string, FieldValue: string): Json => ({ FieldName, FilterOperator, FieldValue });
  expect(await crawls(glue, [one('STATE', 'EQ', 'FAILED')])).toEqual([0]);
  expect(await crawls(glue, [one('STATE', 'NE', 'FAILED'), one('START_TIME', 'GT', '60000')])).toEqual([120]);
  expect(await crawls(glue, [one('END_TIME', 'LE', '120000')])).toEqual([60, 0]);
  await expect(crawls(glue, [one('STATE', 'GT', 'FAILED')])).rejects.toMatchObject({ name: 'InvalidInputException' });
  await expect(crawls(glue, [one('START_TIME', 'GT', 'yesterday')])).rejects.toMatchObject({ name: 'InvalidInputException' });
});

import { describe, expect, test } from 'vitest';
import { bad, bench, minute, ok } from './testing.ts';

const found = { Name: 'Orders', PartitionKeys: [{ Name: 'day', Type: 'string' }], Partitions: [{ Values: ['2026-01-01'] }, { Values: ['2026-01-02'] }] };

describe('a crawler', () => {
  test('writes what it finds to the catalog, and again what it finds the next time', async () => {
    const glue = bench({ x: [{ ...ok(1), tables: [found] }, { ...ok(1), tables: [{ ...found, Partitions: [{ Values: ['2026-01-03'] }] }] }] });
    await glue.crawler('x');
    await glue.call('CreateDatabase', { DatabaseInput: { Name: 'DB' } });
    const partitions = async () => (await glue.call('GetPartitions', { DatabaseName: 'db', TableName: 'orders' })).list('Partitions').map((one) => one.at('Values', 0));
    for (const days of [['2026-01-01', '2026-01-02'], ['2026-01-03']]) {
      await glue.call('StartCrawler', { Name: 'x' });
      await glue.host.run(null);
      expect(await partitions()).toEqual(days);
    }
    expect((await glue.call('GetTable', { DatabaseName: 'db', Name: 'ORDERS' })).at('Table')).toMatchObject({ Name: 'orders', DatabaseName: 'db', CreateTime: 60, UpdateTime: 120 });
  });

  test('does one crawl at a time, and cannot be changed meanwhile', async () => {
    const glue = bench();
    await glue.crawler('x');
    await glue.call('StartCrawler', { Name: 'x' });
    for (const op of ['StartCrawler', 'DeleteCrawler', 'UpdateCrawler']) await expect(glue.call(op, { Name: 'x' })).rejects.toMatchObject({ name: 'CrawlerRunningException' });
    expect((await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'State')).toBe('RUNNING');
    await glue.host.run(null);
    expect((await glue.call('GetCrawler', { Name: 'x' })).at('Crawler')).toMatchObject({ State: 'READY', LastCrawl: { Status: 'SUCCEEDED', StartTime: 0 } });
    await glue.call('DeleteCrawler', { Name: 'x' });
    await expect(glue.call('DeleteCrawler', { Name: 'x' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });

  test('is STOPPING until its crawl ends, then its last crawl is CANCELLED', async () => {
    const glue = bench({ x: [{ ...ok(9), onStop: { ms: minute, outcome: 'stopped' } }] });
    await glue.crawler('x');
    await expect(glue.call('StopCrawler', { Name: 'x' })).rejects.toMatchObject({ name: 'CrawlerNotRunningException' });
    await glue.call('StartCrawler', { Name: 'x' });
    await glue.call('StopCrawler', { Name: 'x' });
    expect((await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'State')).toBe('STOPPING');
    await expect(glue.call('StopCrawler', { Name: 'x' })).rejects.toMatchObject({ name: 'CrawlerStoppingException' });
    await glue.host.run(null);
    expect((await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'LastCrawl', 'Status')).toBe('CANCELLED');
  });

  test('keeps the history of its crawls, newest first', async () => {
    const glue = bench({ x: [{ ...bad(1), message: 'no access' }, ok(1)] });
    await glue.crawler('x');
    for (let n = 0; n < 2; n++) {
      await glue.call('StartCrawler', { Name: 'x' });
      await glue.host.run(null);
    }
    const crawls = (await glue.call('ListCrawls', { CrawlerName: 'x' })).list('Crawls').map((one) => [one.at('State'), one.at('ErrorMessage')]);
    expect(crawls).toEqual([['COMPLETED', null], ['FAILED', 'no access']]);
  });

  test('that is busy makes the node of a workflow an ERROR', async () => {
    const glue = bench({ x: [ok(5)] });
    await glue.crawler('x');
    await glue.workflow(['c/x']);
    await glue.call('StartCrawler', { Name: 'x' });
    expect(await glue.story(await glue.play())).toEqual(['x ERROR 0-0']);
  });

  test('does not call the start that it refused a crawl', async () => {
    const glue = bench({ x: [ok(5)] });
    await glue.crawler('x');
    await glue.workflow(['c/x']);
    await glue.call('StartCrawler', { Name: 'x' });
    await glue.play();
    await glue.host.run(null);
    expect((await glue.call('ListCrawls', { CrawlerName: 'x' })).list('Crawls').map((one) => one.at('State'))).toEqual(['COMPLETED']);
    expect((await glue.call('GetCrawler', { Name: 'x' })).at('Crawler', 'LastCrawl', 'Status')).toBe('SUCCEEDED');
  });
});

describe('the catalog', () => {
  test('creates partitions in batches, and tells which were there', async () => {
    const glue = bench();
    await glue.call('CreateDatabase', { DatabaseInput: { Name: 'db' } });
    await glue.call('CreateTable', { DatabaseName: 'db', TableInput: { Name: 't' } });
    const batch = { DatabaseName: 'db', TableName: 't', PartitionInputList: [{ Values: ['1'] }, { Values: ['2'] }] };
    expect((await glue.call('BatchCreatePartition', batch)).json).toEqual({ Errors: [] });
    const again = await glue.call('BatchCreatePartition', { ...batch, PartitionInputList: [{ Values: ['2'] }, { Values: ['3'] }] });
    expect(again.list('Errors').map((one) => one.at('PartitionValues', 0))).toEqual(['2']);
    expect((await glue.call('GetPartitions', { DatabaseName: 'db', TableName: 't' })).list('Partitions')).toHaveLength(3);
  });

  test('loses the tables of a database that is deleted', async () => {
    const glue = bench();
    for (let n = 0; n < 2; n++) {
      await glue.call('CreateDatabase', { DatabaseInput: { Name: 'db' } });
      expect((await glue.call('GetTables', { DatabaseName: 'db' })).list('TableList')).toHaveLength(0);
      await glue.call('CreateTable', { DatabaseName: 'db', TableInput: { Name: 't' } });
      await expect(glue.call('CreateTable', { DatabaseName: 'db', TableInput: { Name: 'T' } })).rejects.toMatchObject({ name: 'AlreadyExistsException' });
      await glue.call('DeleteDatabase', { Name: 'db' });
    }
    await expect(glue.call('GetTable', { DatabaseName: 'db', Name: 't' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });
});

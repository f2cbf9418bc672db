import fc from 'fast-check';
import type { Json } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { partitionFilter } from './partition-expression.ts';
import { type Bench, bench } from './testing.ts';

const table = { DatabaseName: 'db', TableName: 't' };
async function partitioned(values: readonly (readonly string[])[]): Promise<Bench> {
  const glue = bench();
  await glue.call('CreateDatabase', { DatabaseInput: { Name: 'db' } });
  await glue.call('CreateTable', { DatabaseName: 'db', TableInput: { Name: 't', PartitionKeys: [{ Name: 'day', Type: 'string' }, { Name: 'hour', Type: 'int' }], StorageDescriptor: { Columns: [{ Name: 'x', Type: 'int' }] } } });
  for (const Values of values) await glue.call('CreatePartition', { ...table, PartitionInput: { Values, StorageDescriptor: { Columns: [{ Name: 'x', Type: 'int' }], Location: 's3://b/k' } } });
  return glue;
}
const hours = ['2', '9', '10', '23'];
const days = ['2026-01-01', '2026-01-02'];
const all = days.flatMap((day) => hours.map((hour) => [day, hour]));

describe('GetPartitions', () => {
  const found = async (glue: Bench, Expression: string): Promise<readonly unknown[]> =>
    (await glue.call('GetPartitions', { ...table, Expression })).list('Partitions').map((one) => `${one.text('Values', 0)} ${one.text('Values', 1)}`).sort();

  test.each<[string, (day: string, hour: number) => boolean]>([
    ["day = '2026-01-01'", (day) => day === '2026-01-01'],
    ['hour > 9', (_, hour) => hour > 9],
    ["hour >= '9' AND hour <> 10", (_, hour) => hour >= 9 && hour !== 10],
    ["day='2026-01-02' and (hour<3 or hour=23)", (day, hour) => day === '2026-01-02' && (hour < 3 || hour === 23)],
    ['hour IN (2, 10)', (_, hour) => hour === 2 || hour === 10],
    ['hour NOT IN (2, 10)', (_, hour) => hour !== 2 && hour !== 10],
    ['hour BETWEEN 9 AND 10', (_, hour) => hour === 9 || hour === 10],
    ['NOT hour BETWEEN 9 AND 10', (_, hour) => hour !== 9 && hour !== 10],
    ["day LIKE '%-02'", (day) => day.endsWith('-02')],
    ["`DAY` like '2026-01-_1'", (day) => day.endsWith('1')],
    ['day IS NULL', () => false],
    ['day IS NOT NULL', () => true],
    ["'2026-01-01' < day", (day) => day > '2026-01-01'],
    ['', () => true],
  ])('understands %s', async (expression, holds) => {
    const glue = await partitioned(all);
    expect(await found(glue, expression)).toEqual(all.filter(([day = '', hour]) => holds(day, Number(hour))).map((one) => one.join(' ')).sort());
  });

  test.each(["colour = 'red'", 'day =', 'day == 1', '(day = 1', "day = 'x' AND", 'hour BETWEEN 1', "day = 'unclosed", 'day; DROP', `${'('.repeat(200)}hour = 1${')'.repeat(200)}`])('refuses %s', async (Expression) => {
    const glue = await partitioned(all);
    await expect(found(glue, Expression)).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  test('gives shares of a table, and leaves columns out when asked', async () => {
    const glue = await partitioned(all);
    const shares = await Promise.all([0, 1, 2].map(async (SegmentNumber) => (await glue.call('GetPartitions', { ...table, Segment: { SegmentNumber, TotalSegments: 3 } })).list('Partitions').length));
    expect(shares.reduce((a, b) => a + b)).toBe(all.length);
    const bare = await glue.call('GetPartitions', { ...table, ExcludeColumnSchema: true, MaxResults: 1 });
    expect(bare.at('Partitions', 0, 'StorageDescriptor')).toEqual({ Columns: [], Location: 's3://b/k' });
  });

  test('text that is no expression is refused, never anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      try {
        partitionFilter(text);
      } catch (error) {
        expect(error).toMatchObject({ name: 'InvalidInputException' });
      }
    }));
  });
});

test('partitions are read, moved and deleted, one and many, and what is missing is named', async () => {
  const glue = await partitioned(all);
  const one = { ...table, PartitionValues: ['2026-01-01', '2'] };
  expect((await glue.call('GetPartition', one)).at('Partition', 'Values')).toEqual(['2026-01-01', '2']);
  await glue.call('UpdatePartition', { ...table, PartitionValueList: ['2026-01-01', '2'], PartitionInput: { Values: ['2026-01-01', '3'] } });
  await expect(glue.call('GetPartition', one)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  await expect(glue.call('CreatePartition', { ...table, PartitionInput: { Values: ['2026-01-01', '3'] } })).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  await expect(glue.call('CreatePartition', { ...table, PartitionInput: { Values: ['2026-01-01'] } })).rejects.toMatchObject({ name: 'InvalidInputException' });
  const names: Json = [{ Values: ['2026-01-01', '3'] }, { Values: ['1999-01-01', '0'] }];
  expect((await glue.call('BatchGetPartition', { ...table, PartitionsToGet: names })).list('Partitions')).toHaveLength(1);
  const gone = await glue.call('BatchDeletePartition', { ...table, PartitionsToDelete: names });
  expect(gone.at('Errors')).toMatchObject([{ PartitionValues: ['1999-01-01', '0'], ErrorDetail: { ErrorCode: 'EntityNotFoundException' } }]);
  const moved = await glue.call('BatchUpdatePartition', { ...table, Entries: [{ PartitionValueList: ['2026-01-02', '2'], PartitionInput: { Values: ['2026-01-02', '9'] } }] });
  expect(moved.at('Errors')).toMatchObject([{ PartitionValueList: ['2026-01-02', '2'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } }]);
});

test('tables have versions, and an update of an older one is refused', async () => {
  const glue = await partitioned([]);
  const version = async () => (await glue.call('GetTable', { DatabaseName: 'db', Name: 't' })).text('Table', 'VersionId');
  const before = await version();
  await glue.call('UpdateTable', { DatabaseName: 'db', TableInput: { Name: 't' }, VersionId: before });
  expect(await version()).not.toBe(before);
  await expect(glue.call('UpdateTable', { DatabaseName: 'db', TableInput: { Name: 't' }, VersionId: before })).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  expect((await glue.call('BatchDeleteTable', { DatabaseName: 'db', TablesToDelete: ['t', 'u'] })).at('Errors')).toMatchObject([{ TableName: 'u' }]);
  await glue.call('UpdateDatabase', { Name: 'db', DatabaseInput: { Name: 'db', Description: 'new' } });
  expect((await glue.call('GetDatabase', { Name: 'db' })).at('Database', 'Description')).toBe('new');
});

test('connections are kept, found by type, and shown without their password when asked', async () => {
  const glue = bench();
  const ConnectionInput = { Name: 'c', ConnectionType: 'JDBC', ConnectionProperties: { USERNAME: 'me', PASSWORD: 'secret' } };
  await glue.call('CreateConnection', { ConnectionInput, Tags: { team: 'data' } });
  await expect(glue.call('CreateConnection', { ConnectionInput })).rejects.toMatchObject({ name: 'AlreadyExistsException' });
  expect((await glue.call('GetConnection', { Name: 'c', HidePassword: true })).at('Connection', 'ConnectionProperties')).toEqual({ USERNAME: 'me' });
  await glue.call('UpdateConnection', { Name: 'c', ConnectionInput: { ...ConnectionInput, Description: 'new' } });
  expect((await glue.call('GetConnections', { Filter: { ConnectionType: 'JDBC' } })).at('ConnectionList')).toMatchObject([{ Name: 'c', Description: 'new' }]);
  expect((await glue.call('GetConnections', { Filter: { ConnectionType: 'KAFKA' } })).at('ConnectionList')).toEqual([]);
  expect((await glue.call('GetTags', { ResourceArn: 'arn:aws:glue:eu-west-1:111122223333:connection/c' })).at('Tags')).toEqual({ team: 'data' });
  expect((await glue.call('BatchDeleteConnection', { ConnectionNameList: ['c', 'd'] })).json).toMatchObject({ Succeeded: ['c'], Errors: { d: { ErrorCode: 'EntityNotFoundException' } } });
  await expect(glue.call('DeleteConnection', { ConnectionName: 'c' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
});

test('classifiers and security configurations are kept as they were given', async () => {
  const glue = bench();
  await glue.call('CreateClassifier', { CsvClassifier: { Name: 'semicolons', Delimiter: ';' } });
  await glue.call('UpdateClassifier', { CsvClassifier: { Name: 'semicolons', QuoteSymbol: '"' } });
  expect((await glue.call('GetClassifier', { Name: 'semicolons' })).at('Classifier', 'CsvClassifier')).toMatchObject({ Delimiter: ';', QuoteSymbol: '"', Version: 2 });
  await expect(glue.call('UpdateClassifier', { JsonClassifier: { Name: 'semicolons', JsonPath: '$.a' } })).rejects.toMatchObject({ name: 'InvalidInputException' });
  await glue.call('DeleteClassifier', { Name: 'semicolons' });
  expect((await glue.call('GetClassifiers')).at('Classifiers')).toEqual([]);
  const EncryptionConfiguration = { S3Encryption: [{ S3EncryptionMode: 'SSE-S3' }] };
  await glue.call('CreateSecurityConfiguration', { Name: 's', EncryptionConfiguration });
  expect((await glue.call('GetSecurityConfiguration', { Name: 's' })).at('SecurityConfiguration')).toMatchObject({ EncryptionConfiguration });
  await glue.call('DeleteSecurityConfiguration', { Name: 's' });
  expect((await glue.call('GetSecurityConfigurations')).at('SecurityConfigurations')).toEqual([]);
});

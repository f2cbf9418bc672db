import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memoryBlobs } from '../blobs/memory.ts';
import { crawl } from './crawl.ts';
import { inferShape } from './infer.ts';

function bucketWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const blobs = memoryBlobs();
  blobs.createBucket('data');
  for (const [key, body] of Object.entries(files)) blobs.put('data', key, typeof body === 'string' ? new TextEncoder().encode(body) : body);
  return blobs;
}
const tables = (files: Readonly<Record<string, string | Uint8Array>>, path = 's3://data/') => crawl(bucketWith(files), [path], '', 'db');

describe('delimited text', () => {
  test('has the types of its values, the header left out; a column without values has none yet', () => {
    const text = 'Id,Price,Name,Day,Paid,Note\n1,2.5,ann,2013-01-01,true,\n2,3,"b,c",2013-01-02,FALSE,\n';
    expect(inferShape(text)).toMatchObject({
      format: 'csv',
      header: true,
      delimiter: ',',
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'price', type: 'double' },
        { name: 'name', type: 'string' },
        { name: 'day', type: 'date' },
        { name: 'paid', type: 'boolean' },
        { name: 'note', type: '' },
      ],
    });
  });

  test('without a header gets numbered columns; tabs are seen', () => {
    expect(inferShape('1\tx\n2\ty\n')).toMatchObject({ header: false, delimiter: '\t', columns: [{ name: 'col0', type: 'bigint' }, { name: 'col1', type: 'string' }] });
  });
});

test('JSON lines have nested types', () => {
  const text = '{"id":1,"tags":["a"],"at":{"x":1.5}}\n{"id":2.5,"extra":null}\n';
  expect(inferShape(text)?.columns).toEqual([
    { name: 'id', type: 'double' },
    { name: 'tags', type: 'array<string>' },
    { name: 'at', type: 'struct<x:double>' },
    { name: 'extra', type: '' },
  ]);
});

describe('a crawl', () => {
  test('makes one table of a folder and takes name=value folders for partitions', () => {
    const day = 'carrier,delay\nAA,1\n';
    const [table, ...more] = tables({ 'flights/day=2013-01-01/a.csv': day, 'flights/day=2013-01-02/a.csv': 'carrier,delay\nUA,1.5\n' }, 's3://data/flights/');
    expect(more).toEqual([]);
    expect(table).toMatchObject({
      Name: 'flights',
      DatabaseName: 'db',
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
      Partitions: [
        { Values: ['2013-01-01'], StorageDescriptor: { Location: 's3://data/flights/day=2013-01-01/' } },
        { Values: ['2013-01-02'], StorageDescriptor: { Location: 's3://data/flights/day=2013-01-02/' } },
      ],
      StorageDescriptor: {
        Location: 's3://data/flights/',
        Columns: [{ Name: 'carrier', Type: 'string' }, { Name: 'delay', Type: 'double' }],
      },
      Parameters: { classification: 'csv', 'skip.header.line.count': '1', objectCount: '2' },
    });
  });

  test('leaves out hidden, empty and binary files, and folders beside the path', () => {
    const found = tables(
      { 'a/x.csv': 'p,q\n1,2\n', 'a/_SUCCESS': 'yes,no\n1,2\n', 'a/.tmp/y.csv': 'p,q\n1,2\n', 'a/empty.csv': '', 'a/bin': new Uint8Array([1, 0, 2]), 'ab/z.csv': 'p,q\n1,2\n' },
      's3://data/a',
    );
    expect(found).toMatchObject([{ Name: 'a', Parameters: { objectCount: '2' } }]);
  });

  test('makes a table per folder, and reads packed files', () => {
    const found = tables({ 'one/x.json': '{"n":1}\n', 'two/y.csv.gz': gzipSync('p,q\n1,2\n') });
    expect(found).toMatchObject([
      { Name: 'one', Parameters: { classification: 'json' } },
      { Name: 'two', Parameters: { classification: 'csv', compressionType: 'gzip' } },
    ]);
  });

  test('of a bucket that is not there fails with a sentence', () => {
    expect(() => tables({}, 's3://nowhere/x')).toThrow('names a bucket that does not exist');
    expect(() => tables({}, '/tmp/x')).toThrow('is not an S3 URI');
  });
});

test('a Parquet file says its columns itself', () => {
  const file = readFileSync(new URL('fixtures/types.parquet', import.meta.url));
  const [table] = tables({ 'types/day=1/part-0.parquet': file, 'types/_SUCCESS': '', 'types/day=2/broken.parquet': 'PAR1 and no more' });
  const columns = Object.entries({
    id: 'int', d: 'decimal(10,2)', t: 'timestamp', dd: 'date', a: 'array<int>', m: 'map<string,bigint>', s: 'struct<y:string>', b: 'binary', f: 'boolean', r: 'float', sm: 'smallint',
  }).map(([Name, Type]) => ({ Name, Type }));
  expect(table).toMatchObject({
    Name: 'types', PartitionKeys: [{ Name: 'day' }], Parameters: { classification: 'parquet' },
    StorageDescriptor: { Columns: columns, SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' } },
  });
});

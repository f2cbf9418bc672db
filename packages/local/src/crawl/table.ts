import type { Json } from '@millrace/core';
import type { TableFiles } from './crawl.ts';
import { type Shape, unknown } from './infer.ts';

const parquetInput = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const parquetOutput = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat';
const textInput = 'org.apache.hadoop.mapred.TextInputFormat';
const textOutput = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat';

/** A table as Glue's catalog has it, with its partitions under `Partitions`. `names` are those that are taken, and grows. */
export function tableOf(group: TableFiles, shape: Shape, at: { readonly tablePrefix: string; readonly database: string; readonly names: Set<string> }): Json {
  const parameters = tableParameters(group, shape);
  const storage = storageOf(group, shape, parameters);
  return {
    Name: freeName(`${at.tablePrefix}${tableName(group)}`, at.names),
    DatabaseName: at.database,
    Owner: 'owner',
    Retention: 0,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: group.partitions.map((name) => ({ Name: name, Type: 'string' })),
    Parameters: parameters,
    StorageDescriptor: storage,
    Partitions: group.values.map((values) => {
      const folders = values.map((value, index) => `${group.partitions[index] ?? ''}=${value}/`).join('');
      return { Values: values.map(plainValue), StorageDescriptor: { ...storage, Location: `${storage.Location}${folders}` } };
    }),
  };
}

function storageOf(group: TableFiles, shape: Shape, parameters: Readonly<Record<string, string>>) {
  const partitions = new Set(group.partitions);
  return {
    // A partition's value is in its folder's name; a column of the same name cannot be told apart.
    Columns: shape.columns.filter(({ name }) => !partitions.has(name)).map(({ name, type }) => ({ Name: name, Type: type === unknown ? 'string' : type })),
    Location: `s3://${group.bucket}/${group.folder}`,
    InputFormat: shape.format === 'parquet' ? parquetInput : textInput,
    OutputFormat: shape.format === 'parquet' ? parquetOutput : textOutput,
    Compressed: false,
    NumberOfBuckets: -1,
    SerdeInfo: serde(shape),
    BucketColumns: [],
    SortColumns: [],
    Parameters: parameters,
    StoredAsSubDirectories: false,
  };
}

/** Hive writes what a path cannot take as `%XX`. */
function plainValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function serde(shape: Shape): Json {
  if (shape.format === 'parquet') {
    return { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', Parameters: { 'serialization.format': '1' } };
  }
  if (shape.format === 'json') {
    return { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe', Parameters: { paths: shape.columns.map(({ name }) => name).join(',') } };
  }
  return { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', Parameters: { 'field.delim': shape.delimiter } };
}

function tableParameters(group: TableFiles, shape: Shape): { readonly [name: string]: string } {
  const csv = { delimiter: shape.delimiter, columnsOrdered: 'true', areColumnsQuoted: 'false', ...(shape.header ? { 'skip.header.line.count': '1' } : {}) };
  return {
    classification: shape.format,
    typeOfData: 'file',
    objectCount: String(group.files.length),
    sizeKey: String(group.files.reduce((sum, { size }) => sum + size, 0)),
    compressionType: group.files.every(({ key }) => key.endsWith('.gz')) ? 'gzip' : 'none',
    ...(shape.format === 'csv' ? csv : {}),
  };
}

function tableName(group: TableFiles): string {
  const last = group.folder.split('/').at(-2) ?? group.bucket;
  return last.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
  taken.add(free);
  return free;
}

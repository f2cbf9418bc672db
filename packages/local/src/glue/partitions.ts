import type { Json } from '@millrace/core';
import type { AwsError, Operation } from '../host/types.ts';
import { needTable, type Table } from './catalog.ts';
import { flag, integer, invalid, listOf, longText, members, name } from './input.ts';
import { alreadyExists, type Ctx, notFound, operation, page } from './kit.ts';
import { partitionFilter } from './partition-expression.ts';
import { type Partition, partitionInput, type PartitionInput, partitionKey, partitions, partitionsOf, putPartition, values } from './partition-rows.ts';

const ofTable = { DatabaseName: name, TableName: name } as const;
const catalog = { CatalogId: longText } as const;
type OfTable = { readonly DatabaseName: string; readonly TableName: string };
const valueList = members({ Values: values }, {});

const find = (ctx: Ctx, { DatabaseName, TableName }: OfTable, given: readonly string[]): Partition | null => partitions.get(ctx, partitionKey(DatabaseName, TableName, given));
const drop = (ctx: Ctx, { DatabaseName, TableName }: OfTable, given: readonly string[]): void => partitions.remove(ctx, partitionKey(DatabaseName, TableName, given));
const missing = (given: readonly string[]): AwsError => notFound(`The partition [${given.join(', ')}]`);

/** One value for each partition key, where the table says which it has. */
function valuesFor(table: Table, { Values = [] }: PartitionInput): readonly string[] {
  const keys = table.PartitionKeys?.length ?? 0;
  if (Values.length === 0) throw invalid('A partition needs values.');
  if (keys > 0 && keys !== Values.length) throw invalid(`The number of partition keys do not match the number of partition values: '${table.Name}' has ${String(keys)} keys, and ${String(Values.length)} values were given.`);
  return Values;
}

function create(ctx: Ctx, table: Table, input: PartitionInput): void {
  const given = valuesFor(table, input);
  const at = { DatabaseName: table.DatabaseName, TableName: table.Name };
  if (find(ctx, at, given) !== null) throw alreadyExists(`The partition [${given.join(', ')}]`);
  putPartition(ctx, table.DatabaseName, table.Name, input);
}

/** A partition whose values change moves. */
function update(ctx: Ctx, table: Table, old: readonly string[], input: PartitionInput): void {
  const at = { DatabaseName: table.DatabaseName, TableName: table.Name };
  const before = find(ctx, at, old);
  if (before === null) throw missing(old);
  const given = valuesFor(table, { ...input, Values: input.Values ?? old });
  const moved = given.join('\0') !== old.join('\0');
  if (moved && find(ctx, at, given) !== null) throw alreadyExists(`The partition [${given.join(', ')}]`);
  if (moved) drop(ctx, at, old);
  putPartition(ctx, table.DatabaseName, table.Name, { ...input, Values: given }, before.CreationTime);
}

/** What each of a batch did wrong; all others are done. */
const each = <T>(all: readonly T[], work: (one: T) => void, shown: (one: T) => { readonly [key: string]: Json }): Json => ({
  Errors: all.flatMap((one): readonly Json[] => {
    try {
      work(one);
      return [];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [{ ...shown(one), ErrorDetail: { ErrorCode: error.name, ErrorMessage: error.message } }];
    }
  }),
});

function matching(ctx: Ctx, table: Table, expression: string | undefined): ReturnType<typeof partitionsOf> {
  const all = partitionsOf(ctx, table.DatabaseName, table.Name);
  if (expression === undefined || expression === '') return all;
  const holds = partitionFilter(expression);
  const keys = (table.PartitionKeys ?? []).map(({ Name, Type = 'string' }) => ({ name: Name.toLowerCase(), type: Type.toLowerCase() }));
  return all.filter(({ row }) => holds(new Map(keys.map(({ name: column, type }, index) => [column, { type, value: row.Values?.[index] ?? '' }]))) === true);
}

function without(partition: Partition, columns: boolean | undefined): Json {
  const storage = partition.StorageDescriptor;
  if (columns !== true || typeof storage !== 'object' || storage === null || Array.isArray(storage)) return partition;
  return { ...partition, StorageDescriptor: { ...storage, Columns: [] } };
}

/** Which of `TotalSegments` shares of a table a partition belongs to: any fixed rule serves. */
const inSegment = (index: number, segment: { readonly SegmentNumber: number; readonly TotalSegments: number } | undefined): boolean => segment === undefined || index % segment.TotalSegments === segment.SegmentNumber;

const segment = members({ SegmentNumber: integer(0), TotalSegments: integer(1, 10) }, {});
const listed = members(ofTable, { ...catalog, NextToken: longText, MaxResults: integer(1, 1000), Expression: longText, ExcludeColumnSchema: flag, Segment: segment });
const updateEntry = members({ PartitionValueList: values, PartitionInput: partitionInput }, {});

export const partitionOperations: Readonly<Record<string, Operation>> = {
  CreatePartition: operation(members({ ...ofTable, PartitionInput: partitionInput }, catalog), (ctx, input) => {
    create(ctx, needTable(ctx, input.DatabaseName, input.TableName), input.PartitionInput);
    return {};
  }),
  BatchCreatePartition: operation(members({ ...ofTable, PartitionInputList: listOf(partitionInput, 100) }, catalog), (ctx, input) => {
    const table = needTable(ctx, input.DatabaseName, input.TableName);
    return each(input.PartitionInputList, (one) => create(ctx, table, one), ({ Values = [] }) => ({ PartitionValues: Values }));
  }),
  GetPartition: operation(members({ ...ofTable, PartitionValues: values }, catalog), (ctx, input) => {
    needTable(ctx, input.DatabaseName, input.TableName);
    const found = find(ctx, input, input.PartitionValues);
    if (found === null) throw missing(input.PartitionValues);
    return { Partition: found };
  }),
  GetPartitions: operation(listed, (ctx, input) => {
    const all = matching(ctx, needTable(ctx, input.DatabaseName, input.TableName), input.Expression);
    const { rows, more } = page(all.filter((_, index) => inSegment(index, input.Segment)), input);
    return { Partitions: rows.map(({ row }) => without(row, input.ExcludeColumnSchema)), ...more };
  }),
  BatchGetPartition: operation(members({ ...ofTable, PartitionsToGet: listOf(valueList, 1000) }, catalog), (ctx, input) => {
    needTable(ctx, input.DatabaseName, input.TableName);
    return { Partitions: input.PartitionsToGet.flatMap(({ Values }) => find(ctx, input, Values) ?? []), UnprocessedKeys: [] };
  }),
  UpdatePartition: operation(members({ ...ofTable, PartitionValueList: values, PartitionInput: partitionInput }, catalog), (ctx, input) => {
    update(ctx, needTable(ctx, input.DatabaseName, input.TableName), input.PartitionValueList, input.PartitionInput);
    return {};
  }),
  BatchUpdatePartition: operation(members({ ...ofTable, Entries: listOf(updateEntry, 100) }, catalog), (ctx, input) => {
    const table = needTable(ctx, input.DatabaseName, input.TableName);
    return each(input.Entries, (one) => update(ctx, table, one.PartitionValueList, one.PartitionInput), (one) => ({ PartitionValueList: one.PartitionValueList }));
  }),
  DeletePartition: operation(members({ ...ofTable, PartitionValues: values }, catalog), (ctx, input) => {
    needTable(ctx, input.DatabaseName, input.TableName);
    if (find(ctx, input, input.PartitionValues) === null) throw missing(input.PartitionValues);
    drop(ctx, input, input.PartitionValues);
    return {};
  }),
  BatchDeletePartition: operation(members({ ...ofTable, PartitionsToDelete: listOf(valueList, 25) }, catalog), (ctx, input) => {
    needTable(ctx, input.DatabaseName, input.TableName);
    const remove = ({ Values }: { readonly Values: readonly string[] }): void => {
      if (find(ctx, input, Values) === null) throw missing(Values);
      drop(ctx, input, Values);
    };
    return each(input.PartitionsToDelete, remove, ({ Values }) => ({ PartitionValues: Values }));
  }),
};

import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { anything, flag, integer, invalid, isList, isRecord, listOf, longText, members, name, stringMap, text } from './input.ts';
import { alreadyExists, below, type Ctx, key, notFound, operation, page, seconds, table } from './kit.ts';
import { putTags } from './tags.ts';

const databaseInput = members(
  { Name: name },
  { Description: text(0, 2048), LocationUri: longText, Parameters: stringMap, CreateTableDefaultPermissions: anything, TargetDatabase: anything, FederatedDatabase: anything },
);
const tableInput = members(
  { Name: name },
  {
    Description: text(0, 2048),
    Owner: name,
    LastAccessTime: anything,
    LastAnalyzedTime: anything,
    Retention: integer(),
    StorageDescriptor: anything,
    PartitionKeys: anything,
    ViewOriginalText: longText,
    ViewExpandedText: longText,
    TableType: text(0, 255),
    Parameters: stringMap,
    TargetTable: anything,
  },
);
const partitionInput = members({}, { Values: listOf(text(0, 1024)), LastAccessTime: anything, StorageDescriptor: anything, Parameters: stringMap, LastAnalyzedTime: anything });

type Database = ReturnType<typeof databaseInput> & { readonly CreateTime: number; readonly CatalogId: string };
type Table = ReturnType<typeof tableInput> & { readonly DatabaseName: string; readonly CreateTime: number; readonly UpdateTime: number; readonly CatalogId: string };
type Partition = ReturnType<typeof partitionInput> & { readonly DatabaseName: string; readonly TableName: string; readonly CreationTime: number; readonly CatalogId: string };

const databases = table<Database>('database');
const tables = table<Table>('table');
const partitions = table<Partition>('partition');

// The catalog keeps names in lower case.
const lower = (given: string): string => given.toLowerCase();
const ofDatabase = { CatalogId: longText };
const paging = { NextToken: longText, MaxResults: integer(1, 1000), CatalogId: longText };
export const hasDatabase = (ctx: Ctx, given: string): boolean => databases.get(ctx, key(lower(given))) !== null;

function needDatabase(ctx: Ctx, given: string): Database {
  const found = databases.get(ctx, key(lower(given)));
  if (found === null) throw notFound(`The database '${given}'`);
  return found;
}
function needTable(ctx: Ctx, database: string, given: string): Table {
  needDatabase(ctx, database);
  const found = tables.get(ctx, key(lower(database), lower(given)));
  if (found === null) throw notFound(`The table '${database}.${given}'`);
  return found;
}
export function addDatabase(ctx: Ctx, input: ReturnType<typeof databaseInput>): void {
  const Name = lower(input.Name);
  databases.put(ctx, key(Name), { ...input, Name, CreateTime: seconds(ctx), CatalogId: ctx.world.account });
}

function putTable(ctx: Ctx, database: string, input: ReturnType<typeof tableInput>): void {
  const at = key(lower(database), lower(input.Name));
  const CreateTime = tables.get(ctx, at)?.CreateTime ?? seconds(ctx);
  tables.put(ctx, at, { ...input, Name: lower(input.Name), DatabaseName: lower(database), CreateTime, UpdateTime: seconds(ctx), CatalogId: ctx.world.account });
}
const partitionKey = (database: string, tableName: string, values: readonly string[] = []): string => key(lower(database), lower(tableName), ...values);
function putPartition(ctx: Ctx, database: string, tableName: string, input: ReturnType<typeof partitionInput>): void {
  const row = { ...input, DatabaseName: lower(database), TableName: lower(tableName), CreationTime: seconds(ctx), CatalogId: ctx.world.account };
  partitions.put(ctx, partitionKey(database, tableName, input.Values), row);
}

/** Writes what a crawl found: table inputs, each with its partitions under `Partitions`. Partitions that are gone are removed. */
export function writeCrawl(ctx: Ctx, database: string, found: readonly Json[]): void {
  for (const [index, one] of found.entries()) {
    const input = tableInput(one, `tables[${String(index)}]`);
    putTable(ctx, database, input);
    for (const { key: old } of partitions.list(ctx, `${partitionKey(database, input.Name)}/`)) partitions.remove(ctx, old);
    const inner = isRecord(one) ? (one['Partitions'] ?? null) : null;
    for (const partition of isList(inner) ? inner : []) putPartition(ctx, database, input.Name, partitionInput(partition, 'Partitions'));
  }
}

function dropTable(ctx: Ctx, database: string, given: string): void {
  for (const { key: at } of partitions.list(ctx, `${partitionKey(database, given)}/`)) partitions.remove(ctx, at);
  tables.remove(ctx, key(lower(database), lower(given)));
}

function pattern(expression: string): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    throw invalid(`Expression is no regular expression: '${expression}'.`);
  }
}

const batchInput = members({ DatabaseName: name, TableName: name, PartitionInputList: listOf(partitionInput, 100) }, ofDatabase);

export const catalogOperations: Readonly<Record<string, Operation>> = {
  CreateDatabase: operation(members({ DatabaseInput: databaseInput }, { ...ofDatabase, Tags: stringMap }), (ctx, { DatabaseInput, Tags }) => {
    if (hasDatabase(ctx, DatabaseInput.Name)) throw alreadyExists(`The database '${DatabaseInput.Name}'`);
    addDatabase(ctx, DatabaseInput);
    putTags(ctx, 'database', lower(DatabaseInput.Name), Tags);
    return {};
  }),
  GetDatabase: operation(members({ Name: name }, ofDatabase), (ctx, { Name }) => ({ Database: needDatabase(ctx, Name) })),
  GetDatabases: operation(members({}, paging), (ctx, input) => {
    const { rows, more } = page(databases.list(ctx), input);
    return { DatabaseList: rows.map(({ row }) => row), ...more };
  }),
  DeleteDatabase: operation(members({ Name: name }, ofDatabase), (ctx, { Name }) => {
    needDatabase(ctx, Name);
    for (const { row } of tables.list(ctx, below(lower(Name)))) dropTable(ctx, Name, row.Name);
    databases.remove(ctx, key(lower(Name)));
    return {};
  }),
  CreateTable: operation(members({ DatabaseName: name, TableInput: tableInput }, ofDatabase), (ctx, { DatabaseName, TableInput }) => {
    needDatabase(ctx, DatabaseName);
    if (tables.get(ctx, key(lower(DatabaseName), lower(TableInput.Name))) !== null) throw alreadyExists(`The table '${DatabaseName}.${TableInput.Name}'`);
    putTable(ctx, DatabaseName, TableInput);
    return {};
  }),
  UpdateTable: operation(members({ DatabaseName: name, TableInput: tableInput }, { ...ofDatabase, SkipArchive: flag }), (ctx, { DatabaseName, TableInput }) => {
    needTable(ctx, DatabaseName, TableInput.Name);
    putTable(ctx, DatabaseName, TableInput);
    return {};
  }),
  GetTable: operation(members({ DatabaseName: name, Name: name }, ofDatabase), (ctx, { DatabaseName, Name }) => ({ Table: needTable(ctx, DatabaseName, Name) })),
  GetTables: operation(members({ DatabaseName: name }, { ...paging, Expression: longText }), (ctx, input) => {
    needDatabase(ctx, input.DatabaseName);
    const matches = pattern(input.Expression ?? '.*');
    const { rows, more } = page(tables.list(ctx, below(lower(input.DatabaseName))).filter(({ row }) => matches.test(row.Name)), input);
    return { TableList: rows.map(({ row }) => row), ...more };
  }),
  DeleteTable: operation(members({ DatabaseName: name, Name: name }, ofDatabase), (ctx, { DatabaseName, Name }) => {
    needTable(ctx, DatabaseName, Name);
    dropTable(ctx, DatabaseName, Name);
    return {};
  }),
  BatchCreatePartition: operation(batchInput, (ctx, { DatabaseName, TableName, PartitionInputList }) => {
    needTable(ctx, DatabaseName, TableName);
    const clashes = PartitionInputList.filter(({ Values }) => partitions.get(ctx, partitionKey(DatabaseName, TableName, Values)) !== null);
    const taken = new Set(clashes);
    for (const one of PartitionInputList) if (!taken.has(one)) putPartition(ctx, DatabaseName, TableName, one);
    const ErrorDetail = { ErrorCode: 'AlreadyExistsException', ErrorMessage: 'The partition already exists.' };
    return { Errors: clashes.map(({ Values }) => ({ PartitionValues: Values ?? [], ErrorDetail })) };
  }),
  GetPartitions: operation(members({ DatabaseName: name, TableName: name }, { ...paging, Expression: longText, ExcludeColumnSchema: flag }), (ctx, input) => {
    needTable(ctx, input.DatabaseName, input.TableName);
    const { rows, more } = page(partitions.list(ctx, `${partitionKey(input.DatabaseName, input.TableName)}/`), input);
    return { Partitions: rows.map(({ row }) => row), ...more };
  }),
};

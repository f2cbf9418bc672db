import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { anything, flag, integer, invalid, isList, isRecord, listOf, longText, members, name, stringMap, text } from './input.ts';
import { alreadyExists, below, type Ctx, key, notFound, operation, page, seconds, table } from './kit.ts';
import { dropPartitions, partitionInput, putPartition } from './partition-rows.ts';
import { dropTags, putTags } from './tags.ts';

const databaseInput = members(
  { Name: name },
  { Description: text(0, 2048), LocationUri: longText, Parameters: stringMap, CreateTableDefaultPermissions: anything, TargetDatabase: anything, FederatedDatabase: anything },
);
const column = members({ Name: name }, { Type: longText, Comment: longText, Parameters: stringMap });
const tableInput = members(
  { Name: name },
  {
    Description: text(0, 2048),
    Owner: name,
    LastAccessTime: anything,
    LastAnalyzedTime: anything,
    Retention: integer(),
    StorageDescriptor: anything,
    PartitionKeys: listOf(column),
    ViewOriginalText: longText,
    ViewExpandedText: longText,
    TableType: text(0, 255),
    Parameters: stringMap,
    TargetTable: anything,
  },
);

type Database = ReturnType<typeof databaseInput> & { readonly CreateTime: number; readonly CatalogId: string };
export type Table = ReturnType<typeof tableInput> & {
  readonly DatabaseName: string;
  readonly CreateTime: number;
  readonly UpdateTime: number;
  readonly CatalogId: string;
  readonly VersionId: string;
};

const databases = table<Database>('database');
const tables = table<Table>('table');

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
export function needTable(ctx: Ctx, database: string, given: string): Table {
  needDatabase(ctx, database);
  const found = tables.get(ctx, key(lower(database), lower(given)));
  if (found === null) throw notFound(`The table '${database}.${given}'`);
  return found;
}
export function addDatabase(ctx: Ctx, input: ReturnType<typeof databaseInput>, created = seconds(ctx)): void {
  const Name = lower(input.Name);
  databases.put(ctx, key(Name), { ...input, Name, CreateTime: created, CatalogId: ctx.world.account });
}

function putTable(ctx: Ctx, database: string, input: ReturnType<typeof tableInput>): void {
  const at = key(lower(database), lower(input.Name));
  const before = tables.get(ctx, at);
  const VersionId = before === null ? '0' : String(Number(before.VersionId) + 1);
  tables.put(ctx, at, { ...input, Name: lower(input.Name), DatabaseName: lower(database), CreateTime: before?.CreateTime ?? seconds(ctx), UpdateTime: seconds(ctx), CatalogId: ctx.world.account, VersionId });
}

/** Writes a table that a crawl found, with its partitions under `Partitions`; partitions that are gone are removed. Without `update` a table that is there keeps its definition. */
export function writeCrawled(ctx: Ctx, database: string, found: Json, update: boolean): { readonly table: string; readonly isNew: boolean } {
  const input = tableInput(found, 'tables');
  const isNew = tables.get(ctx, key(lower(database), lower(input.Name))) === null;
  if (isNew || update) putTable(ctx, database, input);
  dropPartitions(ctx, database, input.Name);
  const inner = isRecord(found) ? (found['Partitions'] ?? null) : null;
  for (const partition of isList(inner) ? inner : []) putPartition(ctx, database, input.Name, partitionInput(partition, 'Partitions'));
  return { table: lower(input.Name), isNew };
}

/** What a crawl no longer finds: gone, or marked with the instant, epoch milliseconds. False where there is no such table. */
export function dropCrawled(ctx: Ctx, database: string, given: string, how: 'DELETE_FROM_DATABASE' | 'DEPRECATE_IN_DATABASE'): boolean {
  const found = tables.get(ctx, key(lower(database), lower(given)));
  if (found === null) return false;
  if (how === 'DELETE_FROM_DATABASE') dropTable(ctx, database, given);
  else if (found.Parameters?.['DEPRECATED_BY_CRAWLER'] === undefined) {
    const Parameters = { ...found.Parameters, DEPRECATED_BY_CRAWLER: String(ctx.world.now()) };
    tables.put(ctx, key(lower(database), lower(given)), { ...found, Parameters, UpdateTime: seconds(ctx) });
  }
  return true;
}

function dropTable(ctx: Ctx, database: string, given: string): void {
  dropPartitions(ctx, database, given);
  tables.remove(ctx, key(lower(database), lower(given)));
}

function pattern(expression: string): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    throw invalid(`Expression is no regular expression: '${expression}'.`);
  }
}

export const catalogOperations: Readonly<Record<string, Operation>> = {
  CreateDatabase: operation(members({ DatabaseInput: databaseInput }, { ...ofDatabase, Tags: stringMap }), (ctx, { DatabaseInput, Tags }) => {
    if (hasDatabase(ctx, DatabaseInput.Name)) throw alreadyExists(`The database '${DatabaseInput.Name}'`);
    addDatabase(ctx, DatabaseInput);
    putTags(ctx, 'database', lower(DatabaseInput.Name), Tags);
    return {};
  }),
  UpdateDatabase: operation(members({ Name: name, DatabaseInput: databaseInput }, ofDatabase), (ctx, { Name, DatabaseInput }) => {
    const before = needDatabase(ctx, Name);
    if (lower(DatabaseInput.Name) !== before.Name) throw invalid(`A database cannot be renamed: '${Name}' is not '${DatabaseInput.Name}'.`);
    addDatabase(ctx, DatabaseInput, before.CreateTime);
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
    dropTags(ctx, 'database', lower(Name));
    return {};
  }),
  CreateTable: operation(members({ DatabaseName: name, TableInput: tableInput }, ofDatabase), (ctx, { DatabaseName, TableInput }) => {
    needDatabase(ctx, DatabaseName);
    if (tables.get(ctx, key(lower(DatabaseName), lower(TableInput.Name))) !== null) throw alreadyExists(`The table '${DatabaseName}.${TableInput.Name}'`);
    putTable(ctx, DatabaseName, TableInput);
    return {};
  }),
  UpdateTable: operation(members({ DatabaseName: name, TableInput: tableInput }, { ...ofDatabase, SkipArchive: flag, VersionId: longText }), (ctx, { DatabaseName, TableInput, VersionId }) => {
    const before = needTable(ctx, DatabaseName, TableInput.Name);
    if (VersionId !== undefined && VersionId !== before.VersionId) throw new AwsError('ConcurrentModificationException', `The table '${DatabaseName}.${TableInput.Name}' is at version ${before.VersionId}, not ${VersionId}.`);
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
  BatchDeleteTable: operation(members({ DatabaseName: name, TablesToDelete: listOf(name, 100) }, ofDatabase), (ctx, { DatabaseName, TablesToDelete }) => {
    needDatabase(ctx, DatabaseName);
    const Errors = TablesToDelete.flatMap((TableName): readonly Json[] => {
      const there = tables.get(ctx, key(lower(DatabaseName), lower(TableName))) !== null;
      if (there) dropTable(ctx, DatabaseName, TableName);
      return there ? [] : [{ TableName, ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: `The table '${DatabaseName}.${TableName}' was not found.` } }];
    });
    return { Errors };
  }),
  // There are no partition indexes here; tools that manage tables ask all the same.
  GetPartitionIndexes: operation(members({ DatabaseName: name, TableName: name }, paging), (ctx, { DatabaseName, TableName }) => {
    needTable(ctx, DatabaseName, TableName);
    return { PartitionIndexDescriptorList: [] };
  }),
};

import { anything, listOf, members, stringMap, text } from './input.ts';
import { type Ctx, key, seconds, table } from './kit.ts';

export const values = listOf(text(0, 1024));
export const partitionInput = members({}, { Values: values, LastAccessTime: anything, StorageDescriptor: anything, Parameters: stringMap, LastAnalyzedTime: anything });
export type PartitionInput = ReturnType<typeof partitionInput>;
export type Partition = PartitionInput & { readonly DatabaseName: string; readonly TableName: string; readonly CreationTime: number; readonly CatalogId: string };

export const partitions = table<Partition>('partition');

export const partitionKey = (database: string, tableName: string, given: readonly string[] = []): string => key(database.toLowerCase(), tableName.toLowerCase(), ...given);
export const partitionsOf = (ctx: Ctx, database: string, tableName: string): readonly { readonly key: string; readonly row: Partition }[] =>
  partitions.list(ctx, `${partitionKey(database, tableName)}/`);

export function putPartition(ctx: Ctx, database: string, tableName: string, input: PartitionInput, created = seconds(ctx)): void {
  const row = { ...input, DatabaseName: database.toLowerCase(), TableName: tableName.toLowerCase(), CreationTime: created, CatalogId: ctx.world.account };
  partitions.put(ctx, partitionKey(database, tableName, input.Values), row);
}
export function dropPartitions(ctx: Ctx, database: string, tableName: string): void {
  for (const { key: at } of partitionsOf(ctx, database, tableName)) partitions.remove(ctx, at);
}

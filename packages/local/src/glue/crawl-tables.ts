import type { Json } from '@millrace/core';
import type { Crawler } from './crawl-life.ts';
import { dropCrawled, writeCrawled } from './catalog.ts';
import { isRecord } from './input.ts';
import { below, type Ctx, key, lastPart, table } from './kit.ts';

/** What a crawl did to the catalog, in tables. */
export type TableChanges = { readonly created: number; readonly updated: number; readonly deleted: number };
export const noChanges: TableChanges = { created: 0, updated: 0, deleted: 0 };

/** Tables that a crawler has written: the only ones that it may call gone. */
const written = table<true>('crawledTable');
export function forgetTables(ctx: Ctx, crawler: string): void {
  for (const { key: at } of written.list(ctx, below(crawler))) written.remove(ctx, at);
}

/** Applies the crawler's SchemaChangePolicy; unless told, tables are updated, and deprecated when they are gone. */
export function writeCrawl(ctx: Ctx, crawler: Crawler, database: string, found: readonly Json[]): TableChanges {
  const policy = crawler['SchemaChangePolicy'] ?? null;
  const { UpdateBehavior = null, DeleteBehavior = null } = isRecord(policy) ? policy : {};
  const results = found.map((one) => writeCrawled(ctx, database, one, UpdateBehavior !== 'LOG'));
  const there = new Set(results.map(({ table: name }) => name));
  const created = results.filter(({ isNew }) => isNew).length;
  const updated = UpdateBehavior === 'LOG' ? 0 : results.length - created;
  const gone = written.list(ctx, below(crawler.Name, database)).map(({ key: at }) => lastPart(at)).filter((name) => !there.has(name));
  for (const name of there) written.put(ctx, key(crawler.Name, database, name), true);
  if (DeleteBehavior === 'LOG') return { created, updated, deleted: 0 };
  const how = DeleteBehavior === 'DELETE_FROM_DATABASE' ? 'DELETE_FROM_DATABASE' : 'DEPRECATE_IN_DATABASE';
  const deleted = gone.filter((name) => dropCrawled(ctx, database, name, how)).length;
  for (const name of gone) written.remove(ctx, key(crawler.Name, database, name));
  return { created, updated, deleted };
}

import type { Json } from '@millrace/core';
import { frozenCopy } from './frozen.ts';
import { byUtf8 } from './order.ts';
import type { Change, Persistence } from './persistence.ts';
import { SortedMap } from './sorted-map.ts';
import type { Tx } from './types.ts';

export interface Overlay extends Tx {
  changes(): readonly Change[];
}

/** One service's view inside a transaction: its own writes over what is committed. */
export function overlay(base: Persistence, service: string): Overlay {
  const written = new Map<string, SortedMap<Json | null>>();
  const rowsOf = (kind: string): SortedMap<Json | null> => {
    const rows = written.get(kind) ?? new SortedMap<Json | null>();
    written.set(kind, rows);
    return rows;
  };
  const read = (kind: string, key: string): Json | null => {
    const own = written.get(kind)?.get(key);
    return own === undefined ? base.get(service, kind, key) : own;
  };
  const list = (kind: string, prefix: string): { readonly key: string; readonly row: Json }[] => {
    const own = written.get(kind);
    const committed = base.list(service, kind, prefix);
    if (own === undefined) return [...committed];
    const added = own.withPrefix(prefix).flatMap(({ key, value: row }) => (row === null ? [] : [{ key, row }]));
    const kept = committed.filter(({ key }) => own.get(key) === undefined);
    return added.length === 0 ? kept : [...kept, ...added].sort((a, b) => byUtf8(a.key, b.key));
  };
  return {
    // A cast by design: the caller names the row's type, as it alone wrote the row.
    get: <T extends Json>(kind: string, key: string) => read(kind, key) as T | null,
    put: (kind, key, row) => void rowsOf(kind).set(key, frozenCopy(row)),
    remove: (kind, key) => void rowsOf(kind).set(key, null),
    // The same cast, for the same reason.
    list: <T extends Json>(kind: string, prefix = '') => list(kind, prefix) as { readonly key: string; readonly row: T }[],
    changes: () =>
      [...written].flatMap(([kind, rows]) => rows.withPrefix('').map(({ key, value: row }): Change => ({ type: 'row', service, kind, key, row }))),
  };
}

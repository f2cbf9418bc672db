import { sha256 } from '@millrace/core';

/** Logical ids by resource id: letters and digits, readable, and distinct where cutting made two alike. */
export function logicalIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const plain = (id: string): string => id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('').slice(0, 200);
  const counts = Map.groupBy(ids, plain);
  return new Map(ids.map((id) => [id, (counts.get(plain(id))?.length ?? 0) > 1 ? `${plain(id)}${sha256(id).slice(0, 8)}` : plain(id)]));
}

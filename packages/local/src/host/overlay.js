import { frozenCopy } from './frozen.js';
import { byUtf8 } from './order.js';
import { SortedMap } from './sorted-map.js';
/** One service's view inside a transaction: its own writes over what is committed. */
export function overlay(base, service) {
    const written = new Map();
    const rowsOf = (kind) => {
        const rows = written.get(kind) ?? new SortedMap();
        written.set(kind, rows);
        return rows;
    };
    const read = (kind, key) => {
        const own = written.get(kind)?.get(key);
        return own === undefined ? base.get(service, kind, key) : own;
    };
    const list = (kind, prefix) => {
        const own = written.get(kind);
        const committed = base.list(service, kind, prefix);
        if (own === undefined)
            return [...committed];
        const added = own.withPrefix(prefix).flatMap(({ key, value: row }) => (row === null ? [] : [{ key, row }]));
        const kept = committed.filter(({ key }) => own.get(key) === undefined);
        return added.length === 0 ? kept : [...kept, ...added].sort((a, b) => byUtf8(a.key, b.key));
    };
    return {
        // A cast by design: the caller names the row's type, as it alone wrote the row.
        get: (kind, key) => read(kind, key),
        put: (kind, key, row) => void rowsOf(kind).set(key, frozenCopy(row)),
        remove: (kind, key) => void rowsOf(kind).set(key, null),
        // The same cast, for the same reason.
        list: (kind, prefix = '') => list(kind, prefix),
        changes: () => [...written].flatMap(([kind, rows]) => rows.withPrefix('').map(({ key, value: row }) => ({ type: 'row', service, kind, key, row }))),
    };
}

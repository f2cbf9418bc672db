import { AwsError } from '../host/types.js';
export function operation(check, run) {
    return (tx, input, world) => {
        const ctx = { tx, world, effects: [] };
        const output = run(ctx, check(input, ''));
        return { output, effects: ctx.effects };
    };
}
/** A timer's or a reply's handler: its data comes from this service itself, so its shape is known. */
export function handler(run) {
    return (tx, data, world) => {
        const ctx = { tx, world, effects: [] };
        // The data is what this service gave with the effect.
        run(ctx, data);
        return { output: null, effects: ctx.effects };
    };
}
export const table = (kind) => ({
    get: ({ tx }, key) => tx.get(kind, key),
    put: ({ tx }, key, row) => tx.put(kind, key, row),
    remove: ({ tx }, key) => tx.remove(kind, key),
    list: ({ tx }, prefix = '') => tx.list(kind, prefix),
});
/** Joins parts to a key; a slash inside a part cannot be taken for a border. */
export const key = (...parts) => parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
/** The prefix of all keys below these parts. */
export const below = (...parts) => `${key(...parts)}/`;
/** Epoch seconds, as JSON 1.1 carries timestamps. */
export const seconds = (ctx) => ctx.world.now() / 1000;
const counters = table('counter');
/** Sorts after nothing that came later: newest first in key order. */
export function newestFirst(ctx) {
    const next = (counters.get(ctx, 'seq') ?? 0) + 1;
    counters.put(ctx, 'seq', next);
    return String(999_999_999_999 - next).padStart(12, '0');
}
export function hex(ctx, digits) {
    let out = '';
    while (out.length < digits)
        out += Math.floor(ctx.world.random() * 0x1_0000_0000).toString(16).padStart(8, '0');
    return out.slice(0, digits);
}
export const notFound = (what) => new AwsError('EntityNotFoundException', `${what} was not found.`);
export const alreadyExists = (what) => new AwsError('AlreadyExistsException', `${what} already exists.`);
/** One page of sorted rows. The token is the key of the next page's first row. */
export function page(rows, { NextToken, MaxResults }, usual = 100) {
    const start = NextToken === undefined ? 0 : rows.findIndex((row) => row.key >= NextToken);
    if (start < 0)
        return { rows: [], more: {} };
    const end = start + (MaxResults ?? usual);
    const next = rows[end];
    return { rows: rows.slice(start, end), more: next === undefined ? {} : { NextToken: next.key } };
}

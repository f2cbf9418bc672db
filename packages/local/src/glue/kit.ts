import type { Json } from '@millrace/core';
import { AwsError, type Effect, type Operation, type Tx, type World } from '../host/types.ts';
import type { Check } from './input.ts';

/** One transaction of the service: its rows, the world, and what it asks to be done after it. */
export interface Ctx {
  readonly tx: Tx;
  readonly world: World;
  readonly effects: Effect[];
}

export function operation<T extends Json>(check: Check<T>, run: (ctx: Ctx, input: T) => Json): Operation {
  return (tx, input, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    const output = run(ctx, check(input, ''));
    return { output, effects: ctx.effects };
  };
}

/** A timer's or a reply's handler: its data comes from this service itself, so its shape is known. */
export function handler<T extends Json>(run: (ctx: Ctx, data: T) => void): Operation {
  return (tx, data, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    // The data is what this service gave with the effect.
    run(ctx, data as T);
    return { output: null, effects: ctx.effects };
  };
}

/** Rows of one kind. */
export interface Table<T extends Json> {
  get(ctx: Ctx, key: string): T | null;
  put(ctx: Ctx, key: string, row: T): void;
  remove(ctx: Ctx, key: string): void;
  list(ctx: Ctx, prefix?: string): readonly { readonly key: string; readonly row: T }[];
}
export const table = <T extends Json>(kind: string): Table<T> => ({
  get: ({ tx }, key) => tx.get<T>(kind, key),
  put: ({ tx }, key, row) => tx.put(kind, key, row),
  remove: ({ tx }, key) => tx.remove(kind, key),
  list: ({ tx }, prefix = '') => tx.list<T>(kind, prefix),
});

/** Joins parts to a key; a slash inside a part cannot be taken for a border. */
export const key = (...parts: readonly string[]): string => parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
/** The last of the parts that made a key. */
export const lastPart = (joined: string): string => joined.slice(joined.lastIndexOf('/') + 1).replaceAll('%2F', '/').replaceAll('%25', '%');
/** The prefix of all keys below these parts. */
export const below = (...parts: readonly string[]): string => `${key(...parts)}/`;

/** Epoch seconds, as JSON 1.1 carries timestamps. */
export const seconds = (ctx: Ctx): number => ctx.world.now() / 1000;

const counters = table<number>('counter');
function nextNumber(ctx: Ctx): number {
  const next = (counters.get(ctx, 'seq') ?? 0) + 1;
  counters.put(ctx, 'seq', next);
  return next;
}
/** Sorts before everything that came earlier: newest first in key order. */
export const newestFirst = (ctx: Ctx): string => String(999_999_999_999 - nextNumber(ctx)).padStart(12, '0');
/** Sorts after everything that came earlier. */
export const oldestFirst = (ctx: Ctx): string => String(nextNumber(ctx)).padStart(12, '0');

/** Glue tells of runs for this long. Seconds. */
const historyKept = 90 * 86_400;
/** Whether a run that ended then is still told of; a live one always is. */
export const isRemembered = (ctx: Ctx, completedOn: number | undefined): boolean => completedOn === undefined || completedOn > seconds(ctx) - historyKept;

export function hex(ctx: Ctx, digits: number): string {
  let out = '';
  while (out.length < digits) out += Math.floor(ctx.world.random() * 0x1_0000_0000).toString(16).padStart(8, '0');
  return out.slice(0, digits);
}

export const notFound = (what: string): AwsError => new AwsError('EntityNotFoundException', `${what} was not found.`);
export const alreadyExists = (what: string): AwsError => new AwsError('AlreadyExistsException', `${what} already exists.`);

/** One page of sorted rows. The token is the key of the next page's first row. */
export function page<R extends { readonly key: string }>(
  rows: readonly R[],
  { NextToken, MaxResults }: { readonly NextToken?: string; readonly MaxResults?: number },
  usual = 100,
): { readonly rows: readonly R[]; readonly more: { readonly NextToken?: string } } {
  const start = NextToken === undefined ? 0 : rows.findIndex((row) => row.key >= NextToken);
  if (start < 0) return { rows: [], more: {} };
  const end = start + (MaxResults ?? usual);
  const next = rows[end];
  return { rows: rows.slice(start, end), more: next === undefined ? {} : { NextToken: next.key } };
}

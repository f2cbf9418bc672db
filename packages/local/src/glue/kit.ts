import type { Json } from '@millrace/core';
import { AwsError, type Operation } from '../host/types.ts';
import { table, type Ctx } from '../service/kit.ts';
import type { Check } from './input.ts';

export { below, handler, key, table, type Ctx, type Table } from '../service/kit.ts';

export function operation<T extends Json>(check: Check<T>, run: (ctx: Ctx, input: T) => Json): Operation {
  return (tx, input, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    const output = run(ctx, check(input, ''));
    return { output, effects: ctx.effects };
  };
}

/** The last of the parts that made a key. */
export const lastPart = (joined: string): string => joined.slice(joined.lastIndexOf('/') + 1).replaceAll('%2F', '/').replaceAll('%25', '%');

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

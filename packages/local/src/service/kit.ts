import type { Json } from '@millrace/core';
import { AwsError, type Effect, type Operation, type Tx, type World } from '../host/types.ts';
import { Input, type Refuse } from './input.ts';

/** One transaction of a service: its rows, the world, and what it asks to be done after it. */
export interface Ctx {
  readonly tx: Tx;
  readonly world: World;
  readonly effects: Effect[];
}

/**
 * Makes operations of one service.
 * @param refusal the name of its error for a request that breaks the rules of its shape
 */
export function operationsOf(refusal: string): (run: (ctx: Ctx, input: Input) => Json | Waiting) => Operation {
  const refuse: Refuse = (message) => new AwsError(refusal, message);
  return (run) => (tx, json, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    const output = run(ctx, new Input(json, refuse));
    return output instanceof Waiting ? { output: null, effects: ctx.effects, waits: output.id } : { output, effects: ctx.effects };
  };
}

/** Given instead of an output: the caller waits for the `answer` effect of this id. */
export class Waiting {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

/** A handler of timers, replies and topics: its data comes from services here, so its shape is known. */
export function handler<T extends Json>(run: (ctx: Ctx, data: T) => void): Operation {
  return (tx, data, world) => {
    const ctx: Ctx = { tx, world, effects: [] };
    // What an effect of a service carried.
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
/** The prefix of all keys below these parts. */
export const below = (...parts: readonly string[]): string => `${key(...parts)}/`;

const counters = table<number>('counter');
/** A number of twelve digits that is higher each time. */
export function nextNumber(ctx: Ctx): string {
  const next = (counters.get(ctx, 'seq') ?? 0) + 1;
  counters.put(ctx, 'seq', next);
  return String(next).padStart(12, '0');
}

export function letters(ctx: Ctx, count: number, alphabet: string): string {
  return Array.from({ length: count }, () => alphabet[Math.floor(ctx.world.random() * alphabet.length)] ?? 'a').join('');
}
export function uuid(ctx: Ctx): string {
  const hex = letters(ctx, 32, '0123456789abcdef');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
export const partition = (world: World): string => (world.region.startsWith('cn-') ? 'aws-cn' : world.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws');
export const arn = (world: World, service: string, resource: string): string => `arn:${partition(world)}:${service}:${world.region}:${world.account}:${resource}`;
export const isoTime = (instant: number): string => new Date(instant).toISOString();

/** One page of rows in key order; the token is the key of the next page's first row. */
export function page<R extends { readonly key: string }>(rows: readonly R[], token: string | null, size: number): { readonly rows: readonly R[]; readonly next: string | null } {
  const start = token === null ? 0 : rows.findIndex((row) => row.key >= token);
  if (start < 0) return { rows: [], next: null };
  return { rows: rows.slice(start, start + size), next: rows[start + size]?.key ?? null };
}

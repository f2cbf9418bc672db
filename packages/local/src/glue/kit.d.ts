import type { Json } from '@millrace/core';
import { AwsError, type Effect, type Operation, type Tx, type World } from '../host/types.ts';
import type { Check } from './input.ts';
/** One transaction of the service: its rows, the world, and what it asks to be done after it. */
export interface Ctx {
    readonly tx: Tx;
    readonly world: World;
    readonly effects: Effect[];
}
export declare function operation<T extends Json>(check: Check<T>, run: (ctx: Ctx, input: T) => Json): Operation;
/** A timer's or a reply's handler: its data comes from this service itself, so its shape is known. */
export declare function handler<T extends Json>(run: (ctx: Ctx, data: T) => void): Operation;
/** Rows of one kind. */
export interface Table<T extends Json> {
    get(ctx: Ctx, key: string): T | null;
    put(ctx: Ctx, key: string, row: T): void;
    remove(ctx: Ctx, key: string): void;
    list(ctx: Ctx, prefix?: string): readonly {
        readonly key: string;
        readonly row: T;
    }[];
}
export declare const table: <T extends Json>(kind: string) => Table<T>;
/** Joins parts to a key; a slash inside a part cannot be taken for a border. */
export declare const key: (...parts: readonly string[]) => string;
/** The prefix of all keys below these parts. */
export declare const below: (...parts: readonly string[]) => string;
/** Epoch seconds, as JSON 1.1 carries timestamps. */
export declare const seconds: (ctx: Ctx) => number;
/** Sorts after nothing that came later: newest first in key order. */
export declare function newestFirst(ctx: Ctx): string;
export declare function hex(ctx: Ctx, digits: number): string;
export declare const notFound: (what: string) => AwsError;
export declare const alreadyExists: (what: string) => AwsError;
/** One page of sorted rows. The token is the key of the next page's first row. */
export declare function page<R extends {
    readonly key: string;
}>(rows: readonly R[], { NextToken, MaxResults }: {
    readonly NextToken?: string;
    readonly MaxResults?: number;
}, usual?: number): {
    readonly rows: readonly R[];
    readonly more: {
        readonly NextToken?: string;
    };
};

import type { Json } from '@millrace/core';
import { type Advance, type Message } from '@millrace/asl';
import { type Ctx, type ExecutionRow } from './rows.ts';
export declare function begin(ctx: Ctx, execution: ExecutionRow, context: Json): Promise<Advance>;
export declare function proceed(ctx: Ctx, execution: ExecutionRow, messages: readonly Message[]): Promise<Advance>;
/** After the end: neither rows nor memory are needed any more, but for the count of events. */
export declare function forget(ctx: Ctx, key: string): void;

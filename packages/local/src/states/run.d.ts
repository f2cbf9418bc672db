import type { Json } from '@millrace/core';
import type { Message } from '@millrace/asl';
import { type Ctx, type ExecutionRow } from './rows.ts';
export declare function startRun(ctx: Ctx, row: ExecutionRow, roleArn: string): Promise<void>;
/** Delivers what has come in, and `more`, at once. */
export declare function deliver(ctx: Ctx, row: ExecutionRow, more: readonly Message[]): Promise<void>;
/** Timer handler: the instant's mail is delivered as one; when none is left and no look is out, held tasks start. */
export declare function pump(ctx: Ctx, data: Json): Promise<void>;
/** Timer handler: a wait, a retry's delay or a timeout is over. */
export declare function timer(ctx: Ctx, data: Json): void;

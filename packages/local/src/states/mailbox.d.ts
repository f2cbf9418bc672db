import type { Message } from '@millrace/asl';
import { type Ctx } from './rows.ts';
/** Keeps a message for the pump, so that all messages of one instant are delivered as one. Ended executions take no mail. */
export declare function post(ctx: Ctx, execution: string, message: Message): void;
/** Sets the pump for this instant. It comes after all that the instant has in store now. */
export declare function arm(ctx: Ctx, execution: string): void;
export declare function disarm(ctx: Ctx, execution: string): void;
export declare function noteRead(ctx: Ctx, execution: string, change: 1 | -1): void;
export declare function readsOut(ctx: Ctx, execution: string): boolean;
export declare function takeMail(ctx: Ctx, execution: string): readonly Message[];
export declare function dropMailbox(ctx: Ctx, execution: string): void;

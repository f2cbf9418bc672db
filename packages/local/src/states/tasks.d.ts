import type { Json } from '@millrace/core';
import type { Action } from '@millrace/asl';
import type { OpenQuestion } from '../host/types.ts';
import { type Ctx } from './rows.ts';
/** Is a STOPPED job run a success or a failure for `startJobRun.sync`? See docs/aws-open-questions.md. */
export declare const syncStopped: OpenQuestion;
/**
 * A look goes out at once. What starts something waits until no look of its instant is out: an end that the look tells of is then
 * recorded before anything starts.
 */
export declare function startTask(ctx: Ctx, execution: string, action: Extract<Action, {
    readonly type: 'task';
}>): void;
export declare function hasHeld(ctx: Ctx, execution: string): boolean;
export declare function performHeld(ctx: Ctx, execution: string): void;
export declare function cancelTask(ctx: Ctx, execution: string, id: string): void;
/** A call that is the whole task has answered. */
export declare function replied(ctx: Ctx, data: Json): void;
/** StartJobRun of a `.sync` task has answered: from here the job run's end is the task's. */
export declare function jobStarted(ctx: Ctx, data: Json): void;
/** Glue tells of the end of a job run; most are none of ours. */
export declare function jobEnded(ctx: Ctx, data: Json): void;

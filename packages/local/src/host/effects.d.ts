import type { Json } from '@millrace/core';
import type { Change, Persistence, Task, Timer } from './persistence.ts';
import type { Effect, ReplyTo, Service } from './types.ts';
/** What must happen after a commit; everything else is data. */
export type Dispatch = {
    readonly type: 'start';
    readonly id: string;
} | {
    readonly type: 'stop';
    readonly id: string;
};
/** Results of work come before all else of an instant, so that an end is never late for what reacts to it. */
export declare const orderOfWorkResults = -1;
/** Calls and their replies come after the ends of their instant. */
export declare const orderOfCalls = 1;
/** Whose timer, and when. */
export interface Moment {
    readonly service: string;
    now(): number;
    nextSeq(): number;
}
export interface EffectContext extends Moment {
    readonly services: ReadonlyMap<string, Service>;
    readonly persistence: Persistence;
}
/** Turns effects into changes of the same commit. */
export declare function effectChanges(effects: readonly Effect[], context: EffectContext): {
    changes: Change[];
    dispatches: Dispatch[];
};
/** A timer of this instant with an id that no service gives. */
export declare function due(context: Moment, order: number, task: Task): Timer;
/** How an operation ended, as a reply carries it. */
export type Result = {
    readonly ok: true;
    readonly output: Json;
} | {
    readonly ok: false;
    readonly error: {
        readonly name: string;
        readonly message: string;
    };
};
/** The timer that brings a result to whoever asked. */
export declare function replyTimer(context: Moment, order: number, replyTo: ReplyTo, result: Result): Timer;

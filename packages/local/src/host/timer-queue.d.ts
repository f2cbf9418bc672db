import type { Timer } from './persistence.ts';
/** Timers by (at, order, seq): a binary heap; cancelled ones are dropped when they come up. */
export declare class TimerQueue {
    #private;
    set(timer: Timer): void;
    cancel(service: string, id: string): void;
    next(): Timer | null;
}
export declare function compareTimers(a: Timer, b: Timer): number;

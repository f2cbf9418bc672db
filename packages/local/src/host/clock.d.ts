/** Time as the host sees it, epoch milliseconds. `at` calls once; earlier than now means now. */
export interface Clock {
    now(): number;
    at(instant: number, callback: () => void): void;
}
export interface RealClock extends Clock {
    readonly kind: 'real';
    /** Calls `callback` at `instant`, instead of what was set before. */
    wakeAt(instant: number, callback: () => void): void;
    sleep(): void;
}
/** Stands still until the host runs it on. */
export interface VirtualClock extends Clock {
    readonly kind: 'virtual';
    /** The instant of the next callback, or null. */
    next(): number | null;
    moveTo(instant: number): void;
    /** Calls the next callback that is due, if any; false when none is. */
    fire(): boolean;
}
export declare function realClock(): RealClock;
/**
 * @param start epoch milliseconds
 * @example const clock = virtualClock(Date.UTC(2026, 0, 1));
 */
export declare function virtualClock(start?: number): VirtualClock;

import type { VirtualClock } from './clock.ts';
import type { Executor, Work, WorkResult } from './types.ts';
/** How a piece of work goes. Milliseconds. */
export interface Play {
    readonly ms: number;
    readonly outcome: WorkResult['outcome'];
    readonly message?: string;
    readonly tables?: WorkResult['tables'];
    /** How it ends after it was asked to stop, unless its own end comes first or at the same instant. */
    readonly onStop?: {
        readonly ms: number;
        readonly outcome: WorkResult['outcome'];
    };
}
/**
 * Plays work in virtual time.
 * @example scriptedExecutor(clock, (work) => ({ ms: 60_000, outcome: 'succeeded' }))
 */
export declare function scriptedExecutor(clock: VirtualClock, play: (work: Work) => Play): Executor;

import type { Change, Persistence } from './persistence.ts';
import type { Tx } from './types.ts';
export interface Overlay extends Tx {
    changes(): readonly Change[];
}
/** One service's view inside a transaction: its own writes over what is committed. */
export declare function overlay(base: Persistence, service: string): Overlay;

import type { World } from './types.ts';
export interface WorldOptions {
    /** Answers to open questions by id; a question without one gets its usual answer. */
    readonly answers: Readonly<Record<string, string>>;
    /** 0 <= x < 1. */
    readonly random: () => number;
    readonly region: string;
    readonly account: string;
}
export interface AskedWorld extends World {
    readonly asked: ReadonlySet<string>;
}
export declare const defaultRegion = "us-east-1";
export declare const defaultAccount = "000000000000";
export declare function worldOf(now: () => number, options: Partial<WorldOptions>): AskedWorld;

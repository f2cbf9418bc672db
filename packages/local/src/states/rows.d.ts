import type { Json } from '@millrace/core';
import type { Message } from '@millrace/asl';
import type { Effect, Operation, Tx, World } from '../host/types.ts';
/** One transaction: rows, world, and the effects that it gathers. */
export interface Ctx {
    readonly tx: Tx;
    readonly world: World;
    readonly effects: Effect[];
}
export declare function transaction(run: (ctx: Ctx, input: Json) => Json | Promise<Json>): Operation;
export type MachineRow = {
    readonly name: string;
    readonly definition: string;
    readonly roleArn: string;
    readonly createdAt: number;
    readonly updatedAt: number | null;
    readonly revision: number;
    readonly logging: Json;
    readonly tracing: Json;
    readonly tags: {
        readonly [key: string]: string;
    };
};
export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
export type ExecutionRow = {
    readonly machine: string;
    readonly name: string;
    /** Key of the definition as it was at the start: an update of the machine leaves executions alone. */
    readonly definition: string;
    readonly status: Status;
    readonly startedAt: number;
    readonly stoppedAt: number | null;
    readonly input: string;
    readonly output: string | null;
    readonly error: string | null;
    readonly cause: string | null;
    /** Key of its entry in the list of executions. */
    readonly listed: string;
};
/** Where the engine stands with an execution, besides its frames. `turn` counts its steps, so that a kept copy can be told from an old one. */
export type RootRow = {
    readonly turn: number;
    readonly events: number;
    readonly root: Json;
};
/** Messages wait in rows of their own until the pump of their instant takes them all. */
export type PumpRow = {
    readonly armed: boolean;
    readonly next: number;
    readonly reads: number;
};
export type TaskRow = {
    readonly execution: string;
    readonly id: string;
    readonly resource: string;
    readonly arguments: Json;
    readonly phase: 'held' | 'calling' | 'running' | 'cancelled';
    readonly job: {
        readonly name: string;
        readonly run: string;
    } | null;
};
interface Table<T extends Json> {
    get(ctx: Ctx, key: string): T | null;
    put(ctx: Ctx, key: string, row: T): void;
    remove(ctx: Ctx, key: string): void;
    list(ctx: Ctx, prefix?: string): readonly {
        readonly key: string;
        readonly row: T;
    }[];
}
export declare const machines: Table<MachineRow>;
/** Definition texts by their sha256. */
export declare const definitions: Table<string>;
export declare const executions: Table<ExecutionRow>;
/** Newest first per machine: its key sorts so, its row is the execution's key. */
export declare const listing: Table<string>;
export declare const roots: Table<RootRow>;
export declare const frames: Table<Json>;
export declare const events: Table<Json>;
export declare const pumps: Table<PumpRow>;
export declare const mail: Table<Message>;
export declare const tasks: Table<TaskRow>;
/** Tasks that wait for the end of their instant. */
export declare const held: Table<string>;
/** Glue job run id -> key of the task that waits for it. */
export declare const jobRuns: Table<string>;
/** Names hold neither of the borders: see `checkName`. */
export declare const executionKey: (machine: string, name: string) => string;
export declare const under: (execution: string, part: string) => string;
export declare const padded: (n: number) => string;
export declare function newestFirst(ctx: Ctx): string;
export declare const machineArn: (world: World, name: string) => string;
export declare const executionArn: (world: World, machine: string, name: string) => string;
export {};

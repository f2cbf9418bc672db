import type { Json } from '@millrace/core';
import type { Operation } from '../host/types.ts';
import { type Ctx } from './kit.ts';
declare const databaseInput: import("./input.ts").Check<{
    readonly Name: string;
} & {
    readonly Description?: string;
    readonly LocationUri?: string;
    readonly Parameters?: Readonly<Record<string, string>>;
    readonly CreateTableDefaultPermissions?: Json;
    readonly TargetDatabase?: Json;
    readonly FederatedDatabase?: Json;
}>;
export declare const hasDatabase: (ctx: Ctx, given: string) => boolean;
export declare function addDatabase(ctx: Ctx, input: ReturnType<typeof databaseInput>): void;
/** Writes what a crawl found: table inputs, each with its partitions under `Partitions`. Partitions that are gone are removed. */
export declare function writeCrawl(ctx: Ctx, database: string, found: readonly Json[]): void;
export declare const catalogOperations: Readonly<Record<string, Operation>>;
export {};

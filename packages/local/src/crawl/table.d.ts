import type { Json } from '@millrace/core';
import type { TableFiles } from './crawl.ts';
import type { Shape } from './infer.ts';
/** A table as Glue's catalog has it. `names` are those that are taken, and grows. */
export declare function tableOf(group: TableFiles, shape: Shape, at: {
    readonly tablePrefix: string;
    readonly database: string;
    readonly names: Set<string>;
}): Json;

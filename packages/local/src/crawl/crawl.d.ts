import type { Json } from '@millrace/core';
import type { Blobs } from '../host/types.ts';
export interface DataFile {
    readonly bucket: string;
    readonly key: string;
    readonly size: number;
}
/** Files that make one table: a folder, below it perhaps folders that name partition values. */
export interface TableFiles {
    readonly bucket: string;
    readonly folder: string;
    readonly partitions: readonly string[];
    readonly files: readonly DataFile[];
}
/**
 * Finds tables under S3 paths and infers their columns, as a crawler does.
 * @returns tables in the shape of Glue's Table
 * @throws when a path is not an S3 URI or its bucket does not exist
 */
export declare function crawl(blobs: Blobs, paths: readonly string[], tablePrefix: string, database: string): readonly Json[];
/** One table per folder; `name=value` folders at its end are partitions. */
export declare function groupsOf(files: readonly DataFile[]): readonly TableFiles[];

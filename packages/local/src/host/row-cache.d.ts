import type { Json } from '@millrace/core';
/** Parsed rows, the latest `limit` of them, so that a big row is not parsed at each read. */
export declare class RowCache {
    #private;
    constructor(limit: number);
    get(service: string, kind: string, key: string): Json | undefined;
    keep(service: string, kind: string, key: string, row: Json): Json;
    forget(service: string, kind: string, key: string): void;
}

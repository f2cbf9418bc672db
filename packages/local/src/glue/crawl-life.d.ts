import type { Json } from '@millrace/core';
import type { NodeRef } from './job-run-rows.ts';
import { type Ctx } from './kit.ts';
export type Crawler = {
    readonly Name: string;
    readonly Role: string;
    readonly Targets: {
        readonly S3Targets?: readonly {
            readonly Path?: string;
        }[];
    };
    readonly DatabaseName?: string;
    readonly TablePrefix?: string;
    readonly CreationTime: number;
    readonly LastUpdated: number;
    readonly Version: number;
    readonly [more: string]: Json;
};
export declare const crawlers: import("./kit.ts").Table<Crawler>;
export declare const crawlerKey: (name: string) => string;
export type CrawlState = 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'SUCCEEDED' | 'FAILED' | 'ERROR';
export type Crawl = {
    readonly id: string;
    readonly crawler: string;
    readonly state: CrawlState;
    readonly startedOn: number;
    readonly completedOn: number | null;
    readonly message: string | null;
    readonly tables: number;
    readonly node: NodeRef | null;
};
export declare const logGroup = "/aws-glue/crawlers";
export declare const crawlRow: (ctx: Ctx, crawler: string, id: string) => Crawl | null;
/** Newest first. */
export declare const crawlOrder: (ctx: Ctx, crawler: string) => readonly {
    readonly key: string;
    readonly row: string;
}[];
export declare function currentCrawl(ctx: Ctx, crawler: string): Crawl | null;
export declare function startCrawl(ctx: Ctx, crawler: Crawler, node: NodeRef | null): void;
/** A crawl that could not start: a trigger named a crawler that is gone or busy. */
export declare function refusedCrawl(ctx: Ctx, name: string, node: NodeRef, message: string): void;
export declare function stopCrawl(ctx: Ctx, crawl: Crawl): void;
export declare const crawlHandlers: {
    crawlEnded: import("../host/types.ts").Operation;
};

import type { Blobs } from '../host/types.ts';
import { type S3Operation } from './s3-request.ts';
type Listed = ReturnType<Blobs['list']>[number];
type Item = {
    readonly type: 'object';
    readonly name: string;
    readonly object: Listed;
} | {
    readonly type: 'prefix';
    readonly name: string;
};
interface Page {
    readonly items: readonly Item[];
    readonly truncated: boolean;
    readonly last: string;
}
export declare const listObjectsV2: S3Operation;
export declare const listObjects: S3Operation;
/** Keys after `after`, those with the delimiter behind the prefix folded into one item each, up to the limit. */
export declare function pageOf(keys: readonly Listed[], query: URLSearchParams, after: string): Page;
export {};

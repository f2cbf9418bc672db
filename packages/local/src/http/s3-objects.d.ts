import type { ObjectHeaders, Objects } from '../blobs/objects.ts';
import { type S3Operation, type S3Request } from './s3-request.ts';
export declare const getObject: S3Operation;
export declare const headObject: S3Operation;
export declare const putObject: S3Operation;
export declare const deleteObject: S3Operation;
export declare const deleteObjects: S3Operation;
export declare const getObjectTagging: S3Operation;
/** What a request says of its object and what comes back with it. */
export declare function headersToKeep(request: Pick<S3Request, 'headers'>): ObjectHeaders;
/** The bytes of `/bucket/key`, as copies name them. */
export declare function sourceOf(objects: Objects, source: string): {
    readonly body: Uint8Array;
    readonly headers: ObjectHeaders;
};
/** `bytes=from-to`, both included; null for the whole. A header that is not understood is ignored, as HTTP says. */
export declare function rangeOf(header: string | undefined, size: number): {
    readonly from: number;
    readonly to: number;
} | null;
export declare function putCondition(objects: Objects, request: S3Request): {
    readonly ifNoneMatch?: '*';
    readonly ifMatch?: string;
};

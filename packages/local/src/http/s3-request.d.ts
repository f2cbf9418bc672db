import type { Objects } from '../blobs/objects.ts';
import { AwsError } from '../host/types.ts';
import type { DoorReply, DoorRequest } from './message.ts';
import { type Xml } from './xml.ts';
export declare const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
/** An S3 request, understood as far as its bucket and key. */
export interface S3Request {
    readonly bucket: string;
    readonly key: string;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    readonly now: number;
    readonly newId: () => string;
}
export type S3Operation = (objects: Objects, request: S3Request) => DoorReply;
/** Bucket and key, from the path or from a host name such as `bucket.s3.localhost`. */
export declare function addressOf(request: DoorRequest): {
    readonly bucket: string;
    readonly key: string;
};
/** The body without frames, checked against the digests that the client sent. */
export declare function contentOf(request: Pick<DoorRequest, 'headers' | 'body'>): Uint8Array;
export declare function xmlReply(root: Xml, status?: number, headers?: Readonly<Record<string, string>>): DoorReply;
export declare function emptyReply(status: number, headers?: Readonly<Record<string, string>>): DoorReply;
export declare function s3Error(error: AwsError, request: Pick<DoorRequest, 'method' | 'path' | 'requestId'>): DoorReply;
export declare function existing(objects: Objects, bucket: string): string;
/** Decodes `%XX`; a `+` is a plus. */
export declare function decoded(text: string): string;
export declare function iso(instant: number): string;
export declare function invalidArgument(message: string): AwsError;

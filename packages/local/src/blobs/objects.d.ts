import type { Persistence } from '../host/persistence.ts';
import type { Blobs } from '../host/types.ts';
/** Headers that come back with an object: its type and what the user noted (`x-amz-meta-…`), lower case. */
export type ObjectHeaders = Readonly<Record<string, string>>;
type Condition = Parameters<Blobs['put']>[3];
/** Objects with their headers. The bytes are in the blobs; headers are rows, held by etag so that a crash never gives an object another's. */
export interface Objects {
    readonly blobs: Blobs;
    /** False when the condition failed. */
    put(bucket: string, key: string, body: Uint8Array, headers: ObjectHeaders, condition?: Condition): boolean;
    headers(bucket: string, key: string, etag: string): ObjectHeaders;
    remove(bucket: string, key: string): void;
    /** Rows of one multipart upload each. */
    readonly uploads: Uploads;
}
export interface Upload {
    readonly bucket: string;
    readonly key: string;
    readonly headers: ObjectHeaders;
}
export interface Uploads {
    get(id: string): Upload | null;
    put(id: string, upload: Upload): void;
    remove(id: string): void;
    list(): readonly {
        readonly id: string;
        readonly upload: Upload;
    }[];
}
export declare function objectsOf(blobs: Blobs, persistence: Persistence): Objects;
export {};

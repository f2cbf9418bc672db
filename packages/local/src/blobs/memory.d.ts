import { type Blobs } from '../host/types.ts';
/** Objects in memory. `now` gives their modification times, epoch milliseconds. */
export declare function memoryBlobs(now?: () => number): Blobs;
export declare function md5(body: Uint8Array): string;

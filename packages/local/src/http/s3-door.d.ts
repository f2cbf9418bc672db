import type { Objects } from '../blobs/objects.ts';
import type { DoorReply, DoorRequest } from './message.ts';
/** The names of the S3 operations that the door answers. */
export declare const s3OperationNames: readonly string[];
/** Answers S3's REST protocol. */
export declare function answerS3(objects: Objects, request: DoorRequest, now: number): DoorReply;

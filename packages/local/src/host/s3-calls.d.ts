import type { Json } from '@millrace/core';
import type { Objects } from '../blobs/objects.ts';
import { AwsError } from './types.ts';
/** S3 as services and tests call it in process: bodies are text. Errors carry S3's codes. */
export declare function s3Call(objects: Objects, op: string, input: Json): Json;
export declare const s3CallNames: readonly string[];
export declare const noSuchKey: () => AwsError;
export declare const preconditionFailed: () => AwsError;
export declare const quoted: (etag: string) => string;

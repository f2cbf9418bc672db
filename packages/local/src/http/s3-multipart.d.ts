import { type S3Operation } from './s3-request.ts';
export declare const createMultipartUpload: S3Operation;
export declare const uploadPart: S3Operation;
export declare const completeMultipartUpload: S3Operation;
export declare const abortMultipartUpload: S3Operation;
export declare const listParts: S3Operation;
export declare const listMultipartUploads: S3Operation;

import { type S3Operation } from './s3-request.ts';
export declare const listBuckets: S3Operation;
export declare const createBucket: S3Operation;
export declare const headBucket: S3Operation;
export declare const deleteBucket: S3Operation;
export declare const getBucketLocation: S3Operation;
export declare const getBucketVersioning: S3Operation;
export declare const getBucketTagging: S3Operation;

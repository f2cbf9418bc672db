import { randomUUID } from 'node:crypto';
import { AwsError } from '../host/types.ts';
import type { Objects } from '../blobs/objects.ts';
import { awsErrorOf } from './json-protocol.ts';
import type { DoorReply, DoorRequest } from './message.ts';
import * as buckets from './s3-buckets.ts';
import { listObjects, listObjectsV2 } from './s3-listing.ts';
import * as multipart from './s3-multipart.ts';
import * as single from './s3-objects.ts';
import { addressOf, s3Error, type S3Operation } from './s3-request.ts';

/** `METHOD scope [sub-resource]` -> the operation. */
const routes: Readonly<Record<string, { readonly name: string; readonly run: S3Operation }>> = {
  'GET account': { name: 'ListBuckets', run: buckets.listBuckets },
  'PUT bucket': { name: 'CreateBucket', run: buckets.createBucket },
  'HEAD bucket': { name: 'HeadBucket', run: buckets.headBucket },
  'DELETE bucket': { name: 'DeleteBucket', run: buckets.deleteBucket },
  'GET bucket': { name: 'ListObjects', run: listObjects },
  'GET bucket list-type': { name: 'ListObjectsV2', run: listObjectsV2 },
  'GET bucket location': { name: 'GetBucketLocation', run: buckets.getBucketLocation },
  'GET bucket versioning': { name: 'GetBucketVersioning', run: buckets.getBucketVersioning },
  'GET bucket tagging': { name: 'GetBucketTagging', run: buckets.getBucketTagging },
  'PUT bucket notification': { name: 'PutBucketNotificationConfiguration', run: buckets.putBucketNotificationConfiguration },
  'GET bucket notification': { name: 'GetBucketNotificationConfiguration', run: buckets.getBucketNotificationConfiguration },
  'GET bucket uploads': { name: 'ListMultipartUploads', run: multipart.listMultipartUploads },
  'POST bucket delete': { name: 'DeleteObjects', run: single.deleteObjects },
  'GET object': { name: 'GetObject', run: single.getObject },
  'HEAD object': { name: 'HeadObject', run: single.headObject },
  'PUT object': { name: 'PutObject', run: single.putObject },
  'DELETE object': { name: 'DeleteObject', run: single.deleteObject },
  'GET object tagging': { name: 'GetObjectTagging', run: single.getObjectTagging },
  'POST object uploads': { name: 'CreateMultipartUpload', run: multipart.createMultipartUpload },
  'PUT object uploadId': { name: 'UploadPart', run: multipart.uploadPart },
  'POST object uploadId': { name: 'CompleteMultipartUpload', run: multipart.completeMultipartUpload },
  'DELETE object uploadId': { name: 'AbortMultipartUpload', run: multipart.abortMultipartUpload },
  'GET object uploadId': { name: 'ListParts', run: multipart.listParts },
};

/** Query parameters that name no sub-resource. */
const plain = new Set([
  'x-id', 'prefix', 'delimiter', 'max-keys', 'marker', 'encoding-type', 'continuation-token', 'start-after', 'fetch-owner', 'partNumber',
  'max-buckets', 'max-parts', 'part-number-marker', 'versionId', 'allow-unordered', 'max-uploads', 'key-marker', 'upload-id-marker', 'bucket-region',
]);

/** The names of the S3 operations that the door answers. */
export const s3OperationNames: readonly string[] = [...Object.values(routes).map(({ name }) => name), 'CopyObject', 'UploadPartCopy'].sort();

/** Answers S3's REST protocol. */
export function answerS3(objects: Objects, request: DoorRequest, now: number): DoorReply {
  try {
    const { bucket, key } = addressOf(request);
    if (bucket.startsWith('.')) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
    const scope = bucket === '' ? 'account' : key === '' ? 'bucket' : 'object';
    const { query, headers, body } = request;
    const run = operationFor(request.method, scope, query);
    return run(objects, { bucket, key, query, headers, body, now, newId: randomUUID });
  } catch (error) {
    const known = awsErrorOf(error);
    return s3Error(known.name === 'InternalFailure' ? new AwsError('InternalError', known.message, 500) : known, request);
  }
}

function operationFor(method: string, scope: string, query: URLSearchParams): S3Operation {
  const sub = [...query.keys()].filter((name) => !plain.has(name) && !/^x-amz-|^response-|^AWSAccessKeyId$|^Signature$|^Expires$/i.test(name));
  const name = [method, scope, ...sub].join(' ');
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (route !== undefined) return route.run;
  const what = sub.length === 0 ? `${method} of this resource` : `${method} with ?${sub.join('&')}`;
  throw new AwsError('NotImplemented', `The embedded AWS does not support S3 ${what}.`, 501);
}

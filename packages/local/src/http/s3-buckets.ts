import { AwsError } from '../host/types.ts';
import { emptyReply, existing, iso, type S3Operation, xmlReply } from './s3-request.ts';
import type { Xml } from './xml.ts';

const owner: Xml = ['Owner', [['ID', 'local'], ['DisplayName', 'local']]];

export const listBuckets: S3Operation = (objects) => {
  const buckets = objects.blobs.buckets().map((name): Xml => ['Bucket', [['Name', name], ['CreationDate', iso(0)]]]);
  return xmlReply(['ListAllMyBucketsResult', [owner, ['Buckets', buckets]]]);
};

export const createBucket: S3Operation = (objects, { bucket }) => {
  if (bucket.startsWith('.')) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  objects.blobs.createBucket(bucket);
  return emptyReply(200, { location: `/${bucket}` });
};

export const headBucket: S3Operation = (objects, { bucket }) => {
  existing(objects, bucket);
  return emptyReply(200);
};

export const deleteBucket: S3Operation = (objects, { bucket }) => {
  objects.blobs.deleteBucket(existing(objects, bucket));
  return emptyReply(204);
};

export const getBucketLocation: S3Operation = (objects, { bucket }) => {
  existing(objects, bucket);
  return xmlReply(['LocationConstraint', '']);
};

export const getBucketVersioning: S3Operation = (objects, { bucket }) => {
  existing(objects, bucket);
  return xmlReply(['VersioningConfiguration', []]);
};

export const getBucketTagging: S3Operation = (objects, { bucket }) => {
  existing(objects, bucket);
  throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404);
};

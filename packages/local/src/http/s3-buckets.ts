import { AwsError } from '../host/types.ts';
import { contentOf, emptyReply, existing, iso, type S3Operation, xmlReply } from './s3-request.ts';
import { childOf, parseXml, type Xml } from './xml.ts';

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
  objects.setNotifies(bucket, false);
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

/** Of all notifications only those to EventBridge are known. */
export const putBucketNotificationConfiguration: S3Operation = (objects, request) => {
  const bucket = existing(objects, request.bucket);
  const wanted = childOf(parseXml(contentOf(request)), 'NotificationConfiguration');
  const other = ['TopicConfiguration', 'QueueConfiguration', 'CloudFunctionConfiguration'].find((name) => childOf(wanted, name) !== undefined);
  if (other !== undefined) throw new AwsError('NotImplemented', `The embedded AWS sends S3 notifications to EventBridge only, not as ${other}.`, 501);
  objects.setNotifies(bucket, childOf(wanted, 'EventBridgeConfiguration') !== undefined);
  return emptyReply(200);
};

export const getBucketNotificationConfiguration: S3Operation = (objects, { bucket }) => {
  const on = objects.notifies(existing(objects, bucket));
  return xmlReply(['NotificationConfiguration', on ? [['EventBridgeConfiguration', []]] : []]);
};

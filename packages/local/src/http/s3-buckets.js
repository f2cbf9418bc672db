import { AwsError } from '../host/types.js';
import { emptyReply, existing, iso, xmlReply } from './s3-request.js';
const owner = ['Owner', [['ID', 'local'], ['DisplayName', 'local']]];
export const listBuckets = (objects) => {
    const buckets = objects.blobs.buckets().map((name) => ['Bucket', [['Name', name], ['CreationDate', iso(0)]]]);
    return xmlReply(['ListAllMyBucketsResult', [owner, ['Buckets', buckets]]]);
};
export const createBucket = (objects, { bucket }) => {
    if (bucket.startsWith('.'))
        throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
    objects.blobs.createBucket(bucket);
    return emptyReply(200, { location: `/${bucket}` });
};
export const headBucket = (objects, { bucket }) => {
    existing(objects, bucket);
    return emptyReply(200);
};
export const deleteBucket = (objects, { bucket }) => {
    objects.blobs.deleteBucket(existing(objects, bucket));
    return emptyReply(204);
};
export const getBucketLocation = (objects, { bucket }) => {
    existing(objects, bucket);
    return xmlReply(['LocationConstraint', '']);
};
export const getBucketVersioning = (objects, { bucket }) => {
    existing(objects, bucket);
    return xmlReply(['VersioningConfiguration', []]);
};
export const getBucketTagging = (objects, { bucket }) => {
    existing(objects, bucket);
    throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404);
};

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../host/types.js';
import { decodeAwsChunked, isAwsChunked } from './aws-chunked.js';
import { renderXml } from './xml.js';
export const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
/** Bucket and key, from the path or from a host name such as `bucket.s3.localhost`. */
export function addressOf(request) {
    const path = decoded(request.path.slice(1));
    const bucket = /^(.+?)\.(?:s3[.-])?(?:[a-z0-9-]+\.)?localhost(?::\d+)?$/.exec(request.headers.host ?? '')?.[1];
    if (bucket !== undefined && bucket !== 's3')
        return { bucket, key: path };
    const slash = path.indexOf('/');
    return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
/** The body without frames, checked against the digests that the client sent. */
export function contentOf(request) {
    const promised = request.headers['x-amz-decoded-content-length'];
    const body = isAwsChunked(request.headers) ? decodeAwsChunked(request.body, promised === undefined ? null : Number(promised)) : request.body;
    const md5 = request.headers['content-md5'];
    if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5)
        throw badDigest('Content-MD5');
    const sum = request.headers['x-amz-checksum-crc32'];
    if (sum !== undefined && sum !== crc32Text(body))
        throw badDigest('x-amz-checksum-crc32');
    return body;
}
export function xmlReply(root, status = 200, headers = {}) {
    return { status, headers: { 'content-type': 'application/xml', ...headers }, body: renderXml(root, namespace) };
}
export function emptyReply(status, headers = {}) {
    return { status, headers, body: '' };
}
export function s3Error(error, request) {
    const status = error.status;
    if (request.method === 'HEAD' || status === 304)
        return emptyReply(status);
    const body = [
        'Error',
        [
            ['Code', error.name],
            ['Message', error.message],
            ['Resource', request.path],
            ['RequestId', request.requestId],
        ],
    ];
    return { status, headers: { 'content-type': 'application/xml' }, body: renderXml(body, null) };
}
export function existing(objects, bucket) {
    if (!objects.blobs.buckets().includes(bucket))
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
}
/** Decodes `%XX`; a `+` is a plus. */
export function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
    }
}
export function iso(instant) {
    return new Date(instant).toISOString();
}
export function invalidArgument(message) {
    return new AwsError('InvalidArgument', message);
}
function crc32Text(body) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
}
function badDigest(header) {
    return new AwsError('BadDigest', `The ${header} you specified did not match what we received.`);
}

import { preconditionFailed, quoted } from '../host/s3-calls.js';
import { AwsError } from '../host/types.js';
import { headersToKeep, putCondition, rangeOf, sourceOf } from './s3-objects.js';
import { contentOf, emptyReply, existing, invalidArgument, iso, xmlReply } from './s3-request.js';
import { childOf, childrenOf, parseXml, textOf } from './xml.js';
/** Parts wait in a bucket that is not listed, so that they outlive the process as other objects do. */
const waiting = '.uploads';
export const createMultipartUpload = (objects, request) => {
    const { bucket, key } = request;
    existing(objects, bucket);
    const id = request.newId();
    objects.blobs.createBucket(waiting);
    objects.uploads.put(id, { bucket, key, headers: headersToKeep(request) });
    return xmlReply(['InitiateMultipartUploadResult', [['Bucket', bucket], ['Key', key], ['UploadId', id]]]);
};
export const uploadPart = (objects, request) => {
    const { id } = uploadOf(objects, request);
    const number = Number(request.query.get('partNumber'));
    if (!Number.isInteger(number) || number < 1 || number > 10_000)
        throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
    const copied = request.headers['x-amz-copy-source'];
    const body = copied === undefined ? contentOf(request) : copiedPart(objects, request, copied);
    objects.blobs.put(waiting, partKey(id, number), body);
    const etag = quoted(objects.blobs.head(waiting, partKey(id, number))?.etag ?? '');
    if (copied === undefined)
        return emptyReply(200, { etag });
    return xmlReply(['CopyPartResult', [['LastModified', iso(request.now)], ['ETag', etag]]]);
};
export const completeMultipartUpload = (objects, request) => {
    const { id, upload } = uploadOf(objects, request);
    const { bucket, key } = request;
    const listed = childrenOf(childOf(parseXml(contentOf(request)), 'CompleteMultipartUpload'), 'Part');
    if (listed.length === 0)
        throw new AwsError('MalformedXML', 'A CompleteMultipartUpload request names at least one part.');
    let before = 0;
    const bodies = listed.map((part) => {
        const number = Number(textOf(part, 'PartNumber'));
        if (number <= before)
            throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
        before = number;
        return partOf(objects, id, number, textOf(part, 'ETag').replaceAll('"', ''));
    });
    const done = objects.put(bucket, key, Buffer.concat(bodies), upload.headers, putCondition(objects, request));
    if (!done)
        throw preconditionFailed();
    forget(objects, id);
    const etag = quoted(objects.blobs.head(bucket, key)?.etag ?? '');
    return xmlReply(['CompleteMultipartUploadResult', [['Location', `/${bucket}/${key}`], ['Bucket', bucket], ['Key', key], ['ETag', etag]]]);
};
export const abortMultipartUpload = (objects, request) => {
    forget(objects, uploadOf(objects, request).id);
    return emptyReply(204);
};
export const listParts = (objects, request) => {
    const { id, upload } = uploadOf(objects, request);
    const parts = objects.blobs.list(waiting, `${id}/`).map((part) => [
        'Part',
        [
            ['PartNumber', Number(part.key.slice(id.length + 1))],
            ['LastModified', iso(part.modified)],
            ['ETag', quoted(part.etag)],
            ['Size', part.size],
        ],
    ]);
    return xmlReply(['ListPartsResult', [['Bucket', upload.bucket], ['Key', upload.key], ['UploadId', id], ['IsTruncated', false], ...parts]]);
};
export const listMultipartUploads = (objects, request) => {
    existing(objects, request.bucket);
    const uploads = objects.uploads
        .list()
        .filter(({ upload }) => upload.bucket === request.bucket)
        .map(({ id, upload }) => ['Upload', [['Key', upload.key], ['UploadId', id]]]);
    return xmlReply(['ListMultipartUploadsResult', [['Bucket', request.bucket], ['IsTruncated', false], ...uploads]]);
};
function uploadOf(objects, request) {
    existing(objects, request.bucket);
    const id = request.query.get('uploadId') ?? '';
    const upload = objects.uploads.get(id);
    if (upload?.bucket === request.bucket && upload.key === request.key)
        return { id, upload };
    throw new AwsError('NoSuchUpload', 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.', 404);
}
function partOf(objects, id, number, etag) {
    const key = partKey(id, number);
    const body = objects.blobs.head(waiting, key)?.etag === etag ? objects.blobs.get(waiting, key) : null;
    if (body === null)
        throw new AwsError('InvalidPart', 'One or more of the specified parts could not be found, or its entity tag did not match.');
    return body;
}
function copiedPart(objects, request, source) {
    const { body } = sourceOf(objects, source);
    const range = rangeOf(request.headers['x-amz-copy-source-range'], body.byteLength);
    return range === null ? body : body.subarray(range.from, range.to + 1);
}
function forget(objects, id) {
    for (const { key } of objects.blobs.list(waiting, `${id}/`))
        objects.blobs.remove(waiting, key);
    objects.uploads.remove(id);
}
/** Numbers in equal width, so that parts are listed in their order. */
function partKey(id, number) {
    return `${id}/${String(number).padStart(5, '0')}`;
}

import { noSuchKey, preconditionFailed, quoted } from '../host/s3-calls.js';
import { AwsError } from '../host/types.js';
import { contentOf, decoded, emptyReply, existing, invalidArgument, iso, xmlReply } from './s3-request.js';
import { childOf, childrenOf, parseXml, textOf } from './xml.js';
const kept = new Set(['content-type', 'cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires', 'x-amz-tagging']);
const defaultType = 'binary/octet-stream';
export const getObject = (objects, request) => {
    const { head, headers } = found(objects, request);
    const body = objects.blobs.get(request.bucket, request.key) ?? new Uint8Array();
    const range = rangeOf(request.headers.range, body.byteLength);
    if (range === null)
        return { status: 200, headers: { ...headers, 'content-length': String(body.byteLength) }, body };
    const part = body.subarray(range.from, range.to + 1);
    const partial = { 'content-range': `bytes ${range.from}-${range.to}/${head.size}`, 'content-length': String(part.byteLength) };
    return { status: 206, headers: { ...headers, ...partial }, body: part };
};
export const headObject = (objects, request) => {
    const { head, headers } = found(objects, request);
    return emptyReply(200, { ...headers, 'content-length': String(head.size) });
};
export const putObject = (objects, request) => {
    if (request.headers['x-amz-copy-source'] !== undefined)
        return copyObject(objects, request);
    const { bucket, key } = request;
    existing(objects, bucket);
    const condition = putCondition(objects, request);
    if (!objects.put(bucket, key, contentOf(request), headersToKeep(request), condition))
        throw preconditionFailed();
    return emptyReply(200, { etag: quoted(objects.blobs.head(bucket, key)?.etag ?? '') });
};
const copyObject = (objects, request) => {
    existing(objects, request.bucket);
    const source = sourceOf(objects, request.headers['x-amz-copy-source'] ?? '');
    const replace = request.headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE';
    const headers = replace ? headersToKeep(request) : source.headers;
    if (!objects.put(request.bucket, request.key, source.body, headers, putCondition(objects, request)))
        throw preconditionFailed();
    const head = objects.blobs.head(request.bucket, request.key);
    const result = [
        ['LastModified', iso(head?.modified ?? request.now)],
        ['ETag', quoted(head?.etag ?? '')],
    ];
    return xmlReply(['CopyObjectResult', result]);
};
export const deleteObject = (objects, request) => {
    existing(objects, request.bucket);
    objects.remove(request.bucket, request.key);
    return emptyReply(204);
};
export const deleteObjects = (objects, request) => {
    existing(objects, request.bucket);
    const order = childOf(parseXml(contentOf(request)), 'Delete');
    const keys = childrenOf(order, 'Object').map((one) => textOf(one, 'Key'));
    if (keys.length === 0 || keys.length > 1000)
        throw new AwsError('MalformedXML', 'A DeleteObjects request names 1 to 1000 keys.');
    const quiet = textOf(order, 'Quiet') === 'true';
    const results = keys.flatMap((key) => {
        try {
            objects.remove(request.bucket, key);
            return quiet ? [] : [['Deleted', [['Key', key]]]];
        }
        catch (error) {
            if (!(error instanceof AwsError))
                throw error;
            return [['Error', [['Key', key], ['Code', error.name], ['Message', error.message]]]];
        }
    });
    return xmlReply(['DeleteResult', results]);
};
export const getObjectTagging = (objects, request) => {
    const { stored } = found(objects, request);
    const tags = [...new URLSearchParams(stored['x-amz-tagging'] ?? '')];
    return xmlReply(['Tagging', [['TagSet', tags.map(([key, value]) => ['Tag', [['Key', key], ['Value', value]]])]]]);
};
/** What a request says of its object and what comes back with it. */
export function headersToKeep(request) {
    const pairs = Object.entries(request.headers).flatMap(([name, value]) => {
        if (name.startsWith('x-amz-meta-'))
            return [[name, value]];
        const plain = name === 'content-encoding' ? value.replace(/aws-chunked\s*,?\s*/, '') : value;
        return kept.has(name) && plain !== '' ? [[name, plain]] : [];
    });
    return Object.fromEntries(pairs);
}
/** The bytes of `/bucket/key`, as copies name them. */
export function sourceOf(objects, source) {
    const [bucket = '', ...rest] = decoded(source.replace(/\?versionId=.*$/, '')).replace(/^\//, '').split('/');
    const key = rest.join('/');
    existing(objects, bucket);
    const body = objects.blobs.get(bucket, key);
    const head = objects.blobs.head(bucket, key);
    if (body === null || head === null)
        throw noSuchKey();
    return { body, headers: objects.headers(bucket, key, head.etag) };
}
/** `bytes=from-to`, both included; null for the whole. A header that is not understood is ignored, as HTTP says. */
export function rangeOf(header, size) {
    const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
    if (match === null || (match[1] === '' && match[2] === ''))
        return null;
    const [, first = '', last = ''] = match;
    const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
    const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
    if (from > to || from >= size)
        throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
    return { from, to };
}
function found(objects, request) {
    existing(objects, request.bucket);
    const head = objects.blobs.head(request.bucket, request.key);
    if (head === null)
        throw noSuchKey();
    const stored = objects.headers(request.bucket, request.key, head.etag);
    const { 'x-amz-tagging': _tags, ...shown } = stored;
    const etag = quoted(head.etag);
    const modified = new Date(head.modified).toUTCString();
    const headers = { 'content-type': defaultType, ...shown, etag, 'last-modified': modified, 'accept-ranges': 'bytes' };
    checkReadConditions(request.headers, etag);
    return { head, headers, stored };
}
function checkReadConditions(headers, etag) {
    const names = (header) => header.split(',').some((one) => one.trim() === '*' || quoted(one.trim().replaceAll('"', '')) === etag);
    if (headers['if-match'] !== undefined && !names(headers['if-match']))
        throw preconditionFailed();
    if (headers['if-none-match'] !== undefined && names(headers['if-none-match']))
        throw new AwsError('NotModified', 'Not Modified', 304);
}
export function putCondition(objects, request) {
    const { 'if-none-match': none, 'if-match': match } = request.headers;
    if (none !== undefined && none !== '*')
        throw new AwsError('NotImplemented', 'A put supports If-None-Match with * only.', 501);
    if (none !== undefined && match !== undefined)
        throw invalidArgument('A put takes If-None-Match or If-Match, not both.');
    if (match !== undefined && objects.blobs.head(request.bucket, request.key) === null)
        throw noSuchKey();
    if (none !== undefined)
        return { ifNoneMatch: '*' };
    return match === undefined ? {} : { ifMatch: match.replaceAll('"', '') };
}

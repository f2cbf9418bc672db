import { quoted } from '../host/s3-calls.js';
import { byUtf8 } from '../host/order.js';
import { existing, invalidArgument, iso, xmlReply } from './s3-request.js';
export const listObjectsV2 = (objects, request) => {
    const token = request.query.get('continuation-token');
    const startAfter = request.query.get('start-after') ?? '';
    const keys = objects.blobs.list(existing(objects, request.bucket), request.query.get('prefix') ?? '');
    const page = pageOf(keys, request.query, token === null ? startAfter : keyOfToken(token));
    const more = page.truncated ? [['NextContinuationToken', tokenOf(page.last)]] : [];
    const given = token === null ? [] : [['ContinuationToken', token]];
    const after = startAfter === '' ? [] : [['StartAfter', named(request, startAfter)]];
    return xmlReply(['ListBucketResult', [...common(request, page), ['KeyCount', page.items.length], ...given, ...after, ...more, ...contents(request, page)]]);
};
export const listObjects = (objects, request) => {
    const marker = request.query.get('marker') ?? '';
    const keys = objects.blobs.list(existing(objects, request.bucket), request.query.get('prefix') ?? '');
    const page = pageOf(keys, request.query, marker);
    const more = page.truncated ? [['NextMarker', named(request, page.last)]] : [];
    return xmlReply(['ListBucketResult', [...common(request, page), ['Marker', named(request, marker)], ...more, ...contents(request, page)]]);
};
/** Keys after `after`, those with the delimiter behind the prefix folded into one item each, up to the limit. */
export function pageOf(keys, query, after) {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const limit = limitOf(query);
    const items = [];
    let last = '';
    for (const object of keys) {
        const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
        const name = end < 0 ? object.key : object.key.slice(0, end + delimiter.length);
        if (byUtf8(name, after) <= 0 || name === last)
            continue;
        if (items.length >= limit)
            return { items, truncated: limit > 0, last };
        items.push(end < 0 ? { type: 'object', name, object } : { type: 'prefix', name });
        last = name;
    }
    return { items, truncated: false, last };
}
function limitOf(query) {
    const text = query.get('max-keys');
    const limit = text === null || text === '' ? 1000 : Number(text);
    if (!Number.isInteger(limit) || limit < 0)
        throw invalidArgument('max-keys must be an integer that is not negative.');
    return Math.min(limit, 1000);
}
function common(request, page) {
    const delimiter = request.query.get('delimiter') ?? '';
    return [
        ['Name', request.bucket],
        ['Prefix', named(request, request.query.get('prefix') ?? '')],
        ['MaxKeys', limitOf(request.query)],
        ...(delimiter === '' ? [] : [['Delimiter', named(request, delimiter)]]),
        ...(request.query.get('encoding-type') === 'url' ? [['EncodingType', 'url']] : []),
        ['IsTruncated', page.truncated],
    ];
}
function contents(request, page) {
    return page.items.map((item) => {
        if (item.type === 'prefix')
            return ['CommonPrefixes', [['Prefix', named(request, item.name)]]];
        const { size, etag, modified } = item.object;
        return [
            'Contents',
            [
                ['Key', named(request, item.name)],
                ['LastModified', iso(modified)],
                ['ETag', quoted(etag)],
                ['Size', size],
                ['StorageClass', 'STANDARD'],
            ],
        ];
    });
}
function named(request, text) {
    return request.query.get('encoding-type') === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
}
function tokenOf(key) {
    return Buffer.from(key).toString('base64url');
}
function keyOfToken(token) {
    const key = Buffer.from(token, 'base64url').toString();
    if (tokenOf(key) !== token)
        throw invalidArgument('The continuation token provided is incorrect');
    return key;
}

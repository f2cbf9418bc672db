import { gunzipSync } from 'node:zlib';
import { inferShape, mergeColumns } from './infer.js';
import { tableOf } from './table.js';
/** Files of a table that are read, spread over all of them. */
const read = 20;
/** Bytes of a packed file after unpacking. */
const unpacked = 64 * 2 ** 20;
/**
 * Finds tables under S3 paths and infers their columns, as a crawler does.
 * @returns tables in the shape of Glue's Table
 * @throws when a path is not an S3 URI or its bucket does not exist
 */
export function crawl(blobs, paths, tablePrefix, database) {
    const tables = [];
    const names = new Set();
    for (const path of paths) {
        for (const group of groupsOf(dataFiles(blobs, path))) {
            const shapes = sampled(group.files).flatMap((file) => shapeOf(blobs, file) ?? []);
            const [first] = shapes;
            if (first === undefined)
                continue;
            const same = shapes.filter(({ format }) => format === first.format);
            tables.push(tableOf(group, { ...first, columns: mergeColumns(same.map(({ columns }) => columns)) }, { tablePrefix, database, names }));
        }
    }
    return tables;
}
function dataFiles(blobs, path) {
    const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    if (bucket === '')
        throw new Error(`The crawler's path '${path}' is not an S3 URI: write it as s3://bucket/folder/.`);
    if (!blobs.buckets().includes(bucket))
        throw new Error(`The crawler's path ${path} names a bucket that does not exist.`);
    return blobs
        .list(bucket, prefix)
        .filter(({ key, size }) => size > 0 && isBelow(key, prefix) && !isHidden(key.slice(prefix.length)))
        .map(({ key, size }) => ({ bucket, key, size }));
}
/** `data/orders` means the folder or the object of that name, not `data/orders-old/x`. */
function isBelow(key, prefix) {
    return prefix === '' || prefix.endsWith('/') || key === prefix || key[prefix.length] === '/';
}
function isHidden(rest) {
    return rest.endsWith('/') || rest.split('/').some((part) => part.startsWith('.') || part.startsWith('_'));
}
/** One table per folder; `name=value` folders at its end are partitions. */
export function groupsOf(files) {
    const groups = new Map();
    for (const file of files) {
        const folders = file.key.split('/').slice(0, -1);
        const base = folders.slice(0, folders.findLastIndex((part) => !/^[^=]+=/.test(part)) + 1);
        const partitions = folders.slice(base.length).map((part) => part.slice(0, part.indexOf('=')).toLowerCase());
        const folder = base.map((part) => `${part}/`).join('');
        const name = `${file.bucket}/${folder}`;
        const group = groups.get(name) ?? { bucket: file.bucket, folder, partitions, files: [] };
        group.files.push(file);
        groups.set(name, group);
    }
    return [...groups.values()];
}
function sampled(files) {
    const step = Math.max(1, Math.ceil(files.length / read));
    return files.filter((_file, index) => index % step === 0);
}
function shapeOf(blobs, file) {
    const body = blobs.get(file.bucket, file.key) ?? new Uint8Array();
    const plain = body[0] === 0x1f && body[1] === 0x8b ? unzip(body) : body;
    if (plain === null || plain.subarray(0, 1024).includes(0))
        return null;
    return inferShape(new TextDecoder().decode(plain));
}
function unzip(body) {
    try {
        return gunzipSync(body, { maxOutputLength: unpacked });
    }
    catch {
        return null;
    }
}

import type { Json } from '@millrace/core';
import { byUtf8 } from './order.ts';
import type { Objects } from '../blobs/objects.ts';
import { AwsError, type Blobs } from './types.ts';

type Input = { readonly [key: string]: Json };

const operations: Readonly<Record<string, (objects: Objects, input: Input) => Json>> = {
  CreateBucket: (objects, input) => {
    objects.blobs.createBucket(text(input, 'Bucket'));
    return { Location: `/${text(input, 'Bucket')}` };
  },
  ListBuckets: ({ blobs }) => ({ Buckets: blobs.buckets().map((Name) => ({ Name })) }),
  GetObject: (objects, input) => {
    const { bucket, key } = object(objects.blobs, input);
    const body = objects.blobs.get(bucket, key);
    const head = objects.blobs.head(bucket, key);
    if (body === null || head === null) throw noSuchKey();
    return { Body: new TextDecoder().decode(body), ContentLength: head.size, ETag: quoted(head.etag), LastModified: head.modified / 1000, ...described(objects.headers(bucket, key, head.etag)) };
  },
  HeadObject: (objects, input) => {
    const { bucket, key } = object(objects.blobs, input);
    const head = objects.blobs.head(bucket, key);
    if (head === null) throw new AwsError('NotFound', 'Not Found', 404);
    return { ContentLength: head.size, ETag: quoted(head.etag), LastModified: head.modified / 1000, ...described(objects.headers(bucket, key, head.etag)) };
  },
  PutObject: (objects, input) => {
    const { bucket, key } = object(objects.blobs, input);
    const body = input.Body ?? '';
    const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    if (!objects.put(bucket, key, bytes, headersOf(input), condition(input))) throw preconditionFailed();
    return { ETag: quoted(objects.blobs.head(bucket, key)?.etag ?? '') };
  },
  DeleteObject: (objects, input) => {
    const { bucket, key } = object(objects.blobs, input);
    objects.remove(bucket, key);
    return {};
  },
  PutBucketNotificationConfiguration: (objects, input) => {
    const wanted = input.NotificationConfiguration ?? null;
    objects.setNotifies(existingBucket(objects.blobs, input), isRecord(wanted) && (wanted.EventBridgeConfiguration ?? null) !== null);
    return {};
  },
  GetBucketNotificationConfiguration: (objects, input) => (objects.notifies(existingBucket(objects.blobs, input)) ? { EventBridgeConfiguration: {} } : {}),
  ListObjectsV2: (objects, input) => {
    const bucket = existingBucket(objects.blobs, input);
    const prefix = typeof input.Prefix === 'string' ? input.Prefix : '';
    const limit = typeof input.MaxKeys === 'number' ? input.MaxKeys : 1000;
    const after = typeof input.ContinuationToken === 'string' ? input.ContinuationToken : typeof input.StartAfter === 'string' ? input.StartAfter : '';
    const found = objects.blobs.list(bucket, prefix).filter(({ key }) => after === '' || byUtf8(key, after) > 0);
    const page = found.slice(0, limit);
    const more = found.length > page.length;
    const contents = page.map(({ key, size, etag, modified }) => ({ Key: key, Size: size, ETag: quoted(etag), LastModified: modified / 1000 }));
    const last = page.at(-1)?.key ?? null;
    return { Name: bucket, Prefix: prefix, KeyCount: page.length, IsTruncated: more, Contents: contents, ...(more && last !== null ? { NextContinuationToken: last } : {}) };
  },
};

/** S3 as services and tests call it in process: bodies are text. Errors carry S3's codes. */
export function s3Call(objects: Objects, op: string, input: Json): Json {
  const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
  if (operation === undefined) throw new AwsError('NotImplemented', `The embedded AWS does not support ${op} of s3 in process.`, 501);
  return operation(objects, isRecord(input) ? input : {});
}

export const noSuchKey = (): AwsError => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
export const preconditionFailed = (): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
export const quoted = (etag: string): string => `"${etag}"`;

function object(blobs: Blobs, input: Input): { readonly bucket: string; readonly key: string } {
  return { bucket: existingBucket(blobs, input), key: text(input, 'Key') };
}

function existingBucket(blobs: Blobs, input: Input): string {
  const bucket = text(input, 'Bucket');
  if (!blobs.buckets().includes(bucket)) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  return bucket;
}

const metadata = 'x-amz-meta-';

function headersOf(input: Input): Record<string, string> {
  const user = isRecord(input.Metadata ?? null) ? Object.entries(input.Metadata ?? {}) : [];
  const headers = Object.fromEntries(user.map(([name, value]) => [`${metadata}${name.toLowerCase()}`, String(value)]));
  return typeof input.ContentType === 'string' ? { ...headers, 'content-type': input.ContentType } : headers;
}

function described(headers: Readonly<Record<string, string>>): { readonly [key: string]: Json } {
  const user = Object.entries(headers).filter(([name]) => name.startsWith(metadata));
  return { ContentType: headers['content-type'] ?? 'binary/octet-stream', Metadata: Object.fromEntries(user.map(([name, value]) => [name.slice(metadata.length), value])) };
}

function condition(input: Input): { readonly ifNoneMatch?: '*'; readonly ifMatch?: string } {
  if (input.IfNoneMatch === '*') return { ifNoneMatch: '*' };
  return typeof input.IfMatch === 'string' ? { ifMatch: input.IfMatch.replaceAll('"', '') } : {};
}

function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsError('InvalidArgument', `The S3 operation needs ${name} as text that is not empty.`);
}

function isRecord(value: Json): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

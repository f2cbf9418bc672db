import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteBucketCommand, DeleteObjectsCommand,
  GetObjectCommand, HeadObjectCommand, ListObjectsCommand, ListObjectsV2Command, paginateListObjectsV2, PutObjectCommand, S3Client, UploadPartCommand,
} from '@aws-sdk/client-s3';
import { GetJobCommand, GlueClient } from '@aws-sdk/client-glue';
import { createHost, folderBlobs, memoryPersistence, realClock, serve, type Served, type Service, stsService } from '@millrace/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'millrace-http-'));
let served: Served;
let s3: S3Client;
const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const Bucket = 'things';

const smallGlue: Service = {
  id: 'glue',
  operations: { GetJob: () => ({ output: { Job: { Name: 'clean' } }, effects: [] }) },
  handlers: {},
  subscriptions: {},
};

beforeAll(async () => {
  const host = createHost({
    services: [stsService, smallGlue],
    blobs: folderBlobs(dir),
    executor: { start: () => undefined, stop: () => undefined, recover: () => undefined },
    clock: realClock(),
    persistence: memoryPersistence(),
  });
  served = await serve({ host, port: 0, maxBody: 10 * 2 ** 20 });
  s3 = new S3Client({ region: 'us-east-1', endpoint: served.url, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await served.close();
  rmSync(dir, { recursive: true });
});

const put = (Key: string, Body: string | Uint8Array, more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string, more: object = {}) => (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
const keys = async (more: object = {}) => {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  return { keys: page.Contents?.map(({ Key }) => Key), prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix), more: page.NextContinuationToken };
};

describe('objects over HTTP', () => {
  test('come back as they were put, with their type and notes', async () => {
    await put('a/b.txt', 'hello', { ContentType: 'text/plain', Metadata: { owner: 'dev/orders' } });
    expect(await text('a/b.txt')).toBe('hello');
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b.txt' }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType: 'text/plain', Metadata: { owner: 'dev/orders' }, ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  });

  test('are sent in ranges', async () => {
    await put('range', '0123456789');
    expect(await text('range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await text('range', { Range: 'bytes=-3' })).toBe('789');
    await expect(text('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  test('bytes sent as a stream, in frames, are stored without frames', async () => {
    const stream = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: 7 }));
    expect(await text('stream')).toBe('one two');
  });

  test('are put on condition', async () => {
    await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'once' }));
    await put('once', '3', { IfMatch: ETag });
    await expect(put('once', '4', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await text('once')).toBe('3');
  });

  test('missing ones, missing buckets and full ones are refused as S3 does', async () => {
    await expect(text('nowhere')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'nowhere' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'nobucket' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await put('x', 'x');
    await expect(s3.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  });

  test('odd keys are only keys', async () => {
    const odd = ['odd/../../escape', '/odd/abs', 'odd//empty', 'odd/', 'odd', 'odd/plus+and space&é%2F', `odd/${'l'.repeat(600)}`, 'odd/<x>"\'', 'odd/..'];
    for (const key of odd) await put(key, key);
    for (const key of odd) expect(await text(key)).toBe(key);
    const listed = [...((await keys({ Prefix: 'odd' })).keys ?? []), ...((await keys({ Prefix: '/odd' })).keys ?? [])];
    expect(listed.sort()).toEqual([...odd].sort());
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: odd.map((Key) => ({ Key })) } }));
    expect((await keys({ Prefix: 'odd' })).keys).toBeUndefined();
  });

  test('are listed by folder and by page', async () => {
    for (const key of ['l/a/1', 'l/a/2', 'l/b', 'l/c/1', 'l/d']) await put(key, key);
    expect(await keys({ Prefix: 'l/', Delimiter: '/' })).toEqual({ keys: ['l/b', 'l/d'], prefixes: ['l/a/', 'l/c/'], more: undefined });
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket, Prefix: 'l/', Delimiter: '/' })) {
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix), ...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(seen).toEqual(['l/a/', 'l/b', 'l/c/', 'l/d']);
    const old = await s3.send(new ListObjectsCommand({ Bucket, Prefix: 'l/', MaxKeys: 2 }));
    expect(old.Contents?.map(({ Key }) => Key)).toEqual(['l/a/1', 'l/a/2']);
    expect(old.IsTruncated).toBe(true);
  });

  test('are copied, and uploaded in parts', async () => {
    await put('from', 'copied', { Metadata: { a: 'b' } });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    expect(await text('to')).toBe('copied');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ a: 'b' });

    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));
    const upload = { Bucket, Key: 'big', UploadId };
    const Parts = [];
    for (const [PartNumber, Body] of [[1, 'first '], [2, 'second']] as const) {
      Parts.push({ PartNumber, ETag: (await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag });
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(await text('big')).toBe('first second');
    await expect(s3.send(new UploadPartCommand({ ...upload, PartNumber: 3, Body: 'late' }))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
});

describe('other protocols', () => {
  test('JSON operations answer, and unknown ones are AWS errors', async () => {
    const glue = new GlueClient({ region: 'us-east-1', endpoint: served.url, credentials, maxAttempts: 1 });
    expect((await glue.send(new GetJobCommand({ JobName: 'clean' }))).Job?.Name).toBe('clean');
    const unknown = await post('/', '{}', { 'x-amz-target': 'AWSGlue.MakeCoffee', 'content-type': 'application/x-amz-json-1.1' });
    expect(unknown.status).toBe(400);
    expect(JSON.parse(unknown.body)).toMatchObject({ __type: 'UnknownOperationException' });
    glue.destroy();
  });

  test('STS speaks XML', async () => {
    const who = await post('/', 'Action=GetCallerIdentity&Version=2011-06-15', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(who.body).toContain('<Account>000000000000</Account>');
    const bad = await post('/', 'Action=AssumeRole&RoleArn=x&RoleSessionName=y', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(bad).toMatchObject({ status: 400 });
    expect(bad.body).toContain('<Code>ValidationError</Code>');
  });

  test('bad requests get errors, and the next request an answer', async () => {
    expect((await post('/', 'not json', { 'x-amz-target': 'AWSGlue.GetJob' })).body).toContain('SerializationException');
    expect((await post(`/${Bucket}?delete`, '<Delete><Object>', {})).body).toContain('MalformedXML');
    expect((await post(`/${Bucket}/%E0%A4%A`, '', {}, 'PUT')).body).toContain('InvalidURI');
    expect((await post(`/${Bucket}/f`, 'zz\r\n', { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }, 'PUT')).body).toContain('IncompleteBody');
    expect((await post(`/${Bucket}/f?acl`, '', {}, 'GET')).status).toBe(501);
    expect((await post(`/${Bucket}/large`, 'x'.repeat(11 * 2 ** 20), {}, 'PUT')).body).toContain('EntityTooLarge');
    expect((await post(`/${Bucket}/f`, '', { origin: 'https://example.com' }, 'PUT')).status).toBe(403);
    expect((await post(`/${Bucket}/f`, '', { host: 'rebound.example.com' }, 'PUT')).status).toBe(403);
    expect((await post('/', '', {}, 'GET')).body).toContain(`<Name>${Bucket}</Name>`);
  });

  test('a bucket may be named by the host', async () => {
    await put('hosted', 'yes');
    const found = await post('/hosted', '', { host: `${Bucket}.s3.localhost:${served.port}` }, 'GET');
    expect(found).toEqual({ status: 200, body: 'yes' });
  });
});

function post(path: string, body: string, headers: Record<string, string>, method = 'POST'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: served.port, path, method, headers }, (answer) => {
      let received = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (received += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: received }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

import type * as Sdk from '@aws-sdk/client-s3';
import { BucketMissing, type ObjectStore } from '../store.ts';

/** The text objects of S3, or of the endpoint given. Loads the client at the first call, not before. */
export function s3Store(at: { readonly region: string; readonly endpoint: string | null }): ObjectStore {
  let opened: Promise<Opened> | null = null;
  const open = (): Promise<Opened> => (opened ??= connect(at));
  return {
    get: async (bucket, key) => {
      const { sdk, client } = await open();
      const found = await absent(bucket, client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key })));
      if (found?.Body === undefined) return null;
      return { text: await found.Body.transformToString('utf-8'), etag: found.ETag ?? '' };
    },
    put: async (bucket, key, text, condition = {}) => {
      const { sdk, client } = await open();
      const conditions = {
        ...(condition.ifNoneMatch === undefined ? {} : { IfNoneMatch: condition.ifNoneMatch }),
        ...(condition.ifMatch === undefined ? {} : { IfMatch: condition.ifMatch }),
      };
      // Bytes and their number: of an empty text the client would not know the length, and warn.
      const body = new TextEncoder().encode(text);
      try {
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentLength: body.byteLength, ...conditions }));
        return true;
      } catch (error) {
        if (isConditionFailed(error)) return false;
        throw explained(bucket, error);
      }
    },
    remove: async (bucket, key) => {
      const { sdk, client } = await open();
      await absent(bucket, client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key })));
    },
    list: async (bucket, prefix) => {
      const { sdk, client } = await open();
      const keys: string[] = [];
      try {
        for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
          for (const object of page.Contents ?? []) if (object.Key !== undefined) keys.push(object.Key);
        }
      } catch (error) {
        throw explained(bucket, error);
      }
      return keys;
    },
  };
}

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}
async function connect({ region, endpoint }: { readonly region: string; readonly endpoint: string | null }): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-s3');
  // An endpoint of one's own has no host name per bucket.
  const own = endpoint === null ? {} : { endpoint, forcePathStyle: true };
  return { sdk, client: new sdk.S3Client({ region, ...own }) };
}

async function absent<T>(bucket: string, call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound') return null;
    throw explained(bucket, error);
  }
}

/** 412: the condition does not hold. 409 and 404 (with If-Match): another write, or a removal, came at the same time. */
function isConditionFailed(error: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'].includes(nameOf(error));
}

function explained(bucket: string, error: unknown): unknown {
  return nameOf(error) === 'NoSuchBucket' ? new BucketMissing(bucket) : error;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

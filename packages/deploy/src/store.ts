/**
 * Text objects in S3: the few calls that the manifest and the run store need. The adapter for AWS is `s3Store`;
 * `memoryStore` serves tests.
 */
export interface ObjectStore {
  /** Null when the object does not exist. Throws `BucketMissing` when the bucket does not. */
  get(bucket: string, key: string): Promise<StoredText | null>;
  /** False when the condition failed: the object exists (`ifNoneMatch`), or is not the one that was read (`ifMatch`). */
  put(bucket: string, key: string, text: string, condition?: PutCondition): Promise<boolean>;
  /** No error when there is nothing to remove. */
  remove(bucket: string, key: string): Promise<void>;
  /** All keys under the prefix, in byte order. */
  list(bucket: string, prefix: string): Promise<readonly string[]>;
}
export interface StoredText {
  readonly text: string;
  readonly etag: string;
}
export interface PutCondition {
  readonly ifNoneMatch?: '*';
  readonly ifMatch?: string;
}

/** The bucket of an environment is not there: nothing can be deployed or run before it is made. */
export class BucketMissing extends Error {
  override readonly name = 'BucketMissing';
  readonly bucket: string;
  constructor(bucket: string) {
    super(`Bucket '${bucket}' does not exist, or this account may not see it. Create it, or name another one in millrace.config.ts.`);
    this.bucket = bucket;
  }
}

/** An `ObjectStore` in memory, with S3's conditional puts. Every bucket exists. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, StoredText>();
  let version = 0;
  const at = (bucket: string, key: string): string => `${bucket}/${key}`;
  return {
    get: async (bucket, key) => objects.get(at(bucket, key)) ?? null,
    put: async (bucket, key, text, condition = {}) => {
      const now = objects.get(at(bucket, key));
      if (condition.ifNoneMatch !== undefined && now !== undefined) return false;
      if (condition.ifMatch !== undefined && now?.etag !== condition.ifMatch) return false;
      version += 1;
      objects.set(at(bucket, key), { text, etag: `"${version}"` });
      return true;
    },
    remove: async (bucket, key) => {
      objects.delete(at(bucket, key));
    },
    list: async (bucket, prefix) =>
      [...objects.keys()]
        .filter((name) => name.startsWith(at(bucket, prefix)))
        .map((name) => name.slice(bucket.length + 1))
        .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  };
}

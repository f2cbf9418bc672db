import type { Json } from '@millrace/core';
import type { Persistence } from '../host/persistence.ts';
import type { Blobs } from '../host/types.ts';
import { md5 } from './memory.ts';

/** Headers that come back with an object: its type and what the user noted (`x-amz-meta-…`), lower case. */
export type ObjectHeaders = Readonly<Record<string, string>>;
type Condition = Parameters<Blobs['put']>[3];

/** Objects with their headers. The bytes are in the blobs; headers are rows, held by etag so that a crash never gives an object another's. */
export interface Objects {
  readonly blobs: Blobs;
  /** False when the condition failed. */
  put(bucket: string, key: string, body: Uint8Array, headers: ObjectHeaders, condition?: Condition): boolean;
  headers(bucket: string, key: string, etag: string): ObjectHeaders;
  remove(bucket: string, key: string): void;
  /** Rows of one multipart upload each. */
  readonly uploads: Uploads;
  /** Whether a bucket's notifications go to EventBridge. */
  notifies(bucket: string): boolean;
  setNotifies(bucket: string, on: boolean): void;
}
/** An object that was put into a bucket whose notifications go to EventBridge. */
export type Created = { readonly bucket: string; readonly key: string; readonly size: number; readonly etag: string };
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
}
export interface Uploads {
  get(id: string): Upload | null;
  put(id: string, upload: Upload): void;
  remove(id: string): void;
  list(): readonly { readonly id: string; readonly upload: Upload }[];
}

type HeadersByEtag = Readonly<Record<string, ObjectHeaders>>;

/** @param onCreated told of each object that is put where notifications go to EventBridge; what writes files past this is not seen */
export function objectsOf(blobs: Blobs, persistence: Persistence, onCreated: (created: Created) => void = () => undefined): Objects {
  const notifies = (bucket: string): boolean => persistence.get('s3', 'notifies', bucket) === true;
  const noted = (bucket: string, key: string, done: boolean): boolean => {
    const head = done && notifies(bucket) ? blobs.head(bucket, key) : null;
    if (head !== null) onCreated({ bucket, key, size: head.size, etag: head.etag });
    return done;
  };
  const store = (kind: string, key: string, row: Json | null): void => {
    persistence.commit([{ type: 'row', service: 's3', kind, key, row }]);
  };
  // Casts: this module alone writes these kinds of rows.
  const known = (bucket: string, key: string): HeadersByEtag | null => persistence.get('s3', 'headers', `${bucket}/${key}`) as HeadersByEtag | null;
  const uploadOf = (row: Json | null): Upload | null => row as Upload | null;
  return {
    blobs,
    put: (bucket, key, body, headers, condition) => {
      const before = known(bucket, key);
      const plain = Object.keys(headers).length === 0;
      if (plain && before === null) return noted(bucket, key, blobs.put(bucket, key, body, condition));
      const place = `${bucket}/${key}`;
      const etag = md5(body);
      store('headers', place, { ...before, [etag]: headers });
      const done = blobs.put(bucket, key, body, condition);
      if (done) store('headers', place, plain ? null : { [etag]: headers });
      return noted(bucket, key, done);
    },
    headers: (bucket, key, etag) => known(bucket, key)?.[etag] ?? {},
    remove: (bucket, key) => {
      blobs.remove(bucket, key);
      if (known(bucket, key) !== null) store('headers', `${bucket}/${key}`, null);
    },
    notifies,
    setNotifies: (bucket, on) => {
      store('notifies', bucket, on ? true : null);
    },
    uploads: {
      get: (id) => uploadOf(persistence.get('s3', 'upload', id)),
      put: (id, upload) => {
        store('upload', id, { bucket: upload.bucket, key: upload.key, headers: upload.headers });
      },
      remove: (id) => {
        store('upload', id, null);
      },
      list: () =>
        persistence.list('s3', 'upload', '').flatMap(({ key, row }) => {
          const upload = uploadOf(row);
          return upload === null ? [] : [{ id: key, upload }];
        }),
    },
  };
}

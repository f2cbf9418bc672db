import type { BootstrapWrite } from '@millrace/runtime';
import type { Blobs } from '../../../../local/src/index.ts';

/** Objects of the embedded AWS, as helper jobs and bootstraps read and write them. */
export const textIn = (blobs: Blobs, bucket: string, key: string): string | null => {
  const bytes = blobs.get(bucket, key);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
};

export function textAt(blobs: Blobs, uri: string): string | null {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  return textIn(blobs, bucket, key);
}

export function bodyOf(blobs: Blobs, bucket: string, key: string): unknown {
  const text = textIn(blobs, bucket, key);
  return text === null || text === '' ? null : (JSON.parse(text) as unknown);
}

export function writeAll(blobs: Blobs, bucket: string, writes: readonly BootstrapWrite[]): void {
  for (const { key, body, once } of writes) blobs.put(bucket, key, Buffer.from(body === null ? '' : JSON.stringify(body)), once ? { ifNoneMatch: '*' } : {});
}

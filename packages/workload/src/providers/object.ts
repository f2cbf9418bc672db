import { createHash } from 'node:crypto';
import { sha256 } from '@millrace/core';
import type { Resource } from '@millrace/core';
import { normal } from '@millrace/deploy';
import type { Provider } from '@millrace/deploy';
import { OWNER_METADATA } from '../constants.ts';
import type { TextObjects } from '../port.ts';
import { plain, record } from './live.ts';

/**
 * Objects in S3, named `bucket/key`. The content is read and hashed, not trusted from metadata: scripts are small, and that is how
 * an object that someone has overwritten is noticed.
 */
export function objectProvider(objects: TextObjects): Provider {
  return {
    type: 'Millrace::S3Object',
    replaceOn: ['Bucket', 'Key'],
    compareAll: async (wanted) => {
      const answers = new Map<string, 'same' | 'absent'>();
      for (const [place, some] of Map.groupBy(wanted, ({ name }) => folderOf(name))) {
        const { bucket, key } = split(place);
        const listed = await objects.list?.(bucket, key);
        if (listed === undefined) continue;
        for (const { name, body } of some) {
          const etag = listed.get(split(name).key);
          if (etag === undefined) answers.set(name, 'absent');
          else if (body !== null && etag === md5(body)) answers.set(name, 'same');
        }
      }
      return answers;
    },
    read: async (name) => {
      const { bucket, key } = split(name);
      const live = await objects.get(bucket, key);
      if (live === null) return null;
      const owner = live.metadata[OWNER_METADATA] ?? null;
      const metadata = owner === null ? {} : { [OWNER_METADATA]: owner };
      return { props: { Bucket: bucket, Key: key, Metadata: normal(metadata) }, owner, sha256: sha256(live.text) };
    },
    put: async (resource) => {
      const { bucket, key } = split(resource.name);
      await objects.put(bucket, key, bodyOf(resource), metadataOf(resource));
    },
    remove: (name) => {
      const { bucket, key } = split(name);
      return objects.remove(bucket, key);
    },
    settled: async () => true,
  };
}

/** Bucket and first folder: all that one pipeline has there. */
const folderOf = (name: string): string => `${name.split('/').slice(0, 2).join('/')}/`;

/** What S3 itself computes; it proves nothing against malice, and need not: whoever may write here may write anything. */
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function split(name: string): { readonly bucket: string; readonly key: string } {
  const slash = name.indexOf('/');
  return { bucket: name.slice(0, slash), key: name.slice(slash + 1) };
}

function bodyOf(resource: Resource): string {
  if (resource.body === null) throw new TypeError(`The object '${resource.name}' has no content to put.`);
  return resource.body;
}

function metadataOf(resource: Resource): Readonly<Record<string, string>> {
  const texts = Object.entries(record(plain(resource.props['Metadata']))).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

import type { Json } from '@millrace/core';
import type { ManifestLocation } from './manifest.ts';
import type { ObjectStore } from './store.ts';

/** So many earlier versions of what is deployed can be gone back to. */
export const KEPT_VERSIONS = 20;

/** Key of the pipeline that a revision was compiled from: beside the manifest, in the folder of the pipeline (with its closing slash). */
export const recordKey = (folder: string, revision: string): string => `${folder}versions/${revision}.json`;

/** By its name: a pipeline that stays as long as its version may. */
export const isRecord = (name: string): boolean => /\/versions\/[0-9a-f]{16}\.json$/.test(name);

/** The pipeline that a revision was compiled from, as plain JSON; null when it is not kept, or cannot be read. */
export async function readRecord(store: ObjectStore, { bucket, key }: ManifestLocation, revision: string): Promise<Json> {
  const found = await store.get(bucket, recordKey(key.slice(0, key.lastIndexOf('/') + 1), revision));
  try {
    // What JSON.parse gives is Json.
    return found === null ? null : (JSON.parse(found.text) as Json);
  } catch {
    return null;
  }
}

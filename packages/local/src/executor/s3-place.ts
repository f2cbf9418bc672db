import type { Blobs } from '../host/types.ts';

/** The bucket and key of `s3://bucket/key`; null where it is none. */
export function placeOf(location: string): { readonly bucket: string; readonly key: string } | null {
  const [, bucket, key] = /^s3[an]?:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
  return bucket === undefined || key === undefined ? null : { bucket, key };
}

/** What an object holds; null where there is none. */
export function bodyAt(blobs: Blobs, location: string): Uint8Array | null {
  const place = placeOf(location);
  return place !== null && place.key !== '' && blobs.buckets().includes(place.bucket) ? blobs.get(place.bucket, place.key) : null;
}

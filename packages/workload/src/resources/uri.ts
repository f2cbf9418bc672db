import type { Resource } from '@millrace/core';

/** The URI of an object in S3: its name is already `bucket/key`. */
export function objectUri(object: Pick<Resource, 'name'>): string {
  return `s3://${object.name}`;
}

import type { Prop, Site } from '@millrace/core';

/** Where the resources are: their ARNs need it. */
export type Place = Pick<Site, 'region' | 'account'>;

/** A property that is a map of texts; anything else in it is left out. */
export function textMap(value: Prop | undefined): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

import type { ResourceType } from '@millrace/core';

/** What a resource is known by outside the pipeline. */
export interface ResourceName {
  readonly type: ResourceType;
  readonly name: string;
}

/** Types hold no spaces, so no two resources share a key. */
export function resourceKey(resource: ResourceName): string {
  return `${resource.type} ${resource.name}`;
}

/** Each once, in the order of first appearance. */
export function distinct(names: Iterable<ResourceName>): readonly ResourceName[] {
  const seen = new Map<string, ResourceName>();
  for (const { type, name } of names) {
    const key = resourceKey({ type, name });
    if (!seen.has(key)) seen.set(key, { type, name });
  }
  return [...seen.values()];
}

import { sha256, stableJson } from '@millrace/core';
import type { ResourceType } from '@millrace/core';
import type { Manifest, Observed, Provider, Providers } from '../types.ts';
import { distinct, resourceKey, type ResourceName } from './key.ts';

/** What is live, by resource key, and which properties of each type cannot be changed in place. */
export interface Observation {
  readonly states: ReadonlyMap<string, Observed | null>;
  readonly replaceOn: ReadonlyMap<ResourceType, readonly string[]>;
}

/** Reads at a time: services throttle bursts. */
const AT_ONCE = 8;

/** Reads the live state of the names. A name whose type has no provider is a mistake of the caller and throws `TypeError`. */
export async function observe(providers: Providers, names: readonly ResourceName[]): Promise<Observation> {
  const states = new Map<string, Observed | null>();
  const waiting = [...distinct(names)];
  const reader = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      states.set(resourceKey(next), await providerOf(providers, next.type).read(next.name));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return { states, replaceOn: new Map([...providers].map(([type, provider]) => [type, provider.replaceOn])) };
}

export function providerOf(providers: Providers, type: ResourceType): Provider {
  const provider = providers.get(type);
  if (provider === undefined) throw new TypeError(`No provider was given for ${type}.`);
  return provider;
}

/** All names that a deploy must look at. */
export function namesToObserve(desired: readonly ResourceName[], manifest: Manifest | null): readonly ResourceName[] {
  return distinct([...desired, ...(manifest?.resources ?? []), ...(manifest?.pending ?? [])]);
}

/** What a plan stands on: apply refuses a plan whose basis has changed. */
export function basisOf(manifest: Manifest | null, observed: Observation): string {
  const live = [...observed.states].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(stableJson({ manifest, live }));
}

/** Providers by their type. */
export function providerMap(providers: readonly Provider[]): Providers {
  return new Map(providers.map((provider) => [provider.type, provider]));
}

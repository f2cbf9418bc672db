import { sha256, stableJson } from '@millrace/core';
import type { Json, ResourceType } from '@millrace/core';
import type { Manifest, Observed, Provider, Providers } from '../types.ts';
import { isGone } from './errors.ts';
import { distinct, resourceKey, type ResourceName } from './key.ts';
import { equal, normal } from './normal.ts';
import type { Resolved } from './resolve.ts';
import { retiredNames } from './retired.ts';

/** What is live, by resource key, and what is told of each type. */
export interface Observation {
  readonly states: ReadonlyMap<string, Observed | null>;
  /** Properties that cannot be changed in place. */
  readonly replaceOn: ReadonlyMap<ResourceType, readonly string[]>;
  /** Types of what is left as it is. */
  readonly lasting: ReadonlySet<ResourceType>;
}

/** What is wanted and what was deployed: with both, many are looked at with few calls. */
export interface Expected {
  readonly desired: readonly Resolved[];
  readonly manifest: Manifest | null;
}

/** Calls again where a service asks for patience. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;
export const impatient: Patience = (work) => work();

/** Reads at a time: services throttle bursts. */
const AT_ONCE = 8;

/**
 * Reads the live state of the names. A name whose type has no provider is a mistake of the caller and throws `TypeError`.
 *
 * What the manifest lists as deployed and is live exactly as wanted is taken as ours without a look at its tags: there is nothing to change,
 * so nothing of others can be touched. Whatever is to be changed or removed is read in full first.
 */
export async function observe(providers: Providers, names: readonly ResourceName[], expected?: Expected, patience: Patience = impatient): Promise<Observation> {
  const all = distinct(names);
  const states = expected === undefined ? new Map<string, Observed | null>() : await atOnce(providers, all, expected, patience);
  const waiting = all.filter((name) => !states.has(resourceKey(name)));
  const reader = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const live = await readOf(providerOf(providers, next.type), next.name, patience);
      states.set(resourceKey(next), live === null ? null : withoutForeignTags(live, next, expected));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return {
    states,
    replaceOn: new Map([...providers].map(([type, provider]) => [type, provider.replaceOn])),
    lasting: new Set([...providers].flatMap(([type, provider]) => (provider.lasting === true ? [type] : []))),
  };
}

/**
 * Without the tags that an organisation adds by itself: they are none of a pipeline's business. Ours are those that are wanted, those that
 * were deployed (one that is wanted no more is to go), and Millrace's own.
 */
function withoutForeignTags(live: Observed, name: ResourceName, expected: Expected | undefined): Observed {
  const tags = live.props['Tags'];
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return live;
  const key = resourceKey(name);
  const versions = [...(expected?.desired ?? []), ...(expected?.manifest?.resources ?? [])].filter((resource) => resourceKey(resource) === key);
  const ours = new Set(versions.flatMap(({ props }) => tagNames(props)));
  const kept = Object.entries(tags).filter(([tag]) => ours.has(tag) || tag.startsWith('millrace:'));
  return { ...live, props: { ...live.props, Tags: Object.fromEntries(kept) } };
}

function tagNames(props: Json): readonly string[] {
  const tags: unknown = typeof props === 'object' && props !== null && 'Tags' in props ? props['Tags'] : null;
  return typeof tags === 'object' && tags !== null ? Object.keys(tags) : [];
}

/** What disappears between two calls of one look is gone. */
export async function readOf(provider: Provider, name: string, patience: Patience): Promise<Observed | null> {
  try {
    return await patience(() => provider.read(name));
  } catch (error) {
    if (!isGone(error)) throw error;
    return await patience(() => provider.read(name));
  }
}

async function atOnce(providers: Providers, names: readonly ResourceName[], { desired, manifest }: Expected, patience: Patience): Promise<Map<string, Observed | null>> {
  const states = new Map<string, Observed | null>();
  const deployed = new Map((manifest?.resources ?? []).map((resource) => [resourceKey(resource), resource]));
  const asked = new Set(names.map(resourceKey));
  for (const [type, wanted] of Map.groupBy(desired.filter((resource) => asked.has(resourceKey(resource))), (resource) => resource.type)) {
    const provider = providerOf(providers, type);
    const found = provider.compareAll === undefined ? null : await patience(async () => (await provider.compareAll?.(wanted)) ?? null);
    for (const resource of wanted) {
      const key = resourceKey(resource);
      const answer = found?.get(resource.name);
      const before = deployed.get(key);
      if (answer === 'absent') states.set(key, null);
      if (answer === 'same' && before !== undefined && manifest !== null && equal(normal(before.props), normal(resource.props)) && before.sha256 === resource.sha256) {
        states.set(key, { props: resource.props, owner: manifest.owner, sha256: resource.sha256 });
      }
    }
  }
  return states;
}

export function providerOf(providers: Providers, type: ResourceType): Provider {
  const provider = providers.get(type);
  if (provider === undefined) throw new TypeError(`No provider was given for ${type}.`);
  return provider;
}

/** All names that a deploy must look at; of the objects that earlier ones have replaced those that may go now ('all': a destroy). */
export function namesToObserve(desired: readonly ResourceName[], manifest: Manifest | null, due: ReadonlySet<string> | 'all' = new Set()): readonly ResourceName[] {
  const retired = retiredNames(manifest).filter(({ name }) => due === 'all' || due.has(name));
  return distinct([...desired, ...(manifest?.resources ?? []), ...(manifest?.pending ?? []), ...retired]);
}

/** What a plan stands on: apply refuses a plan whose basis has changed. Replaced objects are no part of it: which of them may go is a matter of time. */
export function basisOf(manifest: Manifest | null, observed: Observation): string {
  const retired = new Set(retiredNames(manifest).map(resourceKey));
  const live = [...observed.states].filter(([key]) => !retired.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(stableJson({ manifest, live }));
}

/** Providers by their type. */
export function providerMap(providers: readonly Provider[]): Providers {
  return new Map(providers.map((provider) => [provider.type, provider]));
}

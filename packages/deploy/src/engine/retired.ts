import type { Manifest, Retired } from '../types.ts';
import { isRecord, KEPT_VERSIONS } from '../records.ts';
import type { Clock } from './clock.ts';
import { distinct, resourceKey, type ResourceName } from './key.ts';

/** The type whose resources are named by their content: scripts, descriptions, programs. What replaces one has another name. */
const CONTENT = 'Millrace::S3Object';
/** A job run reads its description and script when it starts, and may wait for its place until then. */
const KEPT_MS = 24 * 3_600_000;

export const isContent = ({ type }: ResourceName): boolean => type === CONTENT;

export const retiredNames = (manifest: Manifest | null): readonly ResourceName[] => (manifest?.retired ?? []).map(({ name }) => ({ type: CONTENT, name }));

/** Runs of the pipeline that are under way; null when that cannot be known. */
export type LiveRuns = () => Promise<readonly string[] | null>;

/**
 * Names of replaced objects that nothing can need any more: a day old, and no run is under way; of the pipelines of earlier versions the newest
 * stay. Asks for runs only where something is that old.
 */
export async function dueNames(manifest: Manifest | null, clock: Pick<Clock, 'now'> | undefined, liveRuns: LiveRuns | undefined): Promise<ReadonlySet<string>> {
  const now = clock?.now();
  const retired = manifest?.retired ?? [];
  const kept = new Set(retired.filter(({ name }) => isRecord(name)).toSorted((a, b) => b.since - a.since).slice(0, KEPT_VERSIONS));
  const old = retired.filter((one) => now !== undefined && now - one.since >= KEPT_MS && !kept.has(one));
  if (old.length === 0 || liveRuns === undefined) return new Set();
  const live = await liveRuns();
  return new Set(live?.length === 0 ? old.map(({ name }) => name) : []);
}

/** Objects that are deployed, or that an unfinished deploy may have made, and that are wanted no more: what runs may still read. */
export function retiredBy(before: Manifest | null, desired: readonly ResourceName[], gone: ReadonlySet<string>, now: number): readonly Retired[] {
  const wanted = new Set(desired.map(resourceKey));
  const since = new Map((before?.retired ?? []).map((retired) => [retired.name, retired.since]));
  const names = distinct([...retiredNames(before), ...[...(before?.resources ?? []), ...(before?.pending ?? [])].filter(isContent)]);
  return names
    .filter((resource) => !wanted.has(resourceKey(resource)) && !gone.has(resource.name))
    .map(({ name }) => ({ name, since: since.get(name) ?? now }))
    .toSorted((a, b) => a.since - b.since || (a.name < b.name ? -1 : 1));
}

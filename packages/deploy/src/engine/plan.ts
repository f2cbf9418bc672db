import type { Json, Problem } from '@millrace/core';
import { deployProblem } from '../catalogue.ts';
import type { Change, ChangeSet, FieldChange, Manifest, Observed } from '../types.ts';
import { resourceKey, type ResourceName } from './key.ts';
import { equal, leaves, normal } from './normal.ts';
import { basisOf, namesToObserve, type Observation } from './observe.ts';
import { dependencyOrder, REMOVAL_RANK } from './order.ts';
import type { Resolved } from './resolve.ts';
import { isContent } from './retired.ts';

export interface PlanInput {
  /** '{prefix}/{pipeline}' */
  readonly owner: string;
  /** References resolved (`resolveRefs`). Empty plans a destroy. */
  readonly desired: readonly Resolved[];
  readonly manifest: Manifest | null;
  readonly observed: Observation;
  /** Replaced objects that may go now (`dueNames`); none by default, 'all' in a destroy. */
  readonly due?: ReadonlySet<string> | 'all';
}

/**
 * Compares what is wanted with what is live; the manifest tells an edit from a drift and what is no longer wanted. Pure.
 * Changes come in the order in which they are applied: what is needed first, removals last and in reverse.
 * Resources that are not ours get no change: `ownershipProblems` lists those in the way.
 */
export function planChanges(input: PlanInput): ChangeSet {
  const { desired, manifest, observed } = input;
  const wanted = dependencyOrder(desired).flatMap((resource) => changeOf(resource, input) ?? []);
  return {
    schemaVersion: 1,
    basis: basisOf(manifest, observed),
    changes: [...wanted, ...removals(input, wanted.length > 0)],
    unchanged: desired.length - wanted.length,
  };
}

/** Wanted names that exist and are not ours, all at once. */
export function ownershipProblems(input: PlanInput): readonly Problem[] {
  return input.desired.flatMap((resource) => {
    const live = stateOf(input, resource);
    if (live === null || live.owner === input.owner || isLasting(input, resource)) return [];
    const whose = live.owner === null ? 'carries no ownership tag of Millrace' : `belongs to '${live.owner}'`;
    return deployProblem('MR7010', `${resource.type} '${resource.name}' exists already and ${whose}; '${input.owner}' may not touch it.`, `/resources/${resource.id}`);
  });
}

/** Names in the manifest that someone else has made anew: they are left alone. */
export function leftAlone(input: PlanInput): readonly ResourceName[] {
  return unwanted(input).filter((resource) => {
    const live = stateOf(input, resource);
    return live !== null && live.owner !== input.owner && !isLasting(input, resource);
  });
}

function changeOf(resource: Resolved, input: PlanInput): Change | null {
  const { id, name, type } = resource;
  const live = stateOf(input, resource);
  if (live === null) return { id, name, type, action: 'create', fields: [] };
  if (live.owner !== input.owner || isLasting(input, resource)) return null;
  const fields = fieldChanges(resource, live, input.manifest);
  if (fields.length === 0) return null;
  const fixed = input.observed.replaceOn.get(type) ?? [];
  const replace = fields.some((field) => fixed.some((path) => field.path === path || field.path.startsWith(`${path}.`)));
  return { id, name, type, action: replace ? 'replace' : 'update', fields };
}

function fieldChanges(resource: Resolved, live: Observed, manifest: Manifest | null): readonly FieldChange[] {
  const before = manifest?.resources.find((other) => resourceKey(other) === resourceKey(resource));
  const from = compared(live.props, live.sha256);
  const to = compared(resource.props, resource.sha256);
  const was = before === undefined ? null : compared(before.props, before.sha256);
  const changed = (path: string): boolean => !equal(from.get(path) ?? null, to.get(path) ?? null);
  const by = (path: string): FieldChange['by'] => (was !== null && equal(was.get(path) ?? null, to.get(path) ?? null) ? 'drift' : 'edit');
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter(changed)
    .sort()
    .map((path) => ({ path, from: from.get(path) ?? null, to: to.get(path) ?? null, by: by(path) }));
}

/** An object's content takes part as the field 'body', by its hash. */
function compared(props: Json, sha256: string | null): ReadonlyMap<string, Json> {
  const all = leaves(normal(props));
  return sha256 === null ? all : new Map([...all, ['body', sha256]]);
}

/** Replaced objects go along with other changes: by themselves they are no reason for a deploy. */
function removals(input: PlanInput, others: boolean): readonly Change[] {
  const ids = new Map(dependencyOrder(input.manifest?.resources ?? []).map((resource, index) => [resourceKey(resource), { id: resource.id, index }]));
  const place = (resource: ResourceName): number => ids.get(resourceKey(resource))?.index ?? -1;
  const removed = unwanted(input).filter((resource) => stateOf(input, resource)?.owner === input.owner && !isLasting(input, resource));
  if (input.due !== 'all' && !others && removed.every(isContent)) return [];
  return removed
    .toSorted((a, b) => REMOVAL_RANK[a.type] - REMOVAL_RANK[b.type] || place(b) - place(a) || (a.name < b.name ? -1 : 1))
    .map(({ type, name }) => ({ id: ids.get(resourceKey({ type, name }))?.id ?? name, name, type, action: 'delete', fields: [] }));
}

function unwanted({ desired, manifest, due = new Set() }: PlanInput): readonly ResourceName[] {
  const wanted = new Set(desired.map(resourceKey));
  return namesToObserve([], manifest, due).filter((resource) => !wanted.has(resourceKey(resource)) && (due === 'all' || !isContent(resource) || due.has(resource.name)));
}

/** Databases and buckets hold what outlives a pipeline: they are made where they are missing, and that is all. */
const isLasting = (input: PlanInput, { type }: ResourceName): boolean => input.observed.lasting.has(type);

function stateOf(input: PlanInput, resource: ResourceName): Observed | null {
  return input.observed.states.get(resourceKey(resource)) ?? null;
}

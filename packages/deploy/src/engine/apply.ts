import { sha256, stableJson } from '@millrace/core';
import type { Json, Problem } from '@millrace/core';
import { DeployRefused, deployProblem } from '../catalogue.ts';
import { readManifest, writeManifest, type StoredManifest } from '../manifest.ts';
import type { Change, ChangeSet, Manifest, Retired } from '../types.ts';
import { distinct, resourceKey, type ResourceName } from './key.ts';
import { equal } from './normal.ts';
import { namesToObserve, observe, type Observation } from './observe.ts';
import { leftAlone, ownershipProblems, planChanges } from './plan.ts';
import type { Resolved } from './resolve.ts';
import { failure } from './failure.ts';
import { dueNames, isContent, retiredBy, retiredNames } from './retired.ts';
import { patienceOf } from './retry.ts';
import { overtaken, takeLock } from './lock.ts';
import { saidBefore } from './said-before.ts';
import { makeChanges, patientMeans, type Looking, type Means } from './session.ts';

/** Whose resources these are and what they were compiled from: goes into the manifest. */
export interface Deployment {
  /** '{prefix}/{pipeline}' */
  readonly owner: string;
  readonly target: string;
  readonly pipeline: Json;
}

export interface Plan {
  readonly changes: ChangeSet;
  /** Reasons why `apply` would refuse. */
  readonly problems: readonly Problem[];
  /** What services say of the changes that does not stand in their way. */
  readonly warnings: readonly Problem[];
  /** No longer wanted, but made anew by someone else: not touched. */
  readonly leftAlone: readonly ResourceName[];
  /** What is recorded; null when nothing was ever deployed. Hand it to `apply`, which then need not read it again to see that nothing is to do. */
  readonly recorded: Manifest | null;
}

/** Reads the manifest and what is live, and plans. Changes nothing. */
export async function planDeploy(
  input: Looking & { readonly owner: string; readonly desired: readonly Resolved[] },
): Promise<Plan> {
  const state = await look(patientMeans(input), input.desired);
  const about = { owner: input.owner, desired: input.desired, manifest: state.stored?.manifest ?? null, observed: state.observed, due: state.due };
  const changes = planChanges(about);
  const said = await saidBefore(input, changes, input.desired);
  return {
    changes,
    problems: [...ownershipProblems(about), ...said.errors],
    warnings: said.warnings,
    leftAlone: leftAlone(about),
    recorded: state.stored?.manifest ?? null,
  };
}

export interface ApplyInput extends Means {
  readonly changes: ChangeSet;
  readonly desired: readonly Resolved[];
  readonly deployment: Deployment;
  /** `Plan.recorded` of the plan that is applied, when it has just been made; left out for a plan that was kept, which is held against what is live. */
  readonly recorded?: Manifest | null;
}
export interface ApplyResult {
  /** Changes that were made. */
  readonly applied: number;
  readonly manifest: Manifest;
}

/**
 * Makes a planned set of changes. The manifest names what may come to exist before anything does, so that after a crash at any
 * point the next deploy or destroy finds everything. Nothing is written at all when nothing differs.
 *
 * Throws `DeployRefused` before any side effect (MR7010 not ours, MR7012 plan out of date, what a service itself says of a change) or when another deploy came in between
 * (MR7011); `DeployFailed` when a service refuses a change.
 */
export async function apply(given: ApplyInput): Promise<ApplyResult> {
  const input = patientMeans(given);
  const { desired, deployment } = input;
  const finalAfter = (before: Manifest | null, gone: ReadonlySet<string>): Manifest => finalManifest(deployment, desired, retiredBy(before, desired, gone, input.clock.now()));
  const recorded = input.recorded ?? null;
  // The plan has just been made: where nothing is to be made, and nothing is to be recorded either, there is no need to look at everything again.
  if (given.changes.changes.length === 0 && recorded !== null && equal(asJson(recorded), asJson(finalAfter(recorded, new Set())))) {
    return { applied: 0, manifest: recorded };
  }
  const state = await look(input, desired);
  const { stored, observed } = state;
  const changes = current(input, state);
  const final = finalAfter(stored?.manifest ?? null, goneBy(changes, state));
  if (changes.changes.length === 0) {
    if (stored === null || !equal(asJson(stored.manifest), asJson(final))) await writeFinal(input, final, stored);
    return { applied: 0, manifest: final };
  }
  // The plan that has just been made has asked.
  const said = input.recorded === undefined ? await saidBefore(input, changes, desired) : null;
  if (said !== null && said.errors.length > 0) throw new DeployRefused(said.errors);
  const lock = await takeLock(input, pendingManifest(final, changes, stored?.manifest ?? null), stored);
  await makeChanges(input, changes.changes, lock, { owner: deployment.owner, desired, observed });
  try {
    await writeFinal(input, final, await lock.keep());
  } catch (cause) {
    throw cause instanceof DeployRefused ? cause : failure(changes.changes, changes.changes.length, cause);
  }
  return { applied: changes.changes.length, manifest: final };
}

/** When the answer is lost on its way, the client's own second try is refused for the first one's write: what is there settles it. */
async function writeFinal({ store, location }: ApplyInput, final: Manifest, before: StoredManifest | null): Promise<void> {
  if (await writeManifest(store, location, final, before)) return;
  const now = await readManifest(store, location);
  if (now === null || !equal(asJson(now.manifest), asJson(final))) throw overtaken();
}

/**
 * The planned changes, when they still are what would be planned now; else `DeployRefused`. Replaced objects whose removal was planned stay
 * where a run has begun since; those that have come of age since stay for the next deploy.
 */
function current({ changes, desired, deployment }: ApplyInput, { stored, observed, due }: State): ChangeSet {
  const about = { owner: deployment.owner, desired, manifest: stored?.manifest ?? null, observed, due };
  const retired = new Set(retiredNames(about.manifest).map(({ name }) => name));
  const isRetired = (change: Change): boolean => change.action === 'delete' && isContent(change) && retired.has(change.name);
  const others = (set: ChangeSet): ChangeSet => ({ ...set, changes: set.changes.filter((change) => !isRetired(change)) });
  const problems = ownershipProblems(about);
  if (problems.length > 0) throw new DeployRefused(problems);
  // A plan from a file may hold the right basis and other changes: what is applied is what would be planned now.
  if (!equal(asJson(others(planChanges(about))), asJson(others(changes)))) {
    throw new DeployRefused([deployProblem('MR7012', 'What is deployed, or what is wanted, has changed since this plan was made.', '')]);
  }
  return { ...changes, changes: changes.changes.filter((change) => !isRetired(change) || due.has(change.name)) };
}

/** Replaced objects that are there no more once the changes are made: those that are removed, and those that may go and had gone already. */
function goneBy({ changes }: ChangeSet, { observed, due }: State): ReadonlySet<string> {
  const removed = new Set(changes.filter(({ action }) => action === 'delete').map(resourceKey));
  const isGone = (resource: ResourceName): boolean => removed.has(resourceKey(resource)) || (observed.states.get(resourceKey(resource)) ?? null) === null;
  return new Set([...due].filter((name) => isGone({ type: 'Millrace::S3Object', name })));
}

/** Until the last write the manifest lists what was deployed before, and as pending what may have come to exist since. */
function pendingManifest(final: Manifest, changes: ChangeSet, before: Manifest | null): Omit<Manifest, 'lock'> {
  const known = new Set((before?.resources ?? []).map(resourceKey));
  const touched = [...(before?.pending ?? []), ...changes.changes];
  return { ...(before ?? { ...final, resources: [] }), pending: distinct(touched).filter((name) => !known.has(resourceKey(name))) };
}

/** What is recorded when everything is deployed as wanted. */
export function finalManifest(deployment: Deployment, desired: readonly Resolved[], retired: readonly Retired[] = []): Manifest {
  return {
    schemaVersion: 1,
    owner: deployment.owner,
    target: deployment.target,
    pipelineHash: sha256(stableJson(deployment.pipeline)),
    pipeline: deployment.pipeline,
    resources: desired.map(({ id, type, name, props, sha256: hash, after }) => ({ id, type, name, props, sha256: hash, after })),
    retired,
    pending: [],
    lock: null,
  };
}

interface State {
  readonly stored: StoredManifest | null;
  readonly observed: Observation;
  /** Replaced objects that may go now. */
  readonly due: ReadonlySet<string>;
}
async function look(
  input: Looking,
  desired: readonly Resolved[],
): Promise<State> {
  const stored = await readManifest(input.store, input.location);
  const manifest = stored?.manifest ?? null;
  const due = await dueNames(manifest, input.clock, input.liveRuns);
  const observed = await observe(input.providers, namesToObserve(desired, manifest, due), { desired, manifest }, patienceOf(input));
  return { stored, observed: withoutHalfMade(observed, manifest), due };
}

/**
 * What lasts is never updated, and making it may take several calls: where a deploy that was interrupted may have stopped between two of
 * them, it counts as not there, so that it is made to its end.
 */
function withoutHalfMade(observed: Observation, manifest: Manifest | null): Observation {
  const halfMade = (manifest?.pending ?? []).filter(({ type }) => observed.lasting.has(type));
  return { ...observed, states: new Map([...observed.states, ...halfMade.map((name) => [resourceKey(name), null] as const)]) };
}

/** Interfaces are not assignable to Json for want of an index signature; these hold JSON only. */
function asJson(value: Manifest | ChangeSet): Json {
  return JSON.parse(stableJson(value)) as Json; // what JSON.parse gives is Json
}

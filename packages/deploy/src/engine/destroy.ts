import { stableJson } from '@millrace/core';
import { DeployRefused, deployProblem } from '../catalogue.ts';
import { readManifest, type StoredManifest } from '../manifest.ts';
import type { ChangeSet } from '../types.ts';
import type { ResourceName } from './key.ts';
import { namesToObserve, observe, type Observation } from './observe.ts';
import { leftAlone, planChanges } from './plan.ts';
import { patienceOf } from './retry.ts';
import { failure } from './failure.ts';
import { takeLock } from './lock.ts';
import { makeChanges, patientMeans, type Looking, type Means } from './session.ts';

export interface DestroyPlan {
  readonly changes: ChangeSet;
  /** In the manifest, but not ours any more: they stay. */
  readonly leftAlone: readonly ResourceName[];
}
export interface DestroyResult {
  readonly removed: number;
  readonly leftAlone: readonly ResourceName[];
  /** What stays on purpose, as a sentence; null when there was nothing to destroy. */
  readonly note: string | null;
}

export interface DestroyInput extends Means {
  /** '{prefix}/{pipeline}' */
  readonly owner: string;
  /** What `planDestroy` gave and a person agreed to. Left out: whatever is found. */
  readonly changes?: ChangeSet;
}

/** What a destroy would remove. Changes nothing; null when nothing was deployed. */
export async function planDestroy(input: Looking & { readonly owner: string }): Promise<DestroyPlan | null> {
  const state = await look(patientMeans(input), input.owner);
  return state === null ? null : { changes: state.changes, leftAlone: state.leftAlone };
}

/**
 * Removes what was deployed, users before what they use, and the manifest last: a destroy that broke off can be run again.
 * Run folders are kept. Throws as `apply` does; with MR7012 when it would remove anything else than `changes`.
 */
export async function destroy(given: DestroyInput): Promise<DestroyResult> {
  const input = patientMeans(given);
  const state = await look(input, input.owner);
  if (state === null) return { removed: 0, leftAlone: [], note: null };
  if (input.changes !== undefined && stableJson(input.changes) !== stableJson(state.changes)) {
    throw new DeployRefused([deployProblem('MR7012', 'What is deployed has changed since it was shown what a destroy removes: nothing was removed.', '')]);
  }
  const { stored, changes, observed } = state;
  const { manifest } = stored;
  const lock = await takeLock(input, manifest, stored);
  await makeChanges(input, changes.changes, lock, { owner: manifest.owner, desired: [], observed });
  try {
    await lock.keep();
    await input.store.remove(input.location.bucket, input.location.key);
  } catch (cause) {
    throw cause instanceof DeployRefused ? cause : failure(changes.changes, changes.changes.length, cause);
  }
  return {
    removed: changes.changes.length,
    leftAlone: state.leftAlone,
    note: 'Run folders are kept: they hold the history and results of runs. Remove them in the runs bucket when you no longer need them.',
  };
}

interface Looked extends DestroyPlan {
  readonly stored: StoredManifest;
  readonly observed: Observation;
}
async function look(input: Looking, owner: string): Promise<Looked | null> {
  const stored = await readManifest(input.store, input.location);
  if (stored === null) return null;
  const observed = await observe(input.providers, namesToObserve([], stored.manifest, 'all'), undefined, patienceOf(input));
  const about = { owner, desired: [], manifest: stored.manifest, observed, due: 'all' as const };
  return { stored, observed, changes: planChanges(about), leftAlone: leftAlone(about) };
}

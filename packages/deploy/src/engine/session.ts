import { DeployFailed, DeployRefused, deployProblem } from '../catalogue.ts';
import { readManifest, writeManifest, type ManifestLocation, type StoredManifest } from '../manifest.ts';
import type { ObjectStore } from '../store.ts';
import type { Change, Manifest, Observed, Provider, Providers } from '../types.ts';
import type { Clock } from './clock.ts';
import { resourceKey } from './key.ts';
import { providerOf, type Observation } from './observe.ts';
import type { Resolved } from './resolve.ts';
import { patiently, untilSettled, type Waiting } from './retry.ts';

/** What apply and destroy need of the world. */
export interface Means {
  readonly providers: Providers;
  readonly store: ObjectStore;
  readonly location: ManifestLocation;
  readonly clock: Clock;
  /** 0 <= x < 1 */
  readonly random: () => number;
  readonly onStep?: (progress: Progress) => void;
  /** Looked at between two changes: what is under way is finished first. */
  readonly signal?: AbortSignal;
}

/** Told when a change starts, waits (why) and is done. `index` counts from 1. */
export interface Progress {
  readonly index: number;
  readonly total: number;
  readonly change: Change;
  readonly state: 'started' | 'waiting' | 'done';
  readonly message: string | null;
}

/** Writes the manifest with its lock, before the first change; answers what the last write must find unchanged. */
export async function takeLock(means: Means, manifest: Omit<Manifest, 'lock'>, before: StoredManifest | null): Promise<StoredManifest> {
  const token = Array.from({ length: 4 }, () => Math.floor(means.random() * 0x10000).toString(16).padStart(4, '0')).join('');
  const locked: Manifest = { ...manifest, lock: { token, at: means.clock.now() } };
  // The answer does not settle it: when it is lost on its way, the client's own second try finds the first one's write. The token does.
  await writeManifest(means.store, means.location, locked, before);
  return await holdLock(means, token);
}

/** Every change looks first whether the lock is still ours, so that of two deploys at once one gives way. */
export async function holdLock(means: Means, token: string): Promise<StoredManifest> {
  const stored = await readManifest(means.store, means.location);
  if (stored?.manifest.lock?.token !== token) throw overtaken();
  return stored;
}

export function overtaken(): DeployRefused {
  return new DeployRefused([deployProblem('MR7011', 'Another deploy or destroy of this pipeline began in the meantime; this one has stopped.', '')]);
}

/** Makes the changes in their order, holding the lock. */
export async function makeChanges(
  means: Means,
  changes: readonly Change[],
  lock: StoredManifest,
  from: { readonly desired: readonly Resolved[]; readonly observed: Observation },
): Promise<void> {
  const desired = new Map(from.desired.map((resource) => [resourceKey(resource), resource]));
  for (const [index, change] of changes.entries()) {
    means.signal?.throwIfAborted();
    await holdLock(means, lock.manifest.lock?.token ?? '');
    const tell = (state: Progress['state'], message: string | null): void =>
      means.onStep?.({ index: index + 1, total: changes.length, change, state, message });
    tell('started', null);
    const waiting: Waiting = { clock: means.clock, random: means.random, onWait: (why) => tell('waiting', why) };
    try {
      const key = resourceKey(change);
      const about = { desired: desired.get(key) ?? null, before: from.observed.states.get(key) ?? null, owner: lock.manifest.owner };
      await makeChange(providerOf(means.providers, change.type), change, about, waiting);
    } catch (cause) {
      throw failure(change, cause);
    }
    tell('done', null);
  }
}

interface About {
  readonly desired: Resolved | null;
  readonly before: Observed | null;
  readonly owner: string;
}

async function makeChange(provider: Provider, change: Change, { desired, before, owner }: About, waiting: Waiting): Promise<void> {
  const settle = (): Promise<void> => untilSettled(() => provider.settled(change.name), waiting);
  if (change.action === 'delete' || change.action === 'replace') {
    await patiently(() => provider.remove(change.name), waiting);
    await settle();
  }
  if (change.action === 'delete') return;
  if (desired === null) throw new TypeError(`The plan changes '${change.name}', which is not among the wanted resources.`);
  if (change.action === 'update') await patiently(() => provider.put(desired, before), waiting);
  else await create(provider, desired, owner, waiting);
  await settle();
}

/** When the answer is lost on its way, the client's own second try finds what the first one made: ours by its tag, so it is brought up to date. */
async function create(provider: Provider, desired: Resolved, owner: string, waiting: Waiting): Promise<void> {
  try {
    await patiently(() => provider.put(desired, null), waiting);
  } catch (error) {
    const made = isTaken(error) ? await patiently(() => provider.read(desired.name), waiting) : null;
    if (made?.owner !== owner) throw error;
    await patiently(() => provider.put(desired, made), waiting);
  }
}

const TAKEN: ReadonlySet<string> = new Set(['AlreadyExistsException', 'IdempotentParameterMismatchException', 'StateMachineAlreadyExists']);
const isTaken = (error: unknown): boolean => error instanceof Error && TAKEN.has(error.name);

function failure(change: Change, cause: unknown): DeployFailed {
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new DeployFailed(
    `Could not ${change.action} ${change.type} '${change.name}': ${said.replace(/\.$/, '')}. What was done is recorded; remove the cause and run the same command again, it goes on from there.`,
    { cause },
  );
}

import { DeployRefused } from '../catalogue.ts';
import type { ManifestLocation } from '../manifest.ts';
import type { ObjectStore } from '../store.ts';
import type { Change, Observed, Provider, Providers } from '../types.ts';
import type { Clock } from './clock.ts';
import { isGone, isTaken } from './errors.ts';
import { failure } from './failure.ts';
import { resourceKey } from './key.ts';
import type { HeldLock } from './lock.ts';
import { providerOf, readOf, type Observation } from './observe.ts';
import type { Resolved } from './resolve.ts';
import type { LiveRuns } from './retired.ts';
import { patienceOf, patiently, untilSettled, type Waiting } from './retry.ts';

/** What apply and destroy need of the world. */
export interface Means {
  readonly providers: Providers;
  readonly store: ObjectStore;
  readonly location: ManifestLocation;
  readonly clock: Clock;
  /** 0 <= x < 1 */
  readonly random: () => number;
  /** See `LockMeans`. */
  readonly lockMs?: number;
  readonly onStep?: (progress: Progress) => void;
  /** Asked before objects that runs may still read are removed; without it they stay until a destroy. */
  readonly liveRuns?: LiveRuns;
  /** Looked at between two changes: what is under way is finished first. */
  readonly signal?: AbortSignal;
}

/** What a look needs of the world; with a clock it is patient. */
export type Looking = Pick<Means, 'providers' | 'store' | 'location'> & Partial<Pick<Means, 'clock' | 'random' | 'liveRuns'>>;

/** Told when a change starts, waits (why) and is done. `index` counts from 1. */
export interface Progress {
  readonly index: number;
  readonly total: number;
  readonly change: Change;
  readonly state: 'started' | 'waiting' | 'done';
  readonly message: string | null;
}

/** The same means, whose store is as patient as the changes are. */
export function patientMeans<M extends Pick<Means, 'store'> & Partial<Pick<Means, 'clock' | 'random'>>>(means: M): M {
  const { store } = means;
  const patience = patienceOf(means);
  return {
    ...means,
    store: {
      get: (bucket, key) => patience(() => store.get(bucket, key)),
      put: (bucket, key, text, condition) => patience(() => store.put(bucket, key, text, condition)),
      remove: (bucket, key) => patience(() => store.remove(bucket, key)),
      list: (bucket, prefix) => patience(() => store.list(bucket, prefix)),
    },
  };
}

/** Makes the changes in their order, holding the lock. */
export async function makeChanges(
  means: Means,
  changes: readonly Change[],
  lock: HeldLock,
  from: { readonly owner: string; readonly desired: readonly Resolved[]; readonly observed: Observation },
): Promise<void> {
  try {
    await oneByOne(means, changes, lock, from);
  } catch (cause) {
    // What went wrong is what is told; a lock that stays is taken over in time.
    if (!(cause instanceof DeployRefused)) await lock.letGo().catch(() => undefined);
    throw cause;
  }
}

async function oneByOne(means: Means, changes: readonly Change[], lock: HeldLock, from: Parameters<typeof makeChanges>[3]): Promise<void> {
  const desired = new Map(from.desired.map((resource) => [resourceKey(resource), resource]));
  const newRoles = changes.some(({ type, action }) => type === 'AWS::IAM::Role' && action !== 'delete');
  for (const [index, change] of changes.entries()) {
    means.signal?.throwIfAborted();
    const tell = (state: Progress['state'], message: string | null): void =>
      means.onStep?.({ index: index + 1, total: changes.length, change, state, message });
    const waiting: Waiting = { clock: means.clock, random: means.random, newRoles, onWait: (why) => tell('waiting', why), beforeAgain: async () => void (await lock.keep()) };
    try {
      await lock.keep();
      tell('started', null);
      const key = resourceKey(change);
      const about = { desired: desired.get(key) ?? null, before: from.observed.states.get(key) ?? null, owner: from.owner };
      await makeChange(providerOf(means.providers, change.type), change, about, waiting);
    } catch (cause) {
      throw cause instanceof DeployRefused ? cause : failure(changes, index, cause);
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
    if (change.action === 'replace') await waiting.beforeAgain?.();
  }
  if (change.action === 'delete') return;
  if (desired === null) throw new TypeError(`The plan changes '${change.name}', which is not among the wanted resources.`);
  await write(provider, desired, change.action === 'update' ? before : null, owner, waiting);
  await settle();
}

/**
 * Creates or updates. Two surprises are settled by a look at what is there: an answer that was lost on its way, so that the client's own
 * second try finds what the first one made (ours by its tag: it is brought up to date), and something that has disappeared since it was
 * read, or that was made a moment ago and is not seen everywhere yet.
 */
async function write(provider: Provider, desired: Resolved, before: Observed | null, owner: string, waiting: Waiting): Promise<void> {
  let known = before;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (attempt > 1) await waiting.beforeAgain?.();
      await patiently(() => provider.put(desired, known), waiting);
      return;
    } catch (error) {
      if (attempt === MOST_LOOKS || !(isTaken(error) || isGone(error))) throw error;
      if (isGone(error)) {
        waiting.onWait('the service does not know yet, or any more, what this needs');
        await waiting.clock.sleep(UNSEEN_MS * attempt);
      }
      known = await readOf(provider, desired.name, (work) => patiently(work, waiting));
      // What belongs to someone else is never touched; and where nothing is, something was taken for another reason.
      if (known === null ? isTaken(error) : known.owner !== owner) throw error;
    }
  }
}

const MOST_LOOKS = 5;
const UNSEEN_MS = 1_000;

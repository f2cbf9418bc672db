import { DeployRefused, deployProblem } from '../catalogue.ts';
import { readManifest, writeManifest, type ManifestLocation, type StoredManifest } from '../manifest.ts';
import type { ObjectStore } from '../store.ts';
import type { Manifest } from '../types.ts';
import type { Clock } from './clock.ts';

/** What the lock needs of the world. */
export interface LockMeans {
  readonly store: ObjectStore;
  readonly location: ManifestLocation;
  readonly clock: Clock;
  /** 0 <= x < 1 */
  readonly random: () => number;
  /**
   * The lock of another command counts for so long after it was last heard of; then its process is taken for dead. 0, the default, takes
   * every lock over at once. Milliseconds.
   */
  readonly lockMs?: number;
}

/** The lock as the command that holds it sees it. */
export interface HeldLock {
  /** Answers the manifest as it is, once it is sure that the lock is still ours; throws MR7011 when it is not. From time to time it makes itself heard. */
  keep(): Promise<StoredManifest>;
  /** After a failure: the next command need not wait. */
  letGo(): Promise<void>;
}

/** How often a lock makes itself heard within the time that it counts. */
const BEATS = 6;

/** Writes the manifest with its lock, before the first change. Throws MR7016 while another command holds it. */
export async function takeLock(means: LockMeans, manifest: Omit<Manifest, 'lock'>, before: StoredManifest | null): Promise<HeldLock> {
  refuseIfHeld(means, before?.manifest.lock ?? null);
  const token = Array.from({ length: 4 }, () => Math.floor(means.random() * 0x10000).toString(16).padStart(4, '0')).join('');
  // The answer does not settle it: when it is lost on its way, the client's own second try finds the first one's write. The token does.
  await writeManifest(means.store, means.location, { ...manifest, lock: { token, at: means.clock.now() } }, before);
  const lock = heldLock(means, token);
  await lock.keep();
  return lock;
}

export function overtaken(): DeployRefused {
  return new DeployRefused([deployProblem('MR7011', 'Another deploy or destroy of this pipeline began in the meantime; this one has stopped.', '')]);
}

function refuseIfHeld({ clock, lockMs = 0 }: LockMeans, lock: Manifest['lock']): void {
  if (lock === null || lock.ended === true || clock.now() - lock.at >= lockMs) return;
  const heard = Math.max(0, Math.round((clock.now() - lock.at) / 1000));
  const until = new Date(lock.at + lockMs).toISOString().slice(11, 19);
  throw new DeployRefused([deployProblem('MR7016', `Another deploy or destroy of this pipeline is under way; it was last heard of ${heard} s ago. If it was killed, run this again after ${until} UTC.`, '')]);
}

function heldLock(means: LockMeans, token: string): HeldLock {
  const { store, location, clock, lockMs = 0 } = means;
  const own = async (): Promise<StoredManifest> => {
    const stored = await readManifest(store, location);
    if (stored?.manifest.lock?.token !== token) throw overtaken();
    return stored;
  };
  const say = async (stored: StoredManifest, lock: Manifest['lock']): Promise<void> => void (await writeManifest(store, location, { ...stored.manifest, lock }, stored));
  return {
    keep: async () => {
      const stored = await own();
      if (lockMs === 0 || clock.now() - (stored.manifest.lock?.at ?? 0) < lockMs / BEATS) return stored;
      await say(stored, { token, at: clock.now() });
      return await own();
    },
    letGo: async () => {
      if (lockMs === 0) return;
      const stored = await own();
      await say(stored, { token, at: clock.now(), ended: true });
    },
  };
}

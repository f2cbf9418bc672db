import { stableJson } from '@millrace/core';
import { DeployRefused } from '../catalogue.ts';
import { readManifest, writeManifest, type StoredManifest } from '../manifest.ts';
import type { Manifest } from '../types.ts';
import { overtaken, takeLock, type LockMeans } from './lock.ts';
import { patiently } from './retry.ts';
import { patientMeans } from './session.ts';

/**
 * Does something to what is deployed that no deploy does, holding the lock of deploys, and as patiently; the work may be repeated. The manifest
 * stays as it is; only the lock of a command that broke off goes, unless that has left something for the next deploy to look at. Throws `DeployRefused`:
 * MR7016 while another command holds the lock, MR7011 when it was taken in between.
 */
export async function whileLocked<T>(given: LockMeans, stored: StoredManifest, work: () => Promise<T>): Promise<T> {
  const means = patientMeans(given);
  const lock = await takeLock(means, stored.manifest, stored);
  try {
    const result = await patiently(work, { clock: means.clock, random: means.random, onWait: () => undefined, beforeAgain: async () => void (await lock.keep()) });
    const kept = await lock.keep();
    await giveBack(means, { ...kept.manifest, lock: stored.manifest.pending.length === 0 ? null : stored.manifest.lock }, kept);
    return result;
  } catch (cause) {
    // What went wrong is what is told; a lock that stays is taken over in time.
    if (!(cause instanceof DeployRefused)) await lock.letGo().catch(() => undefined);
    throw cause;
  }
}

/** When the answer is lost on its way, the client's own second try is refused for the first one's write: what is there settles it. */
async function giveBack({ store, location }: LockMeans, wanted: Manifest, kept: StoredManifest): Promise<void> {
  if (await writeManifest(store, location, wanted, kept)) return;
  const now = await readManifest(store, location);
  if (now === null || stableJson(now.manifest) !== stableJson(wanted)) throw overtaken();
}

import { parsePipeline, type Json, type Versions } from '@millrace/core';
import { readManifest, readRecord, whileLocked, type ObjectStore } from '@millrace/deploy';
import { connectWith, sfnTarget, type SfnPort } from '@millrace/sfn';
import { physical } from '@millrace/workload';
import { differences, observeAccount, openAccount, site, type Account } from './account.ts';
import { Command, Crash, type Version } from './command.ts';
import { first } from './pipelines.ts';
import { refusalOf } from './refusals.ts';

/** What befalls a call of a rollback. Credentials stay expired. */
export const mishaps = ['crash', 'lost answer', 'throttled', 'expired'] as const;
export type RollbackMishap = (typeof mishaps)[number];
type Strike = { readonly at: number; readonly what: RollbackMishap } | null;

export interface RollbackInjections {
  /** Calls of a rollback to which nothing happens. */
  readonly calls: number;
  readonly injected: number;
  /** A line for each thing that was not as it should be. */
  readonly faults: readonly string[];
}

/** What is gone back to, and what was deployed after it: the same jobs in another order. */
const old = first(sfnTarget);
const young: Version = { ...old, pipeline: { ...old.pipeline, steps: old.pipeline.steps.map((step) => (step.name === 'share' ? { ...step, after: [] } : step)) } };
const { manifestKey } = physical(site, old.pipeline);
const location = { bucket: site.scripts, key: manifestKey };
/** A command that was not heard of for so long is taken for dead. */
const LOCK_MS = 180_000;

/** An account in which a rollback from version 2 to version 1 is to be made. */
async function opened(): Promise<Account> {
  const account = openAccount();
  for (const version of [old, young]) await new Command(account).deploy(version);
  return account;
}

/** The calls that `millrace rollback --to 1` makes, in its order. Answers how many. */
async function rollback(account: Account, strike: Strike, pause: () => Promise<void> = async () => undefined): Promise<number> {
  let [calls, dead] = [0, false];
  const through = async <T>(service: string, operation: string, work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Crash();
    const mine = (calls += 1);
    await pause();
    const what = strike !== null && (strike.at === mine || (strike.what === 'expired' && mine > strike.at)) ? strike.what : null;
    if (what === 'throttled' || what === 'expired') throw Object.assign(new Error(`${what}, by the test`), { name: refusalOf(what, service, operation) });
    const answer = await work();
    if (what === 'crash') {
      dead = true;
      throw new Crash();
    }
    return what === 'lost answer' ? await work() : answer;
  };
  await goBack(account, versionsThrough(account, through), storeThrough(account, through));
  return calls;
}

type Through = <T>(service: string, operation: string, work: () => Promise<T>) => Promise<T>;

async function goBack(account: Account, versions: Versions, store: ObjectStore): Promise<void> {
  const stored = await readManifest(store, location);
  if (stored === null) throw new Error('Something is deployed.');
  if ((await versions.list()).some(({ version, live }) => version === 1 && live)) return;
  const revision = await versions.revision(1);
  if (revision === null || parsePipeline(await readRecord(store, location, revision)).pipeline === null) throw new Error('The pipeline of version 1 is kept no more.');
  await versions.role(1);
  await whileLocked({ store, location, clock: account.clock, random: () => 0.5, lockMs: LOCK_MS }, stored, () => versions.use(1));
}

function versionsThrough(account: Account, through: Through): Versions {
  const states = (operation: string, input: Json): Promise<Json> => through('sfn', operation, () => account.host.call('sfn', operation, input));
  // In process the same names and shapes travel as on the wire; the port types the part of them that it uses.
  const versions = connectWith({ states } as unknown as SfnPort, storeThrough(account, through)).versions?.({ pipeline: old.pipeline, site });
  if (versions === undefined) throw new Error('State machines have versions.');
  return versions;
}

function storeThrough({ blobs }: Account, through: Through): ObjectStore {
  const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  return {
    get: (bucket, key) => through('s3', 'GetObject', async () => {
      const bytes = blobs.get(bucket, key);
      return bytes === null ? null : { text: decode(bytes), etag: blobs.head(bucket, key)?.etag ?? '' };
    }),
    put: (bucket, key, body, condition = {}) => through('s3', 'PutObject', async () => blobs.put(bucket, key, Buffer.from(body), condition)),
    remove: (bucket, key) => through('s3', 'DeleteObject', async () => blobs.remove(bucket, key)),
    list: (bucket, prefix) => through('s3', 'ListObjectsV2', async () => blobs.list(bucket, prefix).map(({ key }) => key)),
  };
}

/** With which version runs start. */
async function liveIn(account: Account): Promise<number | null> {
  const plain: Through = (_service, _operation, work) => work();
  return await versionsThrough(account, plain).live();
}

/** Lets the mishap befall every `step`th call of a rollback, each in an account of its own, and then gives the command again, and a deploy. */
export async function strikeRollback(what: RollbackMishap, step = 1): Promise<RollbackInjections> {
  const whole = await opened();
  const calls = await rollback(whole, null);
  const [gone, forward] = [await observeAccount(whole), await observeAccount(await deployed(whole))];
  const faults: string[] = [];
  let injected = 0;
  for (let at = 1 + ((calls - 1) % step); at <= calls; at += step) {
    injected += 1;
    const account = await opened();
    const said = await saying(() => rollback(account, { at, what }));
    const fault = (text: string): void => void faults.push(`${what} at call ${at}: ${text}`);
    if ((what === 'crash' || what === 'expired') && said === null) fault('the command took no notice');
    if (what === 'lost answer' && said !== null) fault(`the command gave up: ${said}`);
    const live = await liveIn(account);
    if (live !== 1 && live !== 2) fault(`runs start with version ${String(live)}`);
    await account.clock.sleep(LOCK_MS + 1000);
    const again = await saying(() => rollback(account, null));
    if (again !== null) fault(`the next command failed: ${again}`);
    // A command that died may leave its lock in the manifest: it is no difference of what runs.
    for (const line of differences(withoutManifest(gone), withoutManifest(await observeAccount(account)))) fault(line);
    for (const line of differences(forward, await observeAccount(await deployed(account)))) fault(`after a deploy, ${line}`);
  }
  return { calls, injected, faults };
}

/** A deploy goes forward again. */
async function deployed(account: Account): Promise<Account> {
  await account.clock.sleep(LOCK_MS + 1000);
  await new Command(account).deploy(young);
  return account;
}

/** A rollback and a deploy at once, the deploy `ahead` calls before it: one of them may be refused, and the next deploy sets all right. */
export async function rollbackBesideDeploy(ahead: number): Promise<readonly string[]> {
  const account = await opened();
  const turns = turnTaking(ahead);
  const [back, deploy] = await Promise.all([
    saying(async () => await rollback(account, null, turns.second).finally(turns.ended)),
    saying(async () => await new Command(account, null, { pause: turns.first }).deploy(old).finally(turns.ended)),
  ]);
  const faults = [back, deploy].filter((said) => said !== null && !/is under way|in the meantime|since this plan was made/.test(said)).map((said) => `said: ${String(said)}`);
  if (back !== null && deploy !== null) faults.push('neither came through');
  const live = await liveIn(account);
  if (live !== 1 && live !== 2 && live !== 3) faults.push(`runs start with version ${String(live)}`);
  const undisturbed = await opened();
  await rollback(undisturbed, null);
  return [...faults, ...differences(await observeAccount(await deployed(undisturbed)), await observeAccount(await deployed(account)))];
}

/** Two commands by turns, once the first has made so many calls; when one has ended the other goes on alone. */
function turnTaking(ahead: number): { readonly first: () => Promise<void>; readonly second: () => Promise<void>; readonly ended: () => void } {
  let [made, alone] = [0, false];
  const waiting: (() => void)[] = [];
  const wake = (): void => waiting.splice(0).forEach((go) => go());
  const park = (): Promise<void> => new Promise((go) => (alone ? go() : waiting.push(go)));
  return {
    first: async () => {
      made += 1;
      if (made <= ahead || alone) return;
      wake();
      await park();
    },
    second: async () => {
      if (alone) return;
      if (made > ahead) wake();
      await park();
    },
    ended: () => {
      alone = true;
      wake();
    },
  };
}

function withoutManifest(state: Awaited<ReturnType<typeof observeAccount>>): typeof state {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !name.endsWith(manifestKey)));
}

async function saying(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

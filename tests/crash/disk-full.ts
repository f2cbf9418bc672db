import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@millrace/core';
import { glueTarget } from '@millrace/glue';
import { folderBlobs, nodeDisk, PersistenceError, sqlitePersistence, type Disk, type Persistence } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { physical } from '@millrace/workload';
import { differences, observeAccount, openAccount, site, type Account } from './account.ts';
import { Command, type Version } from './command.ts';
import { edited, first } from './pipelines.ts';

export type Kind = 'first deploy' | 'update' | 'destroy';

export interface Fillings {
  /** Writes to the disk of the command when there is space. */
  readonly writes: number;
  readonly injected: number;
  readonly faults: readonly string[];
}

/** One disk under objects and state: from a given write on nothing fits any more, until space is made. */
class SmallDisk {
  writes = 0;
  fullFrom: number | null = null;

  #write(onFull: () => never, work: () => void): void {
    this.writes += 1;
    if (this.fullFrom !== null && this.writes >= this.fullFrom) onFull();
    work();
  }

  #noSpace(): never {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  }

  files(): Disk {
    const full = (): never => this.#noSpace();
    return {
      ...nodeDisk,
      // What fits is written, as a real disk does.
      write: (path, body) => this.#write(() => {
        nodeDisk.write(path, body.subarray(0, body.byteLength >> 1));
        return full();
      }, () => nodeDisk.write(path, body)),
      rename: (from, to) => this.#write(full, () => nodeDisk.rename(from, to)),
      makeFolder: (path) => this.#write(full, () => nodeDisk.makeFolder(path)),
    };
  }

  /** SQLite itself, whose commit fails as it does when its file cannot grow. */
  state(file: string): Persistence {
    const inner = sqlitePersistence(file);
    const full = (): never => {
      throw new PersistenceError(`The embedded AWS could not write ${file}: database or disk is full. Check that the folder is writable and the disk has space.`);
    };
    return { ...inner, commit: (changes) => this.#write(full, () => inner.commit(changes)) };
  }
}

const targets = { glue: glueTarget, sfn: sfnTarget };

/** Fills the disk at every `step`th write of a command, each time in a folder of its own; then makes space and runs the command again. */
export async function fullAtWrites(kind: Kind, target: 'glue' | 'sfn', step = 1, from = 1): Promise<Fillings> {
  const [old, next] = [first(targets[target]), edited(targets[target])];
  const before = kind === 'first deploy' ? [] : [old];
  const work = (command: Command): Promise<void> => (kind === 'destroy' ? command.destroy(old) : command.deploy(kind === 'update' ? next : old));
  const goal = await inFolder(before, async (account) => {
    await work(new Command(account));
    return await observeAccount(account);
  });
  const writes = await inFolder(before, async (account, disk) => {
    const until = disk.writes;
    await work(new Command(account));
    return disk.writes - until;
  });
  const faults: string[] = [];
  let injected = 0;
  for (let n = from; n <= writes; n += step) {
    injected += 1;
    const found = await inFolder(before, (account, disk, reopen) => fullAt(n, account, disk, reopen, work, goal, [old, next]));
    faults.push(...found.map((fault) => `${kind} on ${target}, disk full at write ${n}: ${fault}`));
  }
  return { writes, injected, faults };
}

async function fullAt(n: number, account: Account, disk: SmallDisk, reopen: () => Promise<Account>, work: (command: Command) => Promise<void>, goal: Awaited<ReturnType<typeof observeAccount>>, versions: readonly Version[]): Promise<readonly string[]> {
  disk.fullFrom = disk.writes + n;
  const said = await work(new Command(account)).then(() => null, (error: unknown) => (error instanceof Error ? error.message : String(error)));
  disk.fullFrom = null;
  if (said === null) return ['the command took no notice'];
  const faults = sentence.test(said) ? [] : [`it said '${said}'`];
  faults.push(...broken(account, versions));
  // Space is made while the embedded AWS runs on, or before it is started again.
  const later = n % 2 === 0 ? account : await reopen();
  faults.push(...broken(later, versions));
  try {
    await work(new Command(later));
  } catch (error) {
    return [...faults, `the next command failed: ${String(error)}`];
  }
  return [...faults, ...differences(goal, await observeAccount(later))];
}

const sentence = /The embedded AWS could not .+(no space is left on the disk; free some and try again|Check that the folder is writable and the disk has space)\./;

/** Objects that are there and not whole: scripts by the hash in their key, JSON by its syntax. */
function broken({ blobs }: Account, versions: readonly Version[]): readonly string[] {
  const texts = new Set(versions.flatMap(({ pipeline, sources, target }) =>
    target.compile(pipeline, site, sources).resources.flatMap(({ name, body }) => (body === null ? [] : [`${name} ${sha256(body)}`]))));
  const manifest = versions.map(({ pipeline }) => physical(site, pipeline).manifestKey);
  return blobs.list(site.scripts, '').flatMap(({ key }) => {
    const text = Buffer.from(blobs.get(site.scripts, key) ?? []).toString('utf8');
    const whole = manifest.includes(key) ? isJson(text) : texts.has(`${site.scripts}/${key} ${sha256(text)}`);
    return whole ? [] : [`the object ${key} is half-written`];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function inFolder<T>(before: readonly Version[], use: (account: Account, disk: SmallDisk, reopen: () => Promise<Account>) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-full-'));
  const disk = new SmallDisk();
  const open = (): Account => openAccount({ blobs: folderBlobs(join(dir, 's3'), disk.files()), persistence: disk.state(join(dir, 'state.db')) });
  let account = open();
  try {
    for (const version of before) await new Command(account).deploy(version);
    return await use(account, disk, async () => {
      await account.host.close();
      account = open();
      return account;
    });
  } finally {
    await account.host.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

import { describe, expect, it } from 'vitest';
import { readManifest, whileLocked } from '../index.ts';
import { deploy, LOCATION, named, resource, world, type World } from '../test/world.ts';

const means = (w: World): Parameters<typeof whileLocked>[0] => ({ store: w.store, location: LOCATION, clock: w.clock, random: () => 0.5, lockMs: 180_000 });

async function deployed() {
  const w = world();
  await deploy(w, [resource('a')]);
  const stored = await readManifest(w.store, LOCATION);
  if (stored === null) throw new Error('it was deployed');
  return { w, stored };
}

describe('work that is done under the lock of deploys', () => {
  it('keeps others out meanwhile, and leaves the manifest as it was', async () => {
    const { w, stored } = await deployed();
    const told = await whileLocked(means(w), stored, async () => {
      const now = await readManifest(w.store, LOCATION);
      if (now === null) throw new Error('it is there');
      return await whileLocked(means(w), now, async () => 'both at once').catch((error: { readonly problems?: readonly { readonly code: string }[] }) => error.problems?.[0]?.code);
    });
    expect(told).toBe('MR7016');
    expect((await readManifest(w.store, LOCATION))?.manifest).toEqual(stored.manifest);
  });

  it('is tried again where a service asks to wait', async () => {
    const { w, stored } = await deployed();
    let refusals = 3;
    expect(await whileLocked(means(w), stored, async () => {
      if ((refusals -= 1) > 0) throw named('ThrottlingException');
      return 'done';
    })).toBe('done');
    expect(w.clock.slept()).toBeGreaterThan(0);
  });

  it('that fails lets the next command in at once', async () => {
    const { w, stored } = await deployed();
    await expect(whileLocked(means(w), stored, async () => await Promise.reject(new Error('no such version')))).rejects.toThrow('no such version');
    const after = await readManifest(w.store, LOCATION);
    if (after === null) throw new Error('it is there');
    expect(await whileLocked(means(w), after, async () => 'done')).toBe('done');
  });

  it('has come through where only the answer to its last write is lost', async () => {
    const { w, stored } = await deployed();
    let puts = 0;
    const put: World['store']['put'] = async (...given) => {
      const answer = await w.store.put(...given);
      // The client sends it again, and the first one's write stands in its way.
      return (puts += 1) === 2 ? await w.store.put(...given) : answer;
    };
    expect(await whileLocked({ ...means(w), store: { ...w.store, get: w.store.get.bind(w.store), put } }, stored, async () => 'done')).toBe('done');
    expect((await readManifest(w.store, LOCATION))?.manifest).toEqual(stored.manifest);
  });
});

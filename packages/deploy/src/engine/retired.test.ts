import { describe, expect, it } from 'vitest';
import { readManifest, readRecord, recordKey } from '../index.ts';
import { deploy, LOCATION, plan, resource, tearDown, world, type World } from '../test/world.ts';

const DAY = 24 * 3_600_000;
const script = (version: string): ReturnType<typeof resource> => resource('script', { type: 'Millrace::S3Object', name: `scripts/${version}.py`, sha256: version, body: version });
const pipeline = (version: string): ReturnType<typeof resource>[] => [resource('job', { props: { Script: version }, after: ['script'] }), script(version)];
const scripts = (w: World): readonly string[] => [...w.live.keys()].filter((key) => key.startsWith('Millrace::S3Object')).map((key) => key.slice('Millrace::S3Object scripts/'.length));
const idle = (w: World): World & { liveRuns: () => Promise<readonly string[]> } => ({ ...w, liveRuns: async () => [] });

async function twice(): Promise<World> {
  const w = world();
  await deploy(idle(w), pipeline('one'));
  await deploy(idle(w), pipeline('two'));
  return w;
}

describe('an object that a deploy replaces', () => {
  it('stays, since a run that is under way may read it yet, and the manifest names it', async () => {
    const w = await twice();
    expect(scripts(w)).toEqual(['one.py', 'two.py']);
    expect((await readManifest(w.store, LOCATION))?.manifest.retired).toEqual([{ name: 'scripts/one.py', since: 0 }]);
  });

  it('is no reason for a deploy, however old it is', async () => {
    const w = await twice();
    await w.clock.sleep(2 * DAY);
    w.writes.length = 0;
    expect((await plan(idle(w), pipeline('two'))).changes.changes).toEqual([]);
    await deploy(idle(w), pipeline('two'));
    expect(w.writes).toEqual([]);
  });

  it('goes with the next change once it is a day old and no run is under way', async () => {
    const w = await twice();
    await w.clock.sleep(DAY);
    await deploy(idle(w), pipeline('three'));
    expect(scripts(w)).toEqual(['two.py', 'three.py']);
    expect((await readManifest(w.store, LOCATION))?.manifest.retired).toEqual([{ name: 'scripts/two.py', since: DAY }]);
  });

  it.each([
    ['a run is under way', async () => ['r1']],
    ['it cannot be known whether one is', async () => null],
  ])('stays while %s', async (_why, liveRuns) => {
    const w = await twice();
    await w.clock.sleep(2 * DAY);
    await deploy({ ...w, liveRuns } as World, pipeline('three')); // the test's world hands on what else it is given
    expect(scripts(w)).toEqual(['one.py', 'two.py', 'three.py']);
  });

  it('is wanted again when the change is taken back', async () => {
    const w = await twice();
    await deploy(idle(w), pipeline('one'));
    expect((await readManifest(w.store, LOCATION))?.manifest.retired).toEqual([{ name: 'scripts/two.py', since: 0 }]);
    await w.clock.sleep(2 * DAY);
    await deploy(idle(w), pipeline('four'));
    expect(scripts(w)).toEqual(['one.py', 'four.py']);
  });

  it('goes with a destroy, as everything does', async () => {
    const w = await twice();
    await tearDown(w);
    expect(w.live.size).toBe(0);
  });

  it('that went by other hands is forgotten', async () => {
    const w = await twice();
    w.live.delete('Millrace::S3Object scripts/one.py');
    await w.clock.sleep(2 * DAY);
    await deploy(idle(w), pipeline('three'));
    expect((await readManifest(w.store, LOCATION))?.manifest.retired.map(({ name }) => name)).toEqual(['scripts/two.py']);
  });
});

it('pipelines of earlier versions stay, the newest twenty of them, however old they are', async () => {
  const w = idle(world());
  const revision = (n: number): string => String(n).padStart(16, '0');
  for (let n = 1; n <= 25; n += 1) {
    await deploy(w, [resource('job', { props: { Revision: n } }), resource('pipeline', { type: 'Millrace::S3Object', name: `scripts/${recordKey('dev-orders/', revision(n))}`, sha256: revision(n), body: '{}' })]);
    await w.clock.sleep(2 * DAY);
  }
  const kept = [...w.live.keys()].filter((key) => key.startsWith('Millrace::S3Object'));
  // The last deploy has retired one more than the twenty that the ones before it had left.
  expect(kept.map((key) => Number(key.slice(-21, -5)))).toEqual(Array.from({ length: 22 }, (_, index) => index + 4));
});

it('the pipeline of a revision is read from beside the manifest; one that is gone or broken is none', async () => {
  const w = world();
  const revision = '00112233aabbccdd';
  expect(await readRecord(w.store, LOCATION, revision)).toBeNull();
  await w.store.put(LOCATION.bucket, `dev-orders/versions/${revision}.json`, '{"name":"orders"}');
  expect(await readRecord(w.store, LOCATION, revision)).toEqual({ name: 'orders' });
  await w.store.put(LOCATION.bucket, `dev-orders/versions/${revision}.json`, '{"name":');
  expect(await readRecord(w.store, LOCATION, revision)).toBeNull();
});

it('a manifest of a version that kept none is read', async () => {
  const w = await twice();
  const stored = await w.store.get(LOCATION.bucket, LOCATION.key);
  await w.store.put(LOCATION.bucket, LOCATION.key, (stored?.text ?? '').replace(/"retired": \[[^\]]*\],/, ''));
  expect((await w.store.get(LOCATION.bucket, LOCATION.key))?.text).not.toContain('retired');
  expect((await readManifest(w.store, LOCATION))?.manifest.retired).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { apply, planDeploy, readManifest, type ApplyResult } from '../index.ts';
import { LOCATION, named, resource, wanted, world, type World } from '../test/world.ts';

const LOCK_MS = 180_000;
const OWNER = 'dev/orders';
const [winners, losers] = [[resource('a', { props: { Timeout: 1 } }), resource('b')], [resource('a', { props: { Timeout: 2 } }), resource('c')]];
let tokens = 0;

async function deploy(w: World, resources: typeof winners, onStep?: () => void): Promise<ApplyResult> {
  const desired = wanted(resources);
  const about = { ...w, location: LOCATION, lockMs: LOCK_MS, random: () => ((tokens += 1) % 97) / 97, ...(onStep === undefined ? {} : { onStep }) };
  const { changes } = await planDeploy({ ...about, owner: OWNER, desired });
  return await apply({ ...about, changes, desired, deployment: { owner: OWNER, target: 'glue', pipeline: {} } });
}
/** The same world, whose jobs are put as told. */
function slow(w: World, before: () => Promise<void>): World {
  const jobs = w.providers.get('AWS::Glue::Job');
  if (jobs === undefined) throw new Error('the world has jobs');
  return { ...w, providers: new Map([...w.providers, [jobs.type, { ...jobs, put: async (...given: Parameters<typeof jobs.put>) => {
    await before();
    await jobs.put(...given);
  } }]]) };
}
const code = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'well', (error: { readonly problems?: readonly { readonly code: string }[] }) => error.problems?.[0]?.code ?? error);

describe('of two deploys at once', () => {
  it('the second is refused while the first is heard of, and changes nothing', async () => {
    const w = world();
    const told: unknown[] = [];
    const one = slow(w, async () => {
      const before = JSON.stringify([...w.live]);
      told.push(await code(deploy(w, losers)));
      expect(JSON.stringify([...w.live])).toBe(before);
    });
    expect((await deploy(one, winners)).applied).toBe(2);
    expect(told).toEqual(['MR7016', 'MR7016']);
    expect([...w.live.keys()]).toEqual(['AWS::Glue::Job dev-orders-a', 'AWS::Glue::Job dev-orders-b']);
  });

  it('one that waits makes itself heard, so that it is not taken for dead', async () => {
    const w = world();
    const told: unknown[] = [];
    let throttled = 12;
    const waiting = slow(w, async () => {
      told.push(await code(deploy(w, losers)));
      if (throttled-- > 0) throw named('CrawlerRunningException');
    });
    expect((await deploy(waiting, winners)).applied).toBe(2);
    expect(w.clock.slept()).toBeGreaterThan(LOCK_MS - 15_000);
    expect(new Set(told)).toEqual(new Set(['MR7016']));
  });

  it('one that was taken for dead and comes back gives way, in the middle of its waiting too, and changes nothing more', async () => {
    const w = world();
    let asleep = true;
    const paused = slow(w, async () => {
      if (!asleep) return;
      asleep = false;
      await w.clock.sleep(LOCK_MS);
      expect((await deploy(w, losers)).applied).toBe(2);
      throw named('ThrottlingException');
    });
    expect(await code(deploy(paused, winners))).toBe('MR7011');
    expect(w.live.get('AWS::Glue::Job dev-orders-a')?.props['Timeout']).toBe(2);
    expect([...w.live.keys()]).toEqual(['AWS::Glue::Job dev-orders-a', 'AWS::Glue::Job dev-orders-c']);
    expect((await readManifest(w.store, LOCATION))?.manifest.lock).toBeNull();
  });

  it('one that failed lets go: the next need not wait', async () => {
    const w = world();
    const broken = slow(w, () => Promise.reject(named('AccessDeniedException')));
    await expect(deploy(broken, winners)).rejects.toThrow('AccessDeniedException');
    expect((await deploy(w, losers)).applied).toBe(2);
  });
});

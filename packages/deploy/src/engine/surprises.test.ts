import { describe, expect, it } from 'vitest';
import { DeployFailed, DeployRefused, planText, readManifest, readPlan, type Provider } from '../index.ts';
import { applyPlan, deploy, LOCATION, named, plan, resource, tearDown, wanted, world, type World } from '../test/world.ts';

const job = resource('job', { props: { Role: { ref: 'role', attr: 'arn' } } });
const role = resource('role', { type: 'AWS::IAM::Role', name: 'dev-orders-job' });
const other = resource('other');

/** The same world, where a provider behaves as told. */
function with_(w: World, type: Provider['type'], over: (usual: Provider) => Partial<Provider>): World {
  const usual = w.providers.get(type);
  if (usual === undefined) throw new Error(`the world has no ${type}`);
  return { ...w, providers: new Map([...w.providers, [type, { ...usual, ...over(usual) }]]) };
}
/** Fails the first `times` calls. */
function failing<A extends readonly unknown[], T>(times: number, error: Error, work: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
  let left = times;
  return (...given) => (left-- > 0 ? Promise.reject(error) : work(...given));
}
const said = (name: string, message: string): Error => Object.assign(new Error(message), { name });

describe('a deploy waits', () => {
  it('until a role that it has just made is known to the service, and makes the role first', async () => {
    const w = world();
    const slow = with_(w, 'AWS::Glue::Job', (usual) => ({ put: failing(3, said('InvalidInputException', 'Service is unable to assume role arn:…'), (...given: Parameters<Provider['put']>) => usual.put(...given)) }));
    await deploy(slow, [job, role]);
    expect(w.writes.filter((write) => write.startsWith('put'))).toEqual(['put dev-orders-job', 'put dev-orders-job']);
    expect(w.live.get('AWS::Glue::Job dev-orders-job')?.props['Role']).toBe('arn:aws:iam::123456789012:role/dev-orders-job');
  });

  it('but not for a role that somebody else brought', async () => {
    const refusing = with_(world(), 'AWS::Glue::Job', () => ({ put: () => Promise.reject(said('InvalidInputException', 'Service is unable to assume role arn:…')) }));
    await expect(deploy(refusing, [other])).rejects.toThrow('unable to assume role');
  });

  it('while services throttle reads and writes, the manifest too', async () => {
    const w = world();
    const busy = with_(w, 'AWS::Glue::Job', (usual) => ({ read: failing(2, named('ThrottlingException'), (...given: Parameters<Provider['read']>) => usual.read(...given)), put: failing(2, named('ConcurrentModificationException'), (...given: Parameters<Provider['put']>) => usual.put(...given)) }));
    const store = { ...w.store, get: failing(2, named('SlowDown'), (bucket: string, key: string) => w.store.get(bucket, key)) };
    expect(await deploy({ ...busy, store }, [other])).toMatchObject({ applied: 1 });
  });
});

it('what lasts and was made by half when a deploy ended is made to its end by the next one', async () => {
  const w = world();
  const database = resource('sales', { type: 'AWS::Glue::Database', name: 'sales' });
  const halves: string[] = [];
  const twoCalls = (second: () => void) => with_(w, 'AWS::Glue::Database', (usual) => ({ put: async (wants, before) => {
    await usual.put(wants, before);
    second();
    halves.push(wants.name);
  } }));
  await expect(deploy(twoCalls(() => { throw new Error('killed'); }), [database])).rejects.toThrow('killed');
  expect([w.live.has('AWS::Glue::Database sales'), halves]).toEqual([true, []]);
  await deploy(twoCalls(() => undefined), [database]);
  expect(halves).toEqual(['sales']);
  expect(await deploy(w, [database])).toMatchObject({ applied: 0 });
});

describe('what disappears in the middle', () => {
  it('is made anew', async () => {
    const w = world();
    await deploy(w, [other]);
    const racing = with_(w, 'AWS::Glue::Job', (usual) => ({ put: async (wants, before) => {
      if (before !== null && w.live.delete(`AWS::Glue::Job ${wants.name}`)) throw named('EntityNotFoundException');
      await usual.put(wants, before);
    } }));
    await deploy(racing, [resource('other', { props: { Timeout: 5 } })]);
    expect(w.live.get('AWS::Glue::Job dev-orders-other')?.props).toMatchObject({ Timeout: 5 });
  });

  it('between two calls of one look is gone', async () => {
    const w = world();
    const racing = with_(w, 'AWS::Glue::Job', (usual) => ({ read: failing(1, named('EntityNotFoundException'), (...given: Parameters<Provider['read']>) => usual.read(...given)) }));
    expect((await plan(racing, [other])).changes.changes).toMatchObject([{ action: 'create' }]);
  });
});

describe('credentials that expire', () => {
  it('end the deploy with what is done and what is left; the next one goes on', async () => {
    const w = world();
    const expired = with_(w, 'AWS::Glue::Job', () => ({ put: () => Promise.reject(said('ExpiredTokenException', 'The security token included in the request is expired')) }));
    const error = await deploy(expired, [job, role, other]).catch((thrown: unknown) => thrown);
    if (!(error instanceof DeployFailed)) throw new Error('it was to fail');
    expect([error.code, error.done.length, error.left.length]).toEqual(['MR7014', 1, 2]);
    expect(error.message).toContain('1 of 3 changes are made (create dev-orders-job), left are: create dev-orders-job, create dev-orders-other.');
    expect(await deploy(w, [job, role, other])).toMatchObject({ applied: 2 });
  });

  it('at the last write leave the record open, which the next one closes', async () => {
    const w = world();
    let puts = 0;
    const store: World['store'] = { ...w.store, put: (...given) => ((puts += 1) === 2 ? Promise.reject(named('ExpiredToken')) : w.store.put(...given)) };
    await expect(deploy({ ...w, store }, [other])).rejects.toThrow('1 of 1 changes are made (create dev-orders-other), left is the record of them.');
    expect(await deploy(w, [other])).toMatchObject({ applied: 0 });
    expect((await readManifest(w.store, LOCATION))?.manifest.lock).toBeNull();
  });
});

describe('databases and buckets', () => {
  const database = resource('database.sales', { type: 'AWS::Glue::Database', name: 'sales', props: { DatabaseInput: { Name: 'sales' } } });

  it('are made when they are missing, left as they are otherwise, and stay after a destroy', async () => {
    const w = world();
    await deploy(w, [database, other]);
    expect(w.live.has('AWS::Glue::Database sales')).toBe(true);
    w.live.set('AWS::Glue::Database sales', { props: { Description: 'by hand' }, owner: null, sha256: null });
    expect(await plan(w, [database, other])).toMatchObject({ problems: [], leftAlone: [], changes: { changes: [] } });
    expect(await tearDown(w)).toMatchObject({ removed: 1, leftAlone: [] });
    expect([...w.live.keys()]).toEqual(['AWS::Glue::Database sales']);
  });
});

describe('many are looked at with few calls', () => {
  it('where the provider can; what is to be changed or is not recorded is read in full', async () => {
    const w = world();
    await deploy(w, [role, other, job]);
    const read: string[] = [];
    const batch = with_(w, 'AWS::Glue::Job', (usual) => ({
      read: (name) => {
        read.push(name);
        return usual.read(name);
      },
      compareAll: async (wants) => new Map(wants.map(({ name }) => [name, name.endsWith('new') ? 'absent' : 'same'])),
    }));
    expect((await plan(batch, [role, other, job])).changes.changes).toEqual([]);
    expect(read).toEqual([]);
    const changed = [role, resource('other', { props: { Timeout: 5 } }), job, resource('new')];
    expect((await plan(batch, changed)).changes.changes.map(({ action }) => action)).toEqual(['update', 'create']);
    expect(read).toEqual(['dev-orders-other']);
  });
});

describe('a saved plan', () => {
  const about = { owner: 'dev/orders', environment: 'prod', target: 'glue', desired: wanted([other]) };

  it('is applied as it was seen', async () => {
    const w = world();
    const text = planText((await plan(w, [other])).changes, about);
    expect(await applyPlan(w, [other], readPlan(text, about))).toMatchObject({ applied: 1 });
  });

  it('is refused when what is live, what is wanted, or where it goes has changed', async () => {
    const w = world();
    const text = planText((await plan(w, [other])).changes, about);
    await deploy(w, [role]);
    await expect(applyPlan(w, [other], readPlan(text, about))).rejects.toThrow(DeployRefused);
    expect(() => readPlan(text, { ...about, desired: wanted([resource('other', { props: { Timeout: 5 } })]) })).toThrow('have changed since');
    expect(() => readPlan(text, { ...about, environment: 'dev' })).toThrow("in environment 'prod'");
    expect(() => readPlan('{}', about)).toThrow('no plan');
  });
});

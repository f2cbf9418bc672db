import { describe, expect, it } from 'vitest';
import { readManifest, type ObjectStore } from '../index.ts';
import { applyPlan, deploy, LOCATION, named, plan, planTearDown, resource, tearDown, wanted, world } from '../test/world.ts';

const script = resource('script', { type: 'Millrace::S3Object', name: 'scripts/clean.py', sha256: 'aa', body: 'print(1)' });
const job = resource('job', { props: { Timeout: 30, ScriptLocation: { ref: 'script', attr: 'uri' } }, after: ['script'] });
const workflow = resource('workflow', { type: 'AWS::Glue::Workflow', name: 'dev-orders' });
const trigger = resource('trigger', { type: 'AWS::Glue::Trigger', name: 'dev-orders--start', props: { Type: 'ON_DEMAND', WorkflowName: { ref: 'workflow', attr: 'name' } }, after: ['workflow', 'job'] });
const all = [trigger, workflow, job, script];

describe('a deploy', () => {
  it('creates what is needed first, whatever the order of the list, and resolves references', async () => {
    const w = world();
    await deploy(w, all);
    expect(w.writes).toEqual(['write', 'put dev-orders', 'put scripts/clean.py', 'put dev-orders-job', 'put dev-orders--start', 'write']);
    expect(w.live.get('AWS::Glue::Job dev-orders-job')?.props['ScriptLocation']).toBe('s3://scripts/clean.py');
    expect(w.live.get('AWS::Glue::Trigger dev-orders--start')?.props['WorkflowName']).toBe('dev-orders');
  });

  it('changes and writes nothing the second time', async () => {
    const w = world();
    await deploy(w, all);
    w.writes.length = 0;
    expect(await deploy(w, all)).toMatchObject({ applied: 0 });
    expect(w.writes).toEqual([]);
  });

  it('removes what is no longer wanted last, users before what they use', async () => {
    const w = world();
    await deploy(w, all);
    w.writes.length = 0;
    await deploy(w, [resource('other')]);
    expect(w.writes).toEqual(['write', 'put dev-orders-other', 'remove dev-orders--start', 'remove dev-orders', 'remove dev-orders-job', 'write']);
  });

  it('makes anew what cannot be changed in place, and waits until the old one is gone', async () => {
    const w = world({ asyncRemoval: true });
    await deploy(w, all);
    w.writes.length = 0;
    await deploy(w, [workflow, job, script, { ...trigger, props: { ...trigger.props, Type: 'SCHEDULED' } }]);
    expect(w.writes).toEqual(['write', 'remove dev-orders--start', 'put dev-orders--start', 'write']);
    expect(w.clock.slept()).toBeGreaterThan(0);
    expect(w.live.get('AWS::Glue::Trigger dev-orders--start')?.props['Type']).toBe('SCHEDULED');
  });

  it('waits and calls again when the service throttles or a crawler runs, and says so', async () => {
    const w = world();
    const provider = w.providers.get('AWS::Glue::Job');
    if (provider === undefined) throw new Error('the world has jobs');
    const refusals = [named('ThrottlingException'), named('CrawlerRunningException'), named('ConcurrentModificationException')];
    const moody = { ...provider, put: async (...args: Parameters<typeof provider.put>) => {
      const refusal = refusals.shift();
      if (refusal !== undefined) throw refusal;
      await provider.put(...args);
    } };
    const busy = { ...w, providers: new Map([...w.providers, [provider.type, moody]]) };
    const told: string[] = [];
    await applyPlan(busy, [resource('a')], (await plan(busy, [resource('a')])).changes, (step) => told.push(`${step.state} ${step.message ?? ''}`.trim()));
    expect(told).toEqual([
      'started',
      'waiting the service asks to wait (ThrottlingException)',
      'waiting the crawler is running: waiting until it is done',
      'waiting the service asks to wait (ConcurrentModificationException)',
      'done',
    ]);
  });
});

describe('a deploy refuses', () => {
  it('what exists and is not ours, all of it, before any side effect', async () => {
    const w = world();
    w.live.set('AWS::Glue::Job dev-orders-job', { props: {}, owner: null, sha256: null });
    w.live.set('AWS::Glue::Workflow dev-orders', { props: {}, owner: 'dev/other', sha256: null });
    const planned = await plan(w, all);
    expect(planned.problems.map((problem) => problem.code)).toEqual(['MR7010', 'MR7010']);
    await expect(applyPlan(w, all, planned.changes)).rejects.toMatchObject({ name: 'DeployRefused', problems: [{ code: 'MR7010' }, { code: 'MR7010' }] });
    expect(w.writes).toEqual([]);
  });

  it('a plan that is out of date', async () => {
    const w = world();
    const { changes } = await plan(w, all);
    await deploy(w, [job, script]);
    await expect(applyPlan(w, all, changes)).rejects.toMatchObject({ problems: [{ code: 'MR7012' }] });
  });

  it('a kept plan without changes once something live has changed: it is held against what is live, not against the record', async () => {
    const w = world();
    await deploy(w, all);
    const { changes } = await plan(w, all);
    expect(changes.changes).toEqual([]);
    expect(await applyPlan(w, all, changes)).toMatchObject({ applied: 0 });
    const key = 'AWS::Glue::Trigger dev-orders--start';
    const live = w.live.get(key);
    if (live === undefined) throw new Error('deployed above');
    w.live.set(key, { ...live, props: { ...live.props, State: 'DEACTIVATED' } });
    w.writes.length = 0;
    await expect(applyPlan(w, all, changes)).rejects.toMatchObject({ name: 'DeployRefused', problems: [{ code: 'MR7012' }] });
    expect(w.writes).toEqual([]);
  });

  it('to go on once another deploy has begun: of two at once one gives way', async () => {
    const w = world();
    const provider = w.providers.get('AWS::Glue::Workflow');
    if (provider === undefined) throw new Error('the world has workflows');
    const interrupted = { ...provider, put: async (...args: Parameters<typeof provider.put>) => {
      await provider.put(...args);
      await deploy(w, all);
    } };
    const slow = { ...w, providers: new Map([...w.providers, [provider.type, interrupted]]) };
    await expect(deploy(slow, all)).rejects.toThrow('Another deploy or destroy of this pipeline began in the meantime');
    expect((await plan(w, all)).changes.changes).toEqual([]);
  });

  it('to start when another one wrote the manifest since it was read', async () => {
    const w = world();
    const { changes } = await plan(w, all);
    const late = { ...w, store: { ...w.store, put: async (...args: Parameters<ObjectStore['put']>) => {
      await w.store.put(LOCATION.bucket, LOCATION.key, '{"someone":"else"}');
      return await w.store.put(...args);
    } } };
    await expect(applyPlan(late, all, changes)).rejects.toThrow();
    expect(w.live.size).toBe(0);
  });

  it('but not for a last write whose answer was lost, so that the client wrote it twice', async () => {
    const w = world();
    const twice = { ...w, store: { ...w.store, put: async (...args: Parameters<ObjectStore['put']>) => {
      await w.store.put(...args);
      return await w.store.put(...args);
    } } };
    expect((await deploy(twice, all)).applied).toBe(all.length);
    expect((await readManifest(w.store, LOCATION))?.manifest.lock).toBeNull();
  });

  it('nor for creations whose answers were lost, so that the client made each twice; what is not ours stays', async () => {
    const w = world();
    const twice = new Map([...w.providers].map(([type, provider]) => [type, { ...provider, put: async (...args: Parameters<typeof provider.put>) => {
      await provider.put(...args);
      await provider.put(...args);
    } }]));
    expect((await deploy({ ...w, providers: twice }, all)).applied).toBe(all.length);
    expect((await plan(w, all)).changes.changes).toEqual([]);

    const raced = world();
    const { changes } = await plan(raced, all);
    const key = 'AWS::Glue::Job dev-orders-job';
    const theirs = { props: { Owner: 'them' }, owner: null, sha256: null };
    await expect(applyPlan(raced, all, changes, ({ change, state }) => {
      if (change.id === 'job' && state === 'started') raced.live.set(key, theirs);
    })).rejects.toThrow('AlreadyExistsException');
    expect(raced.live.get(key)).toBe(theirs);
  });

  it('with a sentence that ends once, whichever way the service ends its own', async () => {
    const w = world();
    const provider = w.providers.get('AWS::Glue::Job');
    if (provider === undefined) throw new Error('the world has jobs');
    const broken = { ...w, providers: new Map([...w.providers, [provider.type, { ...provider, put: async () => Promise.reject(new Error('The disk is full.')) }]]) };
    await expect(applyPlan(broken, all, (await plan(w, all)).changes)).rejects.toThrow(/The disk is full\. 2 of 4 changes are made .* What was done is recorded/);
  });

  it('and a service that refuses leaves a sentence and a manifest that knows what may exist', async () => {
    const w = world();
    const provider = w.providers.get('AWS::Glue::Job');
    if (provider === undefined) throw new Error('the world has jobs');
    const broken = { ...w, providers: new Map([...w.providers, [provider.type, { ...provider, put: async () => Promise.reject(named('AccessDeniedException')) }]]) };
    await expect(applyPlan(broken, all, (await plan(w, all)).changes)).rejects.toThrow("Could not create AWS::Glue::Job 'dev-orders-job': AccessDeniedException");
    expect((await readManifest(w.store, LOCATION))?.manifest.pending).toContainEqual({ type: 'AWS::Glue::Job', name: 'dev-orders-job' });
    expect((await readManifest(w.store, LOCATION))?.manifest.lock).not.toBeNull();
  });
});

describe('a plan', () => {
  it('tells an edit from a drift and names only the fields that differ', async () => {
    const w = world();
    await deploy(w, all);
    const key = 'AWS::Glue::Job dev-orders-job';
    const live = w.live.get(key);
    if (live === undefined) throw new Error('deployed above');
    w.live.set(key, { ...live, props: { ...live.props, MaxRetries: 3 } });
    const edited = { ...job, props: { ...job.props, Timeout: 60, Description: null, DefaultArguments: {} } };
    const { changes } = await plan(w, [trigger, workflow, edited, script]);
    expect(changes.changes).toEqual([
      {
        id: 'job', name: 'dev-orders-job', type: 'AWS::Glue::Job', action: 'update',
        fields: [
          { path: 'MaxRetries', from: 3, to: null, by: 'drift' },
          { path: 'Timeout', from: 30, to: 60, by: 'edit' },
        ],
      },
    ]);
  });

  it('sees an object that someone has overwritten', async () => {
    const w = world();
    await deploy(w, all);
    const live = w.live.get('Millrace::S3Object scripts/clean.py');
    if (live === undefined) throw new Error('deployed above');
    w.live.set('Millrace::S3Object scripts/clean.py', { ...live, sha256: 'bb' });
    expect((await plan(w, all)).changes.changes[0]?.fields).toEqual([{ path: 'body', from: 'bb', to: 'aa', by: 'drift' }]);
  });

  it('leaves alone what someone else has made anew under an old name', async () => {
    const w = world();
    await deploy(w, all);
    w.live.set('AWS::Glue::Job dev-orders-job', { props: {}, owner: null, sha256: null });
    const planned = await plan(w, [workflow]);
    expect(planned.leftAlone).toEqual([{ type: 'AWS::Glue::Job', name: 'dev-orders-job' }]);
    expect(planned.changes.changes.map((change) => change.name)).not.toContain('dev-orders-job');
  });

  it('refuses a resource that needs itself', () => {
    const circle = [resource('a', { after: ['b'] }), resource('b', { after: ['a'] })];
    expect(() => wanted([resource('x', { props: { Ref: { ref: 'gone', attr: 'arn' } } })])).toThrow(TypeError);
    return expect(plan(world(), circle)).rejects.toThrow('needs itself');
  });
});

describe('a destroy', () => {
  it('removes ours in reverse, the manifest last, and says what it keeps', async () => {
    const w = world();
    await deploy(w, all);
    w.live.set('AWS::Glue::Job stranger', { props: {}, owner: null, sha256: null });
    w.writes.length = 0;
    const result = await tearDown(w);
    expect(w.writes).toEqual(['write', 'remove dev-orders--start', 'remove dev-orders', 'remove dev-orders-job', 'remove scripts/clean.py', 'unwrite']);
    expect(result.note).toContain('Run folders are kept');
    expect([...w.live.keys()]).toEqual(['AWS::Glue::Job stranger']);
  });

  it('removes nothing when something came after what was shown', async () => {
    const w = world();
    await deploy(w, [job, script]);
    const shown = await planTearDown(w);
    await deploy(w, all);
    w.writes.length = 0;
    await expect(tearDown(w, shown?.changes)).rejects.toThrow('has changed since it was shown what a destroy removes');
    expect(w.writes).toEqual([]);
    const again = await planTearDown(w);
    expect((await tearDown(w, again?.changes)).removed).toBe(4);
  });

  it('finds nothing where nothing was deployed', async () => {
    expect(await tearDown(world())).toEqual({ removed: 0, leftAlone: [], note: null });
  });
});

import type { AttemptScript, Script } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { GluePort } from '../port.ts';
import { bench, EPOCH, FIRST, MINUTE, type Bench } from '../test/bench.ts';
import { crawl, job, message, pause, pipeline, retrying } from '../test/pipelines.ts';

const plays = (outcome: AttemptScript['outcome']): AttemptScript => ({ outcome, ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
const good: Script = () => plays('succeeded');
const chain = pipeline([job('clean'), job('load', ['clean'])]);

describe('a run', () => {
  it('failed, though Glue calls it COMPLETED', async () => {
    const on = await bench(chain, () => plays('failed'));
    const { state, steps } = await on.play();
    expect(state).toBe('failed');
    expect([steps['clean']?.state, steps['load']?.state]).toEqual(['failed', 'skipped']);
  });

  it('is found again when its start was never recorded, and is not started twice', async () => {
    const on = await bench(chain, good);
    const run = { ...FIRST, params: {} };
    await on.runner.start(run);
    await on.objects.remove('acme-runs', `orders/${FIRST.id}/continuations/0001.native.json`);
    await on.runner.start(run);
    expect(on.calls.filter((call) => call === 'StartWorkflowRun')).toHaveLength(1);
    await on.run(null);
    expect((await on.runner.describe(FIRST.id)).state).toBe('succeeded');
  });

  it('that was started outside Millrace is listed and told', async () => {
    const on = await bench(chain, good);
    await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders' });
    await on.run(null);
    const [only, ...more] = await on.runner.list(10);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ state: 'succeeded', start: EPOCH });
    expect((await on.runner.describe(only?.run ?? '')).date).toBe('2026-11-23');
  });

  it('that nobody knows is said to be unknown', async () => {
    const on = await bench(chain, good);
    await expect(on.runner.describe('nothing')).rejects.toThrow(/No run 'nothing'/);
  });

  it('from before the pipeline moved is not listed as a failed one; asked for by name, it is said where it ran', async () => {
    const on = await bench(chain, good);
    const { id: run, date } = FIRST;
    await on.objects.put('acme-runs', `orders/_index/${run}`, '');
    await on.objects.put('acme-runs', `orders/${run}/run.json`, JSON.stringify({ schemaVersion: 1, run, pipeline: 'orders', target: 'sfn', graphHash: '', date, params: {}, createdAt: 0 }));
    expect(await on.runner.list(10)).toEqual([]);
    await expect(on.runner.describe(run)).rejects.toThrow(/ran on AWS Step Functions.*moved to an AWS Glue workflow/);
  });

  it('is stopped one by one, so that Glue can resume it', async () => {
    const on = await bench(chain, good);
    expect((await on.play(15_000)).state).toBe('stopped');
    expect(on.calls).not.toContain('StopWorkflowRun');
    expect(await on.runner.plan(FIRST.id)).toMatchObject({ means: 'native', keep: [], again: ['clean', 'load'] });
    expect((await on.resume()).state).toBe('succeeded');
  });

  it('is asked again to stop where Glue says in its answer that it cannot be stopped yet', async () => {
    const on = await bench(chain, good);
    const call = on.port.call.bind(on.port);
    let asked = 0;
    const port: Pick<GluePort, 'call'> = {
      call: async (operation, input) => {
        if (operation !== 'BatchStopJobRun' || (asked += 1) > 1) return await call(operation, input);
        const [id = ''] = 'JobRunIds' in input ? input.JobRunIds : [];
        // The answer of this one operation.
        return { Errors: [{ JobRunId: id, ErrorDetail: { ErrorCode: 'InvalidInputException' } }] } as never;
      },
    };
    Object.assign(on.port, port);
    const { state, steps } = await on.play(15_000);
    expect([state, steps['clean']?.state, asked]).toEqual(['stopped', 'stopped', 2]);
  });

  it('is stopped as a whole where a trigger could still start a crawler', async () => {
    const on = await bench(pipeline([job('clean'), crawl('catalog', ['clean'])]), good);
    expect((await on.play(15_000)).state).toBe('stopped');
    expect(on.calls).toContain('StopWorkflowRun');
    expect(await on.runner.plan(FIRST.id)).toMatchObject({ means: 'skipMap' });
  });
});

const second = { id: '20261123t000100-bbbbbb', date: '2026-11-23', params: {} };
const third = { id: '20261123t000200-cccccc', date: '2026-11-23', params: {} };

describe('runs that meet each other', () => {
  it('are skipped where the pipeline says so, and recorded; one that was skipped is not resumed', async () => {
    const on = await bench(pipeline([job('a')], { overlap: 'skip' }), good);
    expect(await on.runner.start({ ...FIRST, params: {} })).toBe('started');
    expect(await on.runner.start(second)).toBe('skipped');
    await on.run(null);
    expect((await on.runner.describe(FIRST.id)).state).toBe('succeeded');
    expect(await on.runner.describe(second.id)).toMatchObject({ state: 'skipped', message: expect.stringContaining('skipped'), steps: { a: { state: 'skipped' } } });
    expect(await on.runner.plan(second.id)).toMatchObject({ refused: expect.stringContaining('skipped') });
    expect(await on.runner.start(third)).toBe('started');
  });

  it('wait for their turn, in their order', async () => {
    const on = await bench(pipeline([job('a'), job('b')], { overlap: 'queue' }), good);
    expect(await on.runner.start({ ...FIRST, params: {} })).toBe('started');
    await on.run(EPOCH + 10_000);
    expect(await on.runner.start(second)).toBe('queued');
    await on.run(EPOCH + 20_000);
    expect(await on.runner.start(third)).toBe('queued');
    await on.run(EPOCH + 30_000);
    expect((await on.runner.list(10)).map(({ state, ahead }) => [state, ahead])).toEqual([['queued', 2], ['queued', 1], ['running', undefined]]);
    expect(await on.runner.describe(third.id)).toMatchObject({ state: 'queued', ahead: 2, steps: { a: { state: 'pending' } } });
    expect(await on.runner.plan(third.id)).toMatchObject({ refused: expect.stringContaining('still queued') });
    await on.run(null);
    const starts = await Promise.all([FIRST, second, third].map(async ({ id }) => (await on.runner.describe(id)).steps['a']?.attempts.map(({ start }) => start - EPOCH)));
    expect(starts).toEqual([[0], [MINUTE], [2 * MINUTE]]);
  });
});

describe('steps that Glue has no node for', () => {
  it('run in bridges, attempts and all', async () => {
    const on = await bench(pipeline([job('a', [], { retry: { ...retrying(1), delaySeconds: 120 } }), pause('nap', 300, ['a']), message('tell', ['nap'])]), (step, attempt) => (step === 'nap' ? { ...plays('succeeded'), ms: 300_000 } : plays(step === 'a' && attempt === 1 ? 'failed' : 'succeeded')));
    const { state, steps } = await on.play();
    expect(state).toBe('succeeded');
    expect(Object.entries(steps).flatMap(([name, { attempts }]) => attempts.map(({ start, outcome }) => `${name} ${(start - EPOCH) / MINUTE} ${outcome}`))).toEqual(['a 0 failed', 'a 3 succeeded', 'nap 4 succeeded', 'tell 9 succeeded']);
  });

  it('obey a stop, and what they wait for is asked to stop', async () => {
    const on = await bench(pipeline([pause('nap', 3600), job('after', ['nap'])]), () => ({ ...plays('succeeded'), ms: 3_600_000 }));
    const { state, steps } = await on.play(15_000);
    expect([state, steps['nap']?.state, steps['after']?.state]).toEqual(['stopped', 'stopped', 'skipped']);
    expect((await on.resume()).state).toBe('succeeded');
  });
});

describe('a stream', () => {
  const stream = job('listen', ['a'], { with: { type: 'streaming', script: './jobs/listen.py', args: {}, waitFor: 'started' } });
  const live = async (on: Bench): Promise<readonly string[]> => ((await on.host.call('glue', 'GetJobRuns', { JobName: 'dev-orders-listen' })) as { readonly JobRuns: readonly { readonly JobRunState: string }[] }).JobRuns.map(({ JobRunState }) => JobRunState);

  it('has succeeded once it runs, and outlives its run', async () => {
    const on = await bench(pipeline([job('a'), stream, job('after', ['listen'])]), good);
    const { state, steps } = await on.play();
    expect([state, steps['listen']?.state, steps['after']?.state]).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await live(on)).toEqual(['RUNNING']);
  });

  it('that runs already is not started again by the next run', async () => {
    const on = await bench(pipeline([job('a'), stream]), good);
    await on.play();
    const next = { ...FIRST, id: '20261123t010000-bbbbbb', params: {} };
    await on.runner.start(next);
    await on.run(null);
    const { state, steps } = await on.runner.describe(next.id);
    expect([state, steps['listen']?.state]).toEqual(['succeeded', 'succeeded']);
    expect(await live(on)).toEqual(['RUNNING']);
  });

  it('goes on when its run is stopped', async () => {
    const on = await bench(pipeline([job('a'), stream, job('after', ['listen'])]), (step) => ({ ...plays('succeeded'), ms: step === 'after' ? 60 * MINUTE : MINUTE }));
    const { state, steps } = await on.play(10 * MINUTE + 15_000);
    expect([state, steps['listen']?.state, steps['after']?.state]).toEqual(['stopped', 'succeeded', 'stopped']);
    expect(steps['listen']?.message).toMatch(/batch-stop-job-run --job-name dev-orders-listen --job-run-ids jr_/);
    expect(await live(on)).toEqual(['RUNNING']);
  });

  it('that fails while it starts is repeated', async () => {
    const on = await bench(pipeline([job('a'), { ...stream, retry: retrying(1) }]), (step, attempt) => plays(step === 'listen' && attempt === 1 ? 'failed' : 'succeeded'));
    const { state, steps } = await on.play();
    expect([state, steps['listen']?.attempts.map(({ outcome }) => outcome)]).toEqual(['succeeded', ['failed', 'succeeded']]);
    expect((await live(on)).toSorted()).toEqual(['FAILED', 'RUNNING']);
  });
});

describe('a run that a schedule started', () => {
  it('has the day of the scheduled instant in the zone of the pipeline', async () => {
    const dated = job('a', [], { with: { type: 'pythonshell', script: './jobs/a.py', args: { DAY: { run: 'date' } } } });
    const on = await bench(pipeline([dated], { timezone: 'America/New_York', starts: [{ schedule: '0 2 * * ? *', params: {} }] }), good);
    await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders', RunProperties: { 'millrace:scheduled': '2026-11-20T03:00:00Z' } });
    await on.run(null);
    const [only] = await on.runner.list(10);
    expect(await on.runner.describe(only?.run ?? '')).toMatchObject({ state: 'succeeded', date: '2026-11-19' });
  });
});

describe('an opener', () => {
  it('refuses a run with wrong values that was started outside Millrace before anything starts, and says why', async () => {
    const params = { size: { type: 'integer' as const, description: '', default: 3, values: [] } };
    const on = await bench(pipeline([job('a'), crawl('b')], { params }), good);
    await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders', RunProperties: { 'param:size': 'many' } });
    await on.run(null);
    const [only] = await on.runner.list(10);
    const run = await on.runner.describe(only?.run ?? '');
    expect(run).toMatchObject({ state: 'failed', message: expect.stringContaining("'many' is not of type integer") });
    expect(Object.values(run.steps).map(({ attempts }) => attempts.length)).toEqual([0, 0]);
  });
});

describe('a resume with nothing left to run', () => {
  it('starts nothing where a plain crawler would run again', async () => {
    const on = await bench(pipeline([job('a'), crawl('catalog', ['a'])]), (step) => (step === 'a' ? plays('succeeded') : { ...plays('succeeded'), onStop: { outcome: 'succeeded', ms: 0 } }));
    expect((await on.play(MINUTE + 15_000)).state).toBe('stopped');
    const started = on.calls.length;
    expect(await on.runner.plan(FIRST.id)).toMatchObject({ keep: ['a', 'catalog'], again: [], nativeIds: [] });
    expect((await on.resume()).state).toBe('succeeded');
    expect(on.calls.slice(started).filter((call) => /^(?:Start|Resume)/.test(call))).toEqual([]);
  });
});

describe('a pipeline whose runs are skipped while another is live', () => {
  const skipping = pipeline([job('a'), job('b', ['a'])], { overlap: 'skip' });
  const long: Script = (step, attempt) => ({ ...plays(step === 'b' && attempt === 1 ? 'failed' : 'succeeded'), ms: 10 * MINUTE });

  it('leaves a run as it was whose resume Glue refuses for that', async () => {
    const on = await bench(skipping, long);
    expect((await on.play()).state).toBe('failed');
    const plan = await on.runner.plan(FIRST.id);
    if ('refused' in plan) throw new Error(plan.refused);
    await on.runner.start({ ...FIRST, id: '20261123t010000-bbbbbb', params: {} });
    await expect(on.runner.resume(plan)).rejects.toThrow('MaxConcurrentRuns');
    expect(await on.objects.list('acme-runs', `orders/${FIRST.id}/continuations/`)).toHaveLength(2);
    await on.run(null);
    expect((await on.resume()).state).toBe('succeeded');
  });

  it('has no limit any more once they may overlap', async () => {
    const on = await bench(skipping, good);
    const provider = on.providers.get('AWS::Glue::Workflow');
    const before = await provider?.read('dev-orders');
    expect(before?.props).toMatchObject({ MaxConcurrentRuns: 1 });
    const { MaxConcurrentRuns: _most, ...props } = before?.props ?? {};
    await provider?.put({ id: 'workflow', type: 'AWS::Glue::Workflow', name: 'dev-orders', props, after: [], sha256: null, body: null }, before ?? null);
    expect((await provider?.read('dev-orders'))?.props).toEqual(props);
    for (const id of ['20261123t010000-bbbbbb', '20261123t020000-cccccc']) expect(await on.runner.start({ ...FIRST, id, params: {} })).toBe('started');
  });
});

describe('triggers', () => {
  it('are read as they were written, and one that was stopped by hand is brought back', async () => {
    const on = await bench(chain, good);
    const provider = on.providers.get('AWS::Glue::Trigger');
    const before = await provider?.read('dev-orders--load-1');
    expect(before).toMatchObject({ owner: 'dev/orders', props: { State: 'ACTIVATED', Type: 'CONDITIONAL' } });
    await on.host.call('glue', 'StopTrigger', { Name: 'dev-orders--load-1' });
    const drifted = await provider?.read('dev-orders--load-1');
    expect(drifted?.props['State']).toBe('DEACTIVATED');
    expect(await provider?.settled('dev-orders--load-1')).toBe(false);
    await provider?.put({ id: 'trigger.load.1', type: 'AWS::Glue::Trigger', name: 'dev-orders--load-1', props: before?.props ?? {}, after: [], sha256: null, body: null }, drifted ?? null);
    expect(await provider?.read('dev-orders--load-1')).toEqual(before);
    expect(await provider?.settled('dev-orders--load-1')).toBe(true);
  });
});

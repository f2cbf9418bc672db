import type { AttemptScript, Script } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { bench, EPOCH, FIRST, MINUTE } from '../test/bench.ts';
import { crawl, job, pipeline } from '../test/pipelines.ts';

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

  it('is stopped as a whole where a trigger could still start a crawler', async () => {
    const on = await bench(pipeline([job('clean'), crawl('catalog', ['clean'])]), good);
    expect((await on.play(15_000)).state).toBe('stopped');
    expect(on.calls).toContain('StopWorkflowRun');
    expect(await on.runner.plan(FIRST.id)).toMatchObject({ means: 'skipMap' });
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

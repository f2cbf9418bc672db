import type { Json, Pipeline, Script } from '@millrace/core';
import { defaultServices } from '@millrace/local';
import { connectWith, sfnTarget, type SfnPort } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { isRefusal } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld } from './equivalence/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Every attempt takes an hour; the first one fails where `bad` says so. */
const hourly = (bad = false): Script => (_step, attempt) => ({ outcome: bad && attempt === 1 ? 'failed' : 'succeeded', ms: HOUR, onStop: { outcome: 'stopped', ms: 3 * MINUTE } });
const request = (name: string) => ({ id: `20260105t100000-${name.padEnd(6, 'a')}`, date: '2026-01-05', params: {} });

async function bench(over: Partial<Pipeline>, script: Script = hourly()) {
  const pipeline = plainPipeline('orders', { a: {} }, over);
  const world = makeWorld(pipeline, script, {}, { services: defaultServices });
  const compiled = sfnTarget.compile(pipeline, site, sourcesOf(pipeline));
  expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await deploy(world, pipeline, compiled);
  const runner = world.connect('sfn').runner({ pipeline, site });
  const started = async (name: string): Promise<string> => await runner.start(request(name));
  const stateOf = async (name: string) => (await runner.describe(request(name).id)).state;
  const planOf = async (name: string) => {
    const plan = await runner.plan(request(name).id);
    if (isRefusal(plan)) throw new Error(plan.refused);
    return plan;
  };
  /** When the first attempt of a run began, in minutes. */
  const began = async (run: string): Promise<number | null> => {
    const [first] = (await runner.describe(run)).steps['a']?.attempts ?? [];
    return first === undefined ? null : (first.start - BEGINNING) / MINUTE;
  };
  // In process the same names and shapes travel as on the wire.
  const port = { states: (op: string, input: Json) => world.host.call('sfn', op, input), glue: (op: string, input: Json) => world.host.call('glue', op, input) } as unknown as SfnPort;
  const now = () => world.host.now();
  /** One whose process ends before it sees what the machine decides. */
  const shortLived = connectWith(port, world.store, { clock: { now, sleep: async () => Promise.reject(new Error('killed')) } }).runner({ pipeline, site });
  return { world, compiled, runner, shortLived, started, stateOf, planOf, began };
}

describe('overlap skip', () => {
  test('a run that meets another is told as skipped, to whoever starts it and afterwards', async () => {
    const { world, runner, started, stateOf } = await bench({ overlap: 'skip' });
    expect([await started('first'), await started('second')]).toEqual(['started', 'skipped']);
    await world.run(null);
    expect([await stateOf('first'), await stateOf('second')]).toEqual(['succeeded', 'skipped']);
    expect(await runner.describe(request('second').id)).toMatchObject({ message: 'Another run was live when this one was to start, so it was skipped.', steps: { a: { state: 'skipped', attempts: [] } } });
    expect(await runner.plan(request('second').id)).toMatchObject({ refused: expect.stringContaining('nothing of it ever started') });
    expect(await started('third')).toBe('started');
  });

  test.each([2, 20])('of %s executions that are started at one instant exactly one runs', async (starts) => {
    const { world, runner } = await bench({ overlap: 'skip' });
    const stateMachineArn = `arn:aws:states:${site.region}:${site.account}:stateMachine:eq-orders`;
    for (let n = 0; n < starts; n++) await world.host.call('sfn', 'StartExecution', { stateMachineArn, name: `by-hand-${n}` });
    await world.run(null);
    const states = (await runner.list(starts)).map(({ state }) => state).sort();
    expect(states).toEqual([...Array.from({ length: starts - 1 }, () => 'skipped'), 'succeeded']);
  });

  test('the same start again answers the same, and starts nothing', async () => {
    const { world, runner, started } = await bench({ overlap: 'skip' });
    await started('first');
    await started('second');
    await world.run(BEGINNING + 2 * HOUR);
    expect(await started('second')).toBe('skipped');
    await world.run(null);
    expect((await runner.list(10)).map(({ state }) => state).sort()).toEqual(['skipped', 'succeeded']);
  });

  test('a schedule, an object in S3 and a start by hand meet as two starts by hand do', async () => {
    const { world, runner, started, began } = await bench({
      overlap: 'skip', starts: [{ schedule: '30 10 * * ? *', params: {} }, { s3: 's3://raw/in/' }], prerequisites: [{ kind: 'bucket', name: 'raw' }],
    });
    await world.host.call('s3', 'PutObject', { Bucket: 'raw', Key: 'in/a.csv', Body: 'x' });
    const byHand = await started('first');
    // The schedule goes off at half past ten, in the middle of the run that the object has started.
    await world.run(BEGINNING + 3 * HOUR);
    const runs = await runner.list(10);
    expect(runs.map(({ state }) => state).sort()).toEqual(['skipped', 'skipped', 'succeeded']);
    expect(runs.find(({ run }) => run === request('first').id)?.state).toBe(byHand === 'started' ? 'succeeded' : 'skipped');
    expect(await began(runs.find(({ state }) => state === 'succeeded')?.run ?? '')).toBe(0);
  });

  test('a resume beside a live run is refused with a sentence, and changes nothing', async () => {
    const { world, runner, started, stateOf, planOf } = await bench({ overlap: 'skip' }, hourly(true));
    await started('first');
    await world.run(BEGINNING + 2 * HOUR);
    expect(await started('second')).toBe('started');
    const plan = await planOf('first');
    await expect(runner.resume(plan)).rejects.toThrow('Another run of the pipeline is live');
    expect(await runner.describe(request('first').id)).toMatchObject({ state: 'failed', continuations: [{}] });
    await world.run(BEGINNING + 4 * HOUR);
    await runner.resume(await planOf('first'));
    await world.run(null);
    expect(await stateOf('first')).toBe('succeeded');
    expect(await stateOf('second')).toBe('succeeded');
  });

  test('a resume that is skipped leaves a run stopped that was stopped when its execution had failed already', async () => {
    // The job run of 'b' takes three minutes to stop after 'a' has failed, and within those the run is stopped.
    const { world, runner, started, stateOf, planOf } = await bench({ overlap: 'skip', failurePolicy: 'stop', steps: plainPipeline('orders', { a: {}, b: {} }).steps }, (step, attempt) => ({
      outcome: step === 'a' && attempt === 1 ? 'failed' : 'succeeded', ms: step === 'a' ? 10 * MINUTE : HOUR, onStop: { outcome: 'stopped', ms: 3 * MINUTE },
    }));
    await started('first');
    await world.run(BEGINNING + 11 * MINUTE);
    await runner.stop(request('first').id);
    await world.run(BEGINNING + 15 * MINUTE);
    expect([await stateOf('first'), await started('second')]).toEqual(['stopped', 'started']);
    await expect(runner.resume(await planOf('first'))).rejects.toThrow('Another run of the pipeline is live');
    expect(await stateOf('first')).toBe('stopped');
  });

  test('a skip that nobody was there to see is told, and recorded, by whoever looks', async () => {
    const { world, shortLived, started, stateOf } = await bench({ overlap: 'skip' });
    await started('first');
    await expect(shortLived.start(request('second'))).rejects.toThrow('killed');
    await world.run(BEGINNING + MINUTE);
    expect(await stateOf('second')).toBe('skipped');
    expect(await world.store.get(site.runs, `orders/${request('second').id}/skipped.json`)).not.toBeNull();
  });

  test('so is a resume that was skipped: the run is as it was, and its next resume has another number', async () => {
    const { world, runner, shortLived, started, stateOf, planOf } = await bench({ overlap: 'skip' }, hourly(true));
    await started('first');
    await world.run(BEGINNING + 2 * HOUR);
    await started('second');
    await expect(shortLived.resume(await planOf('first'))).rejects.toThrow('killed');
    await world.run(BEGINNING + 4 * HOUR);
    expect(await runner.describe(request('first').id)).toMatchObject({ state: 'failed', continuations: [{}] });
    await runner.resume(await planOf('first'));
    await world.run(null);
    expect(await stateOf('first')).toBe('succeeded');
    const { continuations } = await runner.describe(request('first').id);
    expect(continuations.map(({ nativeId }) => nativeId.slice(nativeId.lastIndexOf('-') + 1))).toEqual(['1', '3']);
  });

  test('a failed run that waits for its resume is not live', async () => {
    const { world, started, stateOf } = await bench({ overlap: 'skip' }, hourly(true));
    await started('first');
    await world.run(BEGINNING + 2 * HOUR);
    expect(await stateOf('first')).toBe('failed');
    expect(await started('second')).toBe('started');
  });

  test('a run that was stopped is live until its job run has stopped', async () => {
    const { world, runner, started } = await bench({ overlap: 'skip' });
    await started('first');
    await world.run(BEGINNING + 10 * MINUTE);
    await runner.stop(request('first').id);
    expect(await started('second')).toBe('skipped');
    await world.run(BEGINNING + 15 * MINUTE);
    expect(await started('third')).toBe('started');
  });

  test('whoever killed its execution blocks nobody', async () => {
    const { world, started, stateOf } = await bench({ overlap: 'skip' });
    await started('first');
    await world.run(BEGINNING + 10 * MINUTE);
    await world.host.call('sfn', 'StopExecution', { executionArn: `arn:aws:states:${site.region}:${site.account}:execution:eq-orders:${request('first').id}-1` });
    await world.run(BEGINNING + 15 * MINUTE);
    expect(await started('second')).toBe('started');
    expect(await stateOf('first')).toBe('stopped');
  });
});

test('arguments too large for a page of job runs block nobody: they are looked at one by one', async () => {
  const { world, started, stateOf, runner } = await bench({ overlap: 'skip', steps: plainPipeline('orders', { a: { args: { CONFIG: 'x'.repeat(16_000) } } }).steps });
  for (let n = 0; n < 22; n++) {
    await started(`r${String.fromCharCode(97 + n)}`);
    await world.run(world.host.now() + 2 * HOUR);
  }
  await started('killed');
  await world.run(world.host.now() + MINUTE);
  await runner.stop(request('killed').id);
  expect(await started('beside')).toBe('skipped');
  await world.run(world.host.now() + 10 * MINUTE);
  expect(await started('after')).toBe('started');
  await world.run(null);
  expect([await stateOf('killed'), await stateOf('after')]).toEqual(['stopped', 'succeeded']);
});

describe('overlap queue', () => {
  test('runs wait in their order, and say behind how many', async () => {
    const { world, runner, started, began } = await bench({ overlap: 'queue' });
    expect([await started('first'), await started('second'), await started('third')]).toEqual(['started', 'queued', 'queued']);
    expect((await runner.list(10)).map(({ run, state, ahead }) => [run, state, ahead]).sort()).toEqual([
      [request('first').id, 'running', undefined], [request('second').id, 'queued', 1], [request('third').id, 'queued', 2],
    ]);
    await world.run(null);
    const [first = 0, second = 0, third = 0] = await Promise.all(['first', 'second', 'third'].map((name) => began(request(name).id)));
    expect(first).toBe(0);
    // Looked at every 30 seconds at first, and a tenth of the wait later after a while.
    expect(second ?? 0).toBeGreaterThanOrEqual(60);
    expect(second ?? 0).toBeLessThan(66);
    expect(third ?? 0).toBeGreaterThanOrEqual((second ?? 0) + 60);
    expect(third ?? 0).toBeLessThan((second ?? 0) + 66);
  });

  test('a run that stands behind one that has just ended is told as started', async () => {
    const { world, shortLived, started, stateOf } = await bench({ overlap: 'queue' });
    await started('first');
    await expect(shortLived.start(request('second'))).rejects.toThrow('killed');
    await world.run(BEGINNING + HOUR - MINUTE);
    expect(await started('second')).toBe('queued');
    // Its next look at the one before it is to come.
    await world.run(BEGINNING + HOUR + 5_000);
    expect([await stateOf('first'), await started('second')]).toEqual(['succeeded', 'started']);
  });

  test('a queued run that is stopped never starts, and the next one does', async () => {
    const { world, runner, started, stateOf, began } = await bench({ overlap: 'queue' });
    for (const name of ['first', 'second', 'third']) await started(name);
    await runner.stop(request('second').id);
    expect(await stateOf('second')).toBe('stopped');
    await world.run(null);
    expect(await began(request('second').id)).toBeNull();
    expect(await stateOf('third')).toBe('succeeded');
    expect((await began(request('third').id)) ?? 0).toBeGreaterThanOrEqual(60);
  });

  test('a schedule and a resume queue as well', async () => {
    const { world, runner, started, stateOf, planOf } = await bench({ overlap: 'queue', starts: [{ schedule: '30 12 5 1 ? 2026', params: {} }] }, hourly(true));
    await started('first');
    await world.run(BEGINNING + 2 * HOUR);
    await started('second');
    await runner.resume(await planOf('first'));
    expect(await stateOf('first')).toBe('queued');
    await world.run(BEGINNING + 2.75 * HOUR);
    const states = (await runner.list(10)).map(({ state, ahead }) => `${state} ${ahead ?? ''}`).sort();
    expect(states).toEqual(['queued 1', 'queued 2', 'running ']);
    await world.run(null);
    const spans = (await Promise.all((await runner.list(10)).map(async ({ run }) => (await runner.describe(run)).steps['a']?.attempts ?? []))).flat().map(({ start, end }) => ({ start, end: end ?? Infinity })).sort((a, b) => a.start - b.start);
    expect(spans).toHaveLength(4);
    for (const [at, { end }] of spans.entries()) expect(spans[at + 1]?.start ?? Infinity).toBeGreaterThanOrEqual(end);
    expect((await runner.list(10)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });
});

test('where runs may overlap nothing is read or put for it', async () => {
  const may = async (overlap: Pipeline['overlap']) => JSON.stringify((await bench({ overlap })).compiled.resources).includes('_turns/');
  expect([await may('allow'), await may('skip'), await may('queue')]).toEqual([false, true, true]);
});

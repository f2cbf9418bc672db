import { parsePipeline, type Pipeline, type Runner, type Step, type Versions } from '@millrace/core';
import { readRecord } from '@millrace/deploy';
import { defaultServices } from '@millrace/local';
import { connectWith, sfnTarget, type SfnPort } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { physical } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld, type World } from './equivalence/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const starts = [{ schedule: '0 * * * ? *', params: {} }] as const;
const params = { word: { type: 'string', description: '', default: 'usual', values: [] } } as const;
const short = plainPipeline('orders', { a: {} }, { starts, params });
const long = plainPipeline('orders', { a: {}, b: { after: ['a'] } }, { starts, params });

/** The embedded AWS, on which one pipeline and then another is deployed. The clock begins at 10:00 UTC. */
async function twice(): Promise<{ readonly world: World; readonly versions: Versions }> {
  const world = makeWorld(long, () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } }), {}, { services: defaultServices });
  for (const pipeline of [short, long]) await deploy(world, pipeline, sfnTarget.compile(pipeline, site, sourcesOf(pipeline)));
  const versions = world.connect('sfn').versions?.({ pipeline: long, site });
  if (versions === undefined) throw new Error('state machines have versions');
  return { world, versions };
}
const stepsOf = async (world: World, pipeline: Pipeline): Promise<readonly (readonly string[])[]> => {
  const runner = world.connect('sfn').runner({ pipeline, site });
  const runs = await runner.list(10);
  return await Promise.all(runs.map(async ({ run }) => Object.entries((await runner.describe(run)).steps).flatMap(([name, { state }]) => (state === 'succeeded' ? [name] : []))));
};

test('each deploy that changes the machine is a version, runs start with the newest, and a deploy of the same is none', async () => {
  const { world, versions } = await twice();
  await deploy(world, long, sfnTarget.compile(long, site, sourcesOf(long)));
  expect((await versions.list()).map(({ version, live }) => [version, live])).toEqual([[2, true], [1, false]]);
  await world.connect('sfn').runner({ pipeline: long, site }).start({ id: '20260105t100000-abc234', date: '2026-01-05', params: { word: 'usual' } });
  await world.run(BEGINNING + 10 * MINUTE);
  expect(await stepsOf(world, long)).toEqual([['a', 'b']]);
});

test('whoever goes back starts, by hand and by schedule, what was deployed then; a run that is under way goes on', async () => {
  const { world, versions } = await twice();
  const runner = world.connect('sfn').runner({ pipeline: long, site });
  await runner.start({ id: '20260105t100000-abc234', date: '2026-01-05', params: { word: 'usual' } });
  await versions.use(1);
  expect(await versions.live()).toBe(1);
  await world.run(BEGINNING + 2 * HOUR + 10 * MINUTE);
  const [newest, before, first] = await stepsOf(world, long);
  expect([newest, before, first]).toEqual([['a'], ['a'], ['a', 'b']]);
});

test('whoever goes back makes the alias anew where somebody has deleted it', async () => {
  const { world, versions } = await twice();
  await world.host.call('sfn', 'DeleteStateMachineAlias', { stateMachineAliasArn: `arn:aws:states:${site.region}:${site.account}:stateMachine:${physical(site, long).liveAlias}` });
  expect(await versions.live()).toBeNull();
  await versions.use(1);
  expect(await versions.live()).toBe(1);
});

test('the next deploy goes forward again, without a new version', async () => {
  const { world, versions } = await twice();
  await versions.use(1);
  await deploy(world, long, sfnTarget.compile(long, site, sourcesOf(long)));
  expect((await versions.list()).map(({ version, live }) => [version, live])).toEqual([[2, true], [1, false]]);
});

test('executions write their events, without data, to the log group of the machine', async () => {
  const { world } = await twice();
  await world.connect('sfn').runner({ pipeline: long, site }).start({ id: '20260105t100000-abc234', date: '2026-01-05', params: { word: 'not-for-the-log' } });
  await world.run(BEGINNING + 10 * MINUTE);
  const answer = await world.host.call('logs', 'FilterLogEvents', { logGroupName: `/aws/vendedlogs/states/${site.prefix}-orders-Logs` });
  const messages = JSON.stringify(answer);
  expect(messages).toMatch(/ExecutionStarted[\s\S]*ExecutionSucceeded/);
  expect(messages).not.toContain('not-for-the-log');
});

describe('a run of another version than the one that runs start with', () => {
  const RUN = '20260105t100000-abc234';
  const request = { id: RUN, date: '2026-01-05', params: {} };
  const after = (name: string, kind: Pick<Step, 'kind' | 'with'>): Pipeline => {
    const pipeline = plainPipeline('orders', { a: {}, [name]: { after: ['a'] } });
    // The kind and what belongs to it are changed together.
    return { ...pipeline, steps: pipeline.steps.map((step) => (step.name === name ? ({ ...step, ...kind } as Step) : step)) };
  };
  const young = { scale: after('scale', { kind: 'ssm', with: { document: 'Scale-scale' } }), cat: after('cat', { kind: 'crawler', with: { use: 'live-cat' } }) };
  const old = plainPipeline('orders', { a: {} });

  /** `before` is deployed, then `now`; a run of `now` is under way in its second step. */
  async function underWay(before: Pipeline, now: Pipeline): Promise<{ readonly world: World; readonly calls: string[]; readonly runner: (live: number, pipeline: Pipeline) => Runner }> {
    const world = makeWorld(now, (step) => ({ outcome: 'succeeded', ms: step === 'a' ? MINUTE : HOUR, onStop: { outcome: 'stopped', ms: 0 } }), {});
    for (const pipeline of [before, now]) await deploy(world, pipeline, sfnTarget.compile(pipeline, site, sourcesOf(pipeline)));
    await world.connect('sfn').runner({ pipeline: now, site }).start(request);
    await world.run(BEGINNING + 5 * MINUTE);
    const calls: string[] = [];
    const on = (service: string) => async (operation: string, input: Parameters<World['host']['call']>[2]) => {
      calls.push(operation);
      return await world.host.call(service, operation, input);
    };
    // In process the same names and shapes travel as on the wire; each port types the part of them that it uses.
    const port = { states: on('sfn'), glue: on('glue'), ssm: on('ssm') } as unknown as SfnPort;
    const location = { bucket: site.scripts, key: physical(site, now).manifestKey };
    const pipelineOf = async (revision: string): Promise<Pipeline | null> => {
      calls.push('kept');
      return parsePipeline(await readRecord(world.store, location, revision)).pipeline;
    };
    return { world, calls, runner: (live, pipeline) => connectWith(port, world.store, { clock: world.clock }).runner({ pipeline, site, versions: { live, pipelineOf } }) };
  }
  const use = async (world: World, version: number): Promise<void> => await world.connect('sfn').versions?.({ pipeline: old, site }).use(version);

  test.each(Object.entries(young))('is stopped with all of its steps after a rollback: %s', async (step, now) => {
    const { world, runner } = await underWay(old, now);
    await use(world, 1);
    const back = runner(1, old);
    expect(await back.describe(RUN)).toMatchObject({ state: 'running', steps: { a: { state: 'succeeded' }, [step]: { state: 'running' } } });
    await back.stop(RUN);
    await world.run(BEGINNING + 20 * MINUTE);
    expect(await back.describe(RUN)).toMatchObject({ state: 'stopped', steps: { [step]: { state: 'stopped' } } });
    expect(await back.pipelineOf?.(RUN)).toEqual(now);
    expect(await back.plan(RUN)).toMatchObject({ refused: expect.stringContaining('have changed since run') as string });
  });

  test('keeps a step that a deploy has dropped meanwhile, and is told without one that a deploy has added', async () => {
    for (const [before, now, next] of [[old, young.scale, old], [young.scale, old, young.scale]] as const) {
      const { world, runner } = await underWay(before, now);
      await deploy(world, next, sfnTarget.compile(next, site, sourcesOf(next)));
      expect(Object.keys((await runner(3, next).describe(RUN)).steps)).toEqual(now.steps.map(({ name }) => name));
    }
  });

  test('is stopped where its graph is the same and it crawls with another crawler', async () => {
    const { world, runner } = await underWay(after('cat', { kind: 'crawler', with: { use: 'other-cat' } }), young.cat);
    await use(world, 1);
    const back = runner(1, after('cat', { kind: 'crawler', with: { use: 'other-cat' } }));
    await back.stop(RUN);
    await world.run(BEGINNING + 20 * MINUTE);
    expect(await back.describe(RUN)).toMatchObject({ state: 'stopped', steps: { cat: { state: 'stopped' } } });
  });

  test('is known by what it runs where someone started the machine by its own name', async () => {
    const { world, runner } = await underWay(old, young.scale);
    await use(world, 1);
    const { stateMachines } = (await world.host.call('sfn', 'ListStateMachines', {})) as { readonly stateMachines: readonly { readonly stateMachineArn: string }[] };
    await world.host.call('sfn', 'StartExecution', { stateMachineArn: stateMachines[0]?.stateMachineArn ?? '', name: 'by-hand', input: '{}' });
    await world.run(BEGINNING + 10 * MINUTE);
    const back = runner(1, old);
    expect((await back.describe('by-hand')).steps).toMatchObject({ scale: { state: 'running' } });
    await back.stop('by-hand');
    await world.run(BEGINNING + 20 * MINUTE);
    expect(await back.describe('by-hand')).toMatchObject({ state: 'stopped', steps: { scale: { state: 'stopped' } } });
    expect(await back.plan('by-hand')).toMatchObject({ refused: expect.stringContaining('have changed since run') as string });
  });

  test('costs one look at each other version, and none at the live one', async () => {
    const { world, calls, runner } = await underWay(old, young.scale);
    for (const n of [2, 3, 4]) await world.connect('sfn').runner({ pipeline: young.scale, site }).start({ ...request, id: `20260105t10000${n}-abc234` });
    await runner(2, young.scale).list(10);
    expect(calls.filter((call) => call === 'kept' || call.startsWith('DescribeStateMachine'))).toEqual([]);
    await use(world, 1);
    expect((await runner(1, old).list(10)).length).toBe(4);
    expect(calls.filter((call) => call === 'kept' || call.startsWith('DescribeStateMachine'))).toEqual(['DescribeStateMachine', 'kept']);
  });

  test('is told by the pipeline of today where its own is kept no more, and who stops it can be told so', async () => {
    const { world, runner } = await underWay(old, young.scale);
    await use(world, 1);
    const records = (await world.store.list(site.scripts, '')).filter((key) => key.includes('/versions/'));
    for (const key of records) await world.store.remove(site.scripts, key);
    const back = runner(1, old);
    expect(Object.keys((await back.describe(RUN)).steps)).toEqual(['a']);
    expect(await back.pipelineOf?.(RUN)).toBeNull();
    expect(await back.plan(RUN)).toMatchObject({ refused: expect.any(String) as string });
  });
});

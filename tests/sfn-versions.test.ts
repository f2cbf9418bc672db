import type { Pipeline, Versions } from '@millrace/core';
import { defaultServices } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { expect, test } from 'vitest';
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

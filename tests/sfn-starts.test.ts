import type { Pipeline, Script } from '@millrace/core';
import { defaultServices } from '@millrace/local';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { describe, expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld } from './equivalence/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const good: Script = () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });

/** Deployed to a state machine on the embedded AWS, with every service of it. The clock begins at 10:00 UTC on 5 January 2026. */
async function bench(pipeline: Pipeline, script: Script = good) {
  const world = makeWorld(pipeline, script, {}, { services: defaultServices });
  const compiled = sfnTarget.compile(pipeline, site, sourcesOf(pipeline));
  expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await deploy(world, pipeline, compiled);
  return { world, compiled, runner: world.connect('sfn').runner({ pipeline, site }) };
}

const day = { type: 'date', description: '', default: { run: 'date' }, values: [] } as const;
const mode = { type: 'string', description: '', default: 'part', values: ['part', 'full'] } as const;
const steps = { a: { args: { DAY: { param: 'day' }, MODE: { param: 'mode' } } } } as const;

describe('a schedule', () => {
  test('starts runs in its zone, with its values, for the day of its instant', async () => {
    const { world, runner } = await bench(plainPipeline('nightly', steps, {
      timezone: 'Pacific/Auckland', params: { day, mode }, starts: [{ schedule: '30 0 * * ? *', params: { mode: 'full' } }, { schedule: '0 1 * * ? *', params: {} }],
    }));
    // 00:30 and 01:00 of the 6th in Auckland are 11:30 and 12:00 UTC of the 5th.
    await world.run(BEGINNING + 1.75 * HOUR);
    expect(world.players.argumentsOf.get('a')).toMatchObject({ '--DAY': '2026-01-06', '--MODE': 'full' });
    await world.run(BEGINNING + 2.5 * HOUR);
    expect(world.players.argumentsOf.get('a')).toMatchObject({ '--DAY': '2026-01-06', '--MODE': 'part' });
    const runs = await runner.list(10);
    expect(runs.map(({ state, start }) => [state, (start - BEGINNING) / HOUR])).toEqual([['succeeded', 2], ['succeeded', 1.5]]);
    expect(await runner.describe(runs[1]?.run ?? '')).toMatchObject({ state: 'succeeded', date: '2026-01-06', params: { day: '2026-01-06', mode: 'full' }, steps: { a: { state: 'succeeded' } } });
  });

  test('a run of it that failed keeps its values when it is resumed, whatever the defaults are by then', async () => {
    const pipeline = plainPipeline('nightly', steps, { params: { day, mode }, starts: [{ schedule: '0 11 5 1 ? 2026', params: { mode: 'full' } }] });
    const { world, runner } = await bench(pipeline, (_step, attempt) => ({ outcome: attempt === 1 ? 'failed' : 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } }));
    await world.run(BEGINNING + 2 * HOUR);
    const [failed] = await runner.list(10);
    expect(failed).toMatchObject({ state: 'failed' });
    const later = { ...pipeline, params: { day, mode: { ...mode, default: 'none' } } };
    const again = world.connect('sfn').runner({ pipeline: later, site });
    const plan = await again.plan(failed?.run ?? '');
    if ('refused' in plan) throw new Error(plan.refused);
    await again.resume(plan);
    await world.run(BEGINNING + 3 * HOUR);
    expect(await again.describe(failed?.run ?? '')).toMatchObject({ state: 'succeeded', params: { mode: 'full' }, continuations: [{}, {}] });
  });
});

describe('an object in S3', () => {
  const pipeline = plainPipeline('arrivals', steps, { timezone: 'Europe/Madrid', params: { day, mode }, starts: [{ s3: 's3://raw/in/' }], prerequisites: [{ kind: 'bucket', name: 'raw' }] });

  test('below the prefix starts a run, for the day in the zone of the pipeline', async () => {
    const { world, runner, compiled } = await bench(pipeline);
    expect(compiled.problems.map(({ code, severity }) => [code, severity])).toEqual([['MR5015', 'warning']]);
    await world.run(BEGINNING + 13.5 * HOUR);
    await world.host.call('s3', 'PutObject', { Bucket: 'raw', Key: 'out/x.csv', Body: 'x' });
    await world.host.call('s3', 'PutObject', { Bucket: 'raw', Key: 'in/x.csv', Body: 'x' });
    await world.run(BEGINNING + 14 * HOUR);
    const runs = await runner.list(10);
    expect(runs).toMatchObject([{ state: 'succeeded' }]);
    // 23:30 UTC is half past midnight in Madrid.
    expect(await runner.describe(runs[0]?.run ?? '')).toMatchObject({ date: '2026-01-06', params: { day: '2026-01-06', mode: 'part' } });
    expect(await runner.find((runs[0]?.run ?? '').slice(0, 8))).toEqual([runs[0]?.run]);
  });
});

test('a start from elsewhere with values that are wrong is refused before anything starts, and shown', async () => {
  const pipeline = plainPipeline('nightly', steps, { params: { day, mode } });
  const { world, runner } = await bench(pipeline);
  const stateMachineArn = `arn:aws:states:${site.region}:${site.account}:stateMachine:eq-nightly`;
  await world.host.call('sfn', 'StartExecution', { stateMachineArn, name: 'by-hand', input: '{"params": {"day": "soon"}}' });
  await world.run(BEGINNING + HOUR);
  expect(world.players.argumentsOf.size).toBe(0);
  expect(await runner.describe('by-hand')).toMatchObject({ state: 'failed', message: expect.stringContaining('Parameter day must be a day such as 2026-01-31.'), steps: { a: { state: 'skipped' } } });
});

import type { TaskAnswer, TaskCall } from '@millrace/asl';
import type { Pipeline } from '@millrace/core';
import { memoryStore } from '@millrace/deploy';
import { checkOutputs, isRefusal, runFolder, tryKey } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { tooLarge, valuesBudget } from './kinds/outputs-size.ts';
import { connectWith } from './target.ts';
import { Double } from './test/double.ts';
import { job, pipelineOf, site } from './test/pipelines.ts';
import { play } from './test/simulated.ts';

const good = () => ({ state: 'SUCCEEDED', minutes: 1 }) as const;
const reading = (or: string | number | null = null) => ({ args: { ROWS: { output: ['clean', 'rows'], or }, PATH: { output: ['clean', 'path'], or: or === null ? null : 'none' } } }) as const;
const clean = job('clean', { outputs: { rows: 'integer', path: 's3Uri', unread: 'string' } });
const chain = pipelineOf([clean, job('load', { after: ['clean'], ...reading() })]);
const right = { rows: 3, path: 's3://curated/x', unread: 'long' };

/** Answers every look into S3 with the text of that try, as S3 does. */
const left = (...texts: readonly (string | null)[]) => (call: TaskCall): TaskAnswer => {
  const text = texts[call.attempt - 1] ?? texts.at(-1) ?? null;
  return text === null ? { error: 'S3.NoSuchKeyException', cause: 'no such key' } : { output: { Body: text, ContentLength: Buffer.byteLength(text) } };
};

describe('outputs', () => {
  test('reach the arguments of later steps, and only those that are read travel on', async () => {
    const run = await play(chain, good, { calls: left(JSON.stringify(right)) });
    expect(run.args['load']).toMatchObject({ '--ROWS': '3', '--PATH': 's3://curated/x' });
    expect(run.output).toEqual({ clean: 'succeeded', 'clean.outputs': { rows: 3, path: 's3://curated/x' }, load: 'succeeded' });
  });

  test('are written where the run folder says, each try under a key of its own', async () => {
    const keys: unknown[] = [];
    const retried = { ...clean, retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } } as const;
    const run = await play(pipelineOf([retried]), good, { calls: (call) => { keys.push(call.arguments); return left('{}', JSON.stringify(right))(call); }, input: { run: { id: 'r' }, continuation: 2 } });
    expect(keys).toMatchObject([1, 2].map((attempt) => ({ Bucket: 'runs', Key: runFolder(site, chain, 'r').outputs('clean', tryKey(2, attempt)) })));
    expect(run.args['clean']).toMatchObject({ '--MILLRACE_OUTPUTS': `s3://runs/${runFolder(site, chain, 'r').outputs('clean', '0002-2')}` });
    expect(run).toMatchObject({ status: 'SUCCEEDED', starts: { clean: [0, 1] } });
  });

  test('that are wrong fail the attempt, and later steps take their default', async () => {
    const steps = [clean, job('load', { after: ['clean'] }), job('repair', { after: [{ step: 'clean', on: 'finished' }], ...reading(0) })];
    const run = await play(pipelineOf(steps), good, { calls: left('{"rows": "3"}') });
    expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: clean failed.', starts: { repair: [1] } });
    expect(run.starts).not.toHaveProperty('load');
    expect(run.args['repair']).toMatchObject({ '--ROWS': '0', '--PATH': 'none' });
  });

  test('travel into branches and out of them', async () => {
    const steps = [
      clean, job('a', { after: ['clean'], outputs: { n: 'boolean' } }), job('b', { after: ['clean'], ...reading() }),
      job('end', { after: ['a', 'b'], args: { N: { output: ['a', 'n'], or: null } } }),
    ];
    const run = await play(pipelineOf(steps), good, { calls: (call) => left(call.state === 'a outputs' ? '{"n": false}' : JSON.stringify(right))(call) });
    expect([run.args['b'], run.args['end']]).toMatchObject([{ '--ROWS': '3' }, { '--N': 'false' }]);
  });

  test('of a step that ended well in a branch that an early stop aborted reach the handler', async () => {
    const steps = [clean, job('after', { after: ['clean'] }), job('bad')];
    const pipeline = pipelineOf(steps, { failurePolicy: 'stop', finally: job('finally', reading(0)) });
    const jobRun = { JobRunState: 'SUCCEEDED', StartedOn: '2026-01-31T02:00:00.000Z', Arguments: { '--MILLRACE_RUN': '20260131t020000-abcdef-1', '--MILLRACE_STEP': 'clean', '--MILLRACE_OUTPUTS': 's3://runs/some/key.json' } };
    const calls = (call: TaskCall): TaskAnswer => (call.state === 'clean at the stop' ? { output: { JobRuns: [jobRun] } } : call.state.endsWith('at the stop') && !call.state.includes('outputs') ? { output: { JobRuns: [] } } : left(JSON.stringify(right))(call));
    const run = await play(pipeline, (step) => ({ state: step === 'bad' ? 'FAILED' : 'SUCCEEDED', minutes: step === 'bad' ? 3 : step === 'after' ? 9 : 1 }), { calls });
    expect(run.args['finally']).toMatchObject({ '--ROWS': '3', '--MILLRACE_FAILED_STEPS': 'bad' });
  });

  test.each([
    null, '', 'x', '[]', 'null', '7', '"x"', '{}', '{"v":1}', '{"v":null}', '{"v":[1]}', '{"v":["s3://abc"]}', '{"v":{}}', '{"v":"x"}', '{"v":"s3://abc"}', '{"v":"s3://abc/d e\\n"}', '{"v":"s3://Abc"}', '{"v":true}', '{"v":"true"}',
    '{"v":1.0}', '{"v":1.5}', '{"v":-0.0}', '{"v":1e3}', '{"v":999999999999999}', '{"v":1000000000000000}', '{"v":1e400}', '[{"v":1}]', '{"v":1,"v":true}', `{"v":"${'x'.repeat(65_526)}"}`, `{"v":"${'x'.repeat(65_529)}"}`,
  ])('the machine judges as the runner does: %.40s', async (text) => {
    for (const type of ['string', 'integer', 'boolean', 's3Uri'] as const) {
      const { outcomes } = await play(pipelineOf([job('a', { optional: true, outputs: { v: type } })]), good, { calls: left(text) });
      expect([type, outcomes['a']]).toEqual([type, 'wrong' in checkOutputs({ v: type }, text) ? 'failed' : 'succeeded']);
    }
  });
});

describe('values of five steps that would not fit into the state data together', () => {
  const producers = ['a', 'b', 'c', 'd', 'e'].map((name) => job(name, { optional: true, outputs: { v: 'string' } }));
  const args = Object.fromEntries(producers.map(({ name }) => [name.toUpperCase(), { output: [name, 'v'], or: 'none' } as const]));
  const pipeline = pipelineOf([...producers, job('end', { after: producers.map(({ name }) => ({ step: name, on: 'finished' as const })), args })]);
  const budget = Math.floor((262_144 - 32_768) / 5);
  const of = (length: number, char = 'x'): string => JSON.stringify({ v: char.repeat(length) });

  test('fail their attempts instead of the execution, at the step that left them', async () => {
    const run = await play(pipeline, good, { calls: left(of(60_000)) });
    expect(run).toMatchObject({ status: 'SUCCEEDED', outcomes: { a: 'failed', e: 'failed', end: 'succeeded' } });
    expect(run.args['end']).toMatchObject({ '--A': 'none' });
    const full = await play(pipeline, good, { calls: left(of(budget - 8)) });
    expect(full).toMatchObject({ outcomes: { a: 'succeeded', e: 'succeeded' } });
    expect(Buffer.byteLength(JSON.stringify(full.output))).toBeLessThan(262_144);
  });

  test.each([[budget - 8, 'x'], [budget - 7, 'x'], [Math.floor((budget - 8) / 4), '😀'], [Math.floor((budget - 8) / 4) + 1, 'é']] as const)('the runner judges as the machine does: %i of %s', async (length, char) => {
    const text = of(length, char);
    const { outcomes } = await play(pipeline, good, { calls: left(text) });
    expect(outcomes['a']).toBe(tooLarge({ v: char.repeat(length) }, ['v'], budget) === null ? 'succeeded' : 'failed');
  });

  test('is told as a sentence by the runner', async () => {
    const [aws, objects] = [new Double(), memoryStore()];
    const runner = connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site });
    const id = '20260131t020000-abcdef';
    await runner.start({ id, date: '2026-01-31', params: {} });
    const key = runFolder(site, pipeline, id).outputs('a', '0001-1');
    await objects.put('runs', key, of(60_000));
    aws.ran('dev-orders-a', 'a', id, 'SUCCEEDED', 1, { '--MILLRACE_OUTPUTS': `s3://runs/${key}` });
    expect((await runner.describe(id)).steps['a']).toMatchObject({ state: 'failed', attempts: [{ message: expect.stringContaining(`has up to 60008 bytes, and in this pipeline a state machine carries ${budget} of each step`) }] });
  });
});

test('up to three steps hand on whole objects: nothing needs to be counted', () => {
  expect([1, 3, 4].map(valuesBudget)).toEqual([null, null, 57_344]);
});

describe('a resume', () => {
  test('hands on what kept steps left; the arguments read it', async () => {
    const aws = new Double();
    const objects = memoryStore();
    const runner = connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline: chain, site });
    const id = '20260131t020000-abcdef';
    await runner.start({ id, date: '2026-01-31', params: {} });
    const uri = (attempt: string): string => `s3://runs/${runFolder(site, chain, id).outputs('clean', attempt)}`;
    aws.ran('dev-orders-clean', 'clean', id, 'SUCCEEDED', 1, { '--MILLRACE_OUTPUTS': uri('0001-1') });
    await objects.put('runs', runFolder(site, chain, id).outputs('clean', '0001-1'), JSON.stringify(right));
    aws.ran('dev-orders-load', 'load', id, 'FAILED', 1);
    aws.now += 60_000;
    aws.end(`${id}-1`, 'FAILED');
    const plan = await runner.plan(id);
    if (isRefusal(plan)) throw new Error(plan.refused);
    expect(plan.keep).toEqual(['clean']);
    await runner.resume(plan);
    const input: unknown = JSON.parse([...aws.executions.values()].at(-1)?.input ?? '');
    expect(input).toMatchObject({ keep: { clean: true }, keepOutputs: { clean: { rows: 3, path: 's3://curated/x' } } });
    // It is an object: the runner has written it.
    const run = await play(chain, good, { input: input as never });
    expect(run.args['load']).toMatchObject({ '--ROWS': '3' });
  });

  test('does not keep a step whose job run ended well without its outputs, and says why', async () => {
    const aws = new Double();
    const runner = connectWith(aws, memoryStore(), { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline: chain, site });
    const id = '20260131t020000-abcdef';
    await runner.start({ id, date: '2026-01-31', params: {} });
    const uri = `s3://runs/${runFolder(site, chain, id).outputs('clean', '0001-1')}`;
    aws.ran('dev-orders-clean', 'clean', id, 'SUCCEEDED', 1, { '--MILLRACE_OUTPUTS': uri });
    aws.now += 60_000;
    aws.end(`${id}-1`, 'FAILED');
    expect((await runner.describe(id)).steps['clean']).toMatchObject({ state: 'failed', attempts: [{ outcome: 'failed', message: `The outputs of the step 'clean' in ${uri} are not right: there is no such object.` }] });
    expect(await runner.plan(id)).toMatchObject({ keep: [] });
  });
});

test('of a secret only the name is an argument', async () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:1:secret:db';
  const pipeline: Pipeline = pipelineOf([job('a', { args: { A: { secret: 'prod/db' }, B: { secret: arn } } })]);
  const run = await play(pipeline, good);
  expect(run.args['a']).toMatchObject({ '--A': 'secretsmanager:prod/db', '--B': arn });
});

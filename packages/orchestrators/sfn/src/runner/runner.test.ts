import { RunNotFound, RunRefused } from '@millrace/core';
import { memoryStore } from '@millrace/deploy';
import { isRefusal, runStore } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { crawl, job, pipelineOf, site } from '../test/pipelines.ts';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';

const ID = '20260131t020000-abcdef';
const request = { id: ID, date: '2026-01-31', params: { day: '2026-01-30' } };
const pipeline = pipelineOf([job('a'), job('b', { after: ['a'] }), crawl('cat', { after: ['b'] })], {
  params: { day: { type: 'date', description: '', default: '2026-01-01', values: [] } },
});

function bench() {
  const aws = new Double();
  const objects = memoryStore();
  const clock = { now: () => aws.now, sleep: async () => undefined };
  const logs = async function* (id: string) { yield `log of ${id}`; };
  return { aws, store: runStore(objects, site, pipeline), runner: connectWith(aws, objects, { clock, logs }).runner({ pipeline, site }) };
}

const minutes = (n: number): number => n * 60_000;

describe('start', () => {
  test('hands run, day and parameters to an execution named after the run', async () => {
    const { aws, runner } = bench();
    await runner.start(request);
    const [execution] = aws.executions.values();
    expect(execution?.name).toBe(`${ID}-1`);
    expect(JSON.parse(execution?.input ?? '')).toEqual({ run: { id: ID, date: '2026-01-31' }, continuation: 1, params: { day: '2026-01-30' }, keep: {} });
  });

  test('a number that the machine would change is refused with a sentence, and nothing is written or started', async () => {
    const { aws, store, runner } = bench();
    const refused = runner.start({ ...request, params: { day: '2026-01-30', share: 0.1 + 0.2, big: 9007199254740991, fine: 0.3 } });
    await expect(refused).rejects.toBeInstanceOf(RunRefused);
    await expect(refused).rejects.toMatchObject({
      message: 'The run was not started: share is 0.30000000000000004, big is 9007199254740991, but a state machine passes on numbers of at most 15 significant digits.',
      hint: 'Give fewer digits, or declare the parameter as a string.',
    });
    expect(aws.executions.size).toBe(0);
    expect(await store.readRun(ID)).toBeNull();
  });

  test('goes on where a start broke off, and never starts twice', async () => {
    const { aws, store, runner } = bench();
    aws.breakAfter = 'StartExecution';
    await expect(runner.start(request)).rejects.toThrow('socket hang up');
    expect((await store.readContinuations(ID))[0]?.native).toBeNull();
    await runner.start(request);
    expect(aws.executions.size).toBe(1);
    expect((await store.readContinuations(ID))[0]?.native?.nativeId).toContain(`${ID}-1`);
  });

  test('an execution whose start was not recorded is found by its name', async () => {
    const { aws, runner } = bench();
    aws.breakAfter = 'StartExecution';
    await expect(runner.start(request)).rejects.toThrow();
    expect(await runner.describe(ID)).toMatchObject({ state: 'running', continuations: [{ nativeId: expect.stringContaining(`${ID}-1`) }] });
  });
});

describe('describe', () => {
  test('reads outcomes from job runs and crawls', async () => {
    const { aws, store, runner } = bench();
    await runner.start(request);
    aws.ran('dev-orders-a', 'a', ID, 'FAILED', 1);
    aws.now += minutes(1);
    aws.ran('dev-orders-a', 'a', 'another-run', 'RUNNING', 0);
    aws.end(`${ID}-1`, 'FAILED');
    expect(await store.readRun(ID)).not.toBeNull();
    expect(await runner.describe(ID)).toMatchObject({
      state: 'failed', date: '2026-01-31', params: { day: '2026-01-30' },
      steps: { a: { state: 'failed', attempts: [{ outcome: 'failed', continuation: 1 }] }, b: { state: 'skipped' }, cat: { state: 'skipped' } },
    });
  });

  test('an execution that failed for a reason of its own says it; the verdict of the machine adds nothing to the steps', async () => {
    const { aws, runner } = bench();
    await runner.start(request);
    aws.end(`${ID}-1`, 'FAILED', { error: 'Millrace.InvalidInput', cause: 'There is no parameter x.' });
    expect(await runner.describe(ID)).toMatchObject({ state: 'failed', refused: true, message: 'There is no parameter x.' });
    expect(await runner.list(1)).toMatchObject([{ run: ID, refused: true }]);
    aws.end(`${ID}-1`, 'FAILED', { error: 'States.Runtime', cause: 'No such field.' });
    expect(await runner.describe(ID)).toMatchObject({ state: 'failed', message: 'States.Runtime: No such field.' });
    aws.end(`${ID}-1`, 'FAILED', { error: 'Millrace.RunFailed', cause: 'The run failed: a failed.' });
    expect(await runner.describe(ID)).toMatchObject({ message: null });
  });

  test('knows its crawls from those of others by the marker', async () => {
    const { aws, runner } = bench();
    const objects = memoryStore();
    const other = connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site });
    await other.start(request);
    const at = aws.now + minutes(5);
    await objects.put('runs', `orders/${ID}/crawls/cat/0001-1.json`, JSON.stringify({ at }));
    aws.crawls.push(
      { crawler: 'dev-orders-cat', CrawlId: 'ours', State: 'COMPLETED', StartTime: at / 1000, EndTime: at / 1000 + 60 },
      { crawler: 'dev-orders-cat', CrawlId: 'theirs', State: 'COMPLETED', StartTime: at / 1000 - 90, EndTime: at / 1000 - 10 },
    );
    expect((await other.describe(ID)).steps['cat']?.attempts).toMatchObject([{ nativeId: 'ours', outcome: 'succeeded' }]);
    await expect(runner.describe(ID)).rejects.toBeInstanceOf(RunNotFound);
  });

  test('a crawl of someone else, hours after a start that was refused, is not taken for ours', async () => {
    const { aws } = bench();
    const objects = memoryStore();
    const runner = connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site });
    await runner.start(request);
    const at = aws.now;
    await objects.put('runs', `orders/${ID}/crawls/cat/0001-1.json`, JSON.stringify({ at }));
    aws.crawls.push({ crawler: 'dev-orders-cat', CrawlId: 'theirs', State: 'RUNNING', StartTime: at / 1000 + 7200 });
    expect((await runner.describe(ID)).steps['cat']?.attempts).toEqual([]);
  });

  test('a run that was started outside Millrace goes by the name of its execution', async () => {
    const { aws, runner } = bench();
    await aws.states('StartExecution', { stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders', name: 'by-hand', input: '{"params":{"day":"2026-01-15"}}' });
    expect(await runner.describe('by-hand')).toMatchObject({ run: 'by-hand', state: 'running', date: '2026-01-31', params: { day: '2026-01-15' } });
    await runner.start(request);
    expect((await runner.list(10)).map(({ run }) => run).sort()).toEqual([ID, 'by-hand']);
    expect((await runner.live()).map(({ run }) => run).sort()).toEqual([ID, 'by-hand']);
    expect([await runner.find('by-'), await runner.find(ID.slice(0, 12)), await runner.find('no')]).toEqual([['by-hand'], [ID], []]);
  });
});

describe('an execution that someone stopped', () => {
  test('in the console says so, with the words that were given; one that we stopped says nothing more', async () => {
    const { aws, runner } = bench();
    await runner.start(request);
    aws.end(`${ID}-1`, 'ABORTED', { error: 'Ops', cause: 'wrong day' });
    expect(await runner.describe(ID)).toMatchObject({ state: 'stopped', message: 'The execution was stopped outside Millrace: Ops: wrong day' });
    aws.end(`${ID}-1`, 'ABORTED', { error: '', cause: '' });
    expect(await runner.describe(ID)).toMatchObject({ message: 'The execution was stopped outside Millrace.' });
    aws.end(`${ID}-1`, 'ABORTED', { error: 'Millrace.Stopped', cause: 'Someone stopped the run.' });
    expect(await runner.describe(ID)).toMatchObject({ state: 'stopped', message: null });
  });
});

describe('a run from before the pipeline moved', () => {
  test('is not listed as a failed one; asked for by name, it is said where it ran', async () => {
    const { store, runner } = bench();
    await store.writeIndex({ run: ID, createdAt: 0 });
    await store.writeRun({ schemaVersion: 1, run: ID, pipeline: 'orders', target: 'glue', graphHash: '', date: '2026-01-31', params: {}, createdAt: 0 });
    expect(await runner.list(10)).toEqual([]);
    await expect(runner.describe(ID)).rejects.toThrow(/ran on an AWS Glue workflow.*moved to AWS Step Functions/);
    await expect(runner.plan(ID)).rejects.toBeInstanceOf(RunNotFound);
  });
});

describe('stop', () => {
  test('ends the execution first, then what is live of this run alone', async () => {
    const { aws, runner } = bench();
    await runner.start(request);
    aws.ran('dev-orders-a', 'a', 'another-run', 'RUNNING', 0);
    aws.ran('dev-orders-a', 'a', ID, 'RUNNING', 0);
    await runner.stop(ID);
    expect(aws.stopped).toEqual([`${ID}-1`, 'jr_2']);
    expect((await runner.describe(ID)).state).toBe('stopping');
  });

  test('does nothing to a run that has ended', async () => {
    const { aws, store, runner } = bench();
    await runner.start(request);
    aws.end(`${ID}-1`, 'FAILED');
    await runner.stop(ID);
    expect(aws.stopped).toEqual([]);
    expect(await store.readStop(ID)).toBeNull();
  });
});

describe('resume', () => {
  async function failed() {
    const all = bench();
    await all.runner.start(request);
    all.aws.ran('dev-orders-a', 'a', ID, 'SUCCEEDED', 1);
    all.aws.now += minutes(1);
    all.aws.ran('dev-orders-b', 'b', ID, 'FAILED', 1);
    all.aws.now += minutes(1);
    all.aws.end(`${ID}-1`, 'FAILED');
    const plan = await all.runner.plan(ID);
    if (isRefusal(plan)) throw new Error(plan.refused);
    return { ...all, plan };
  }

  test('is a new execution that passes over what is kept', async () => {
    const { aws, runner, plan } = await failed();
    expect(plan).toEqual({ run: ID, keep: ['a'], again: ['b', 'cat'], means: 'skipMap', nativeIds: [] });
    await runner.resume(plan);
    const second = [...aws.executions.values()].at(-1);
    expect(second?.name).toBe(`${ID}-2`);
    expect(JSON.parse(second?.input ?? '')).toMatchObject({ continuation: 2, keep: { a: true }, params: { day: '2026-01-30' } });
    expect(await runner.describe(ID)).toMatchObject({ state: 'running', steps: { a: { state: 'succeeded', kept: true } } });
  });

  test('of two resumes one goes on', async () => {
    const { aws, runner, plan } = await failed();
    const both = await Promise.allSettled([runner.resume(plan), runner.resume(plan)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(aws.executions.size).toBe(2);
  });

  test('a plan that no longer fits is refused', async () => {
    const { runner, plan } = await failed();
    await expect(runner.resume({ ...plan, keep: [] })).rejects.toThrow('It has changed since the plan was made.');
    await runner.resume(plan);
    expect(await runner.plan(ID)).toMatchObject({ refused: `Run ${ID} is still running.` });
  });
});

async function lines(log: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of log) found.push(line);
  return found;
}

test('the log of an attempt is that of its job run', async () => {
  const { aws, runner } = bench();
  await runner.start(request);
  aws.ran('dev-orders-a', 'a', ID, 'SUCCEEDED', 1);
  expect(await lines(runner.log(ID, 'a', 1))).toEqual(['log of jr_1']);
  await expect(lines(runner.log(ID, 'a', 2))).rejects.toThrow("Step 'a' of run '20260131t020000-abcdef' has 1 attempts; attempt 2 is none of them.");
});

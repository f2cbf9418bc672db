import type { Ended, Pipeline, ResumePlan, Runner, Script, Step } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, plainStep, sourcesOf } from '@millrace/testkit';
import { runFolder } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { site } from './equivalence/site.ts';
import { BEGINNING, deploy, makeWorld, type World } from './equivalence/world.ts';

const MINUTE = 60_000;
const ID = '20260105t100000-abcdef';
const diamond = { extract: {}, clean: { after: ['extract'] }, enrich: { after: ['extract'] }, load: { after: ['clean', 'enrich'] } } as const;
const stopping = plainPipeline('orders', diamond, { failurePolicy: 'stop' });

/** Ends of a step's attempts, one after the other; the last one holds on. `clean` takes two minutes, every other one. */
const ends = (by: Readonly<Record<string, readonly Ended[]>>): Script => (step, attempt) => {
  const all = by[step] ?? ['succeeded'];
  return { outcome: all[Math.min(attempt, all.length) - 1] ?? 'succeeded', ms: step === 'clean' ? 2 * MINUTE : MINUTE, onStop: { outcome: 'stopped', ms: 0 } };
};

interface Bench {
  readonly world: World;
  readonly runner: Runner;
  /** How many executions there are. */
  executions(): Promise<number>;
  jobRuns(step: string): Promise<number>;
}

async function bench(pipeline: Pipeline, script: Script): Promise<Bench> {
  const world = makeWorld(pipeline, script, {});
  await deploy(world, pipeline, sfnTarget.compile(pipeline, site, sourcesOf(pipeline)));
  const runner = world.connect('sfn').runner({ pipeline, site });
  await runner.start({ id: ID, date: '2026-01-05', params: {} });
  const count = async (service: 'sfn' | 'glue', operation: string, input: Readonly<Record<string, string>>, member: string): Promise<number> => {
    const answer = await world.host.call(service, operation, input);
    const list = typeof answer === 'object' && answer !== null && member in answer ? Reflect.get(answer, member) : [];
    return Array.isArray(list) ? list.length : 0;
  };
  return {
    world, runner,
    executions: async () => await count('sfn', 'ListExecutions', { stateMachineArn: `arn:aws:states:${site.region}:${site.account}:stateMachine:eq-orders` }, 'executions'),
    jobRuns: async (step) => await count('glue', 'GetJobRuns', { JobName: `eq-orders-${step}` }, 'JobRuns'),
  };
}

async function planned({ runner }: Bench): Promise<ResumePlan> {
  const plan = await runner.plan(ID);
  if ('refused' in plan) throw new Error(plan.refused);
  return plan;
}

describe('a redrive', () => {
  test('goes on where a step failed: the same execution, no kept step again', async () => {
    const b = await bench(stopping, ends({ clean: ['failed', 'succeeded'] }));
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'failed', message: null, steps: { clean: { state: 'failed' }, enrich: { state: 'succeeded' }, load: { state: 'skipped' } } });
    const plan = await planned(b);
    expect(plan).toMatchObject({ means: 'native', keep: ['extract', 'enrich'], again: ['clean', 'load'], nativeIds: [expect.stringContaining(`${ID}-1`)] });
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({
      state: 'succeeded',
      continuations: [{ start: BEGINNING, end: BEGINNING + 3 * MINUTE }, { start: BEGINNING + 3 * MINUTE, end: BEGINNING + 6 * MINUTE }],
      steps: { extract: { kept: true, attempts: [{}] }, clean: { attempts: [{ continuation: 1, outcome: 'failed' }, { continuation: 2, outcome: 'succeeded' }] }, load: { attempts: [{ continuation: 2 }] } },
    });
    expect([await b.executions(), await b.jobRuns('extract'), await b.jobRuns('clean')]).toEqual([1, 1, 2]);
  });

  test('serves a run that was stopped, whatever its policy', async () => {
    const b = await bench(plainPipeline('orders', diamond), ends({}));
    await b.world.run(BEGINNING + 1.5 * MINUTE);
    await b.runner.stop(ID);
    await b.world.run(null);
    const plan = await planned(b);
    expect(plan).toMatchObject({ means: 'native', keep: ['extract'] });
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded' });
    expect([await b.executions(), await b.jobRuns('extract'), await b.jobRuns('clean'), await b.jobRuns('load')]).toEqual([1, 1, 2, 1]);
  });

  test('may follow a redrive, and a new execution may follow both', async () => {
    const b = await bench(stopping, ends({ clean: ['failed', 'failed', 'failed', 'succeeded'] }));
    for (const expected of ['native', 'native'] as const) {
      await b.world.run(null);
      const plan = await planned(b);
      expect(plan.means).toBe(expected);
      await b.runner.resume(plan);
    }
    await b.world.run(null);
    // Another timeout is another definition: what is live now is what a new execution runs by.
    const changed = { ...stopping, steps: stopping.steps.map((step) => ({ ...step, timeoutSeconds: 3600 })) };
    await deploy(b.world, changed, sfnTarget.compile(changed, site, sourcesOf(changed)));
    const plan = await planned(b);
    expect(plan.means).toBe('skipMap');
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded', continuations: [{}, {}, {}, {}], steps: { clean: { attempts: [{ continuation: 1 }, { continuation: 2 }, { continuation: 3 }, { continuation: 4 }] } } });
    expect([await b.executions(), await b.jobRuns('extract'), await b.jobRuns('enrich')]).toEqual([2, 1, 1]);
  });

  test('is asked for once: a resume that broke off behind the call is found, and another does not start a second', async () => {
    const b = await bench(stopping, ends({ clean: ['failed', 'succeeded'] }));
    await b.world.run(null);
    const plan = await planned(b);
    await b.runner.resume(plan);
    await b.world.store.remove(site.runs, `orders/${ID}/continuations/0002.native.json`);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'running', continuations: [{}, { nativeId: expect.stringContaining(`${ID}-1`) }] });
    await expect(b.runner.resume(plan)).rejects.toThrow('is still running');
  });

  test('by someone else, in the console, counts as a continuation, and a resume goes on after it', async () => {
    const b = await bench(stopping, ends({ clean: ['failed', 'failed', 'succeeded'] }));
    await b.world.run(null);
    const { nativeIds: [executionArn = ''] } = await planned(b);
    await b.world.host.call('sfn', 'RedriveExecution', { executionArn });
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'failed', continuations: [{}, {}], steps: { extract: { kept: true }, clean: { attempts: [{ continuation: 1 }, { continuation: 2 }] } } });
    const plan = await planned(b);
    expect(plan.means).toBe('native');
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded', continuations: [{}, {}, {}] });
    expect([await b.executions(), await b.jobRuns('extract')]).toEqual([1, 1]);
  });
});

test('a run that was stopped, and redriven in the console, is stopped no more, and can be stopped again', async () => {
  const b = await bench(stopping, ends({}));
  await b.world.run(BEGINNING + 0.5 * MINUTE);
  await b.runner.stop(ID);
  await b.world.run(null);
  const { nativeIds: [executionArn = ''] } = await planned(b);
  await b.world.host.call('sfn', 'RedriveExecution', { executionArn });
  await b.world.run(b.world.host.now() + 0.5 * MINUTE);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'running' });
  await b.runner.stop(ID);
  await b.world.run(null);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'stopped', steps: { extract: { state: 'stopped', attempts: [{}, {}] } } });
  await b.world.host.call('sfn', 'RedriveExecution', { executionArn });
  await b.world.run(null);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded' });
});

test.each(['automation', 'crawl'] as const)('an %s that lives on when its execution is aborted is gone on with by a redrive in the console', async (kind) => {
  const slow: Script = () => ({ outcome: 'succeeded', ms: 60 * MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
  const crawling = plainPipeline('orders', { scale: { crawler: true } });
  const automated: Pipeline = { ...crawling, steps: crawling.steps.map(({ with: _, ...step }) => ({ ...step, kind: 'ssm', with: { document: 'Scale-scale' } })) };
  const b = await bench(kind === 'crawl' ? crawling : automated, slow);
  await b.world.run(BEGINNING + 10 * MINUTE);
  const executionArn = (await b.runner.describe(ID)).continuations[0]?.nativeId ?? '';
  await b.world.host.call('sfn', 'StopExecution', { executionArn });
  await b.world.run(BEGINNING + 12 * MINUTE);
  await b.world.host.call('sfn', 'RedriveExecution', { executionArn });
  await b.world.run(BEGINNING + 20 * MINUTE);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'running', steps: { scale: { state: 'running' } } });
  await b.world.run(null);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded', steps: { scale: { state: 'succeeded', attempts: [{ continuation: 2, outcome: 'succeeded' }] } } });
});

test('a run from outside that was resumed is listed once', async () => {
  const b = await bench(plainPipeline('orders', diamond), ends({ clean: ['succeeded', 'failed', 'succeeded'] }));
  await b.world.run(null);
  await b.world.host.call('sfn', 'StartExecution', { stateMachineArn: `arn:aws:states:${site.region}:${site.account}:stateMachine:eq-orders:live`, name: 'by-hand', input: '{}' });
  await b.world.run(null);
  const plan = await b.runner.plan('by-hand');
  if ('refused' in plan) throw new Error(plan.refused);
  await b.runner.resume(plan);
  await b.world.run(null);
  expect((await b.runner.list(10)).map(({ run, state }) => [run, state])).toEqual([['by-hand', 'succeeded'], [ID, 'succeeded']]);
});

test('what a redriven execution starts is of the next continuation: a wait that it begins anew, and the crawl behind it', async () => {
  const base = plainPipeline('orders', { extract: {}, catalog: { crawler: true, after: ['rest'] } });
  const rest: Step = { ...plainStep('rest', { after: ['extract'] }), kind: 'wait', with: { seconds: 600 } };
  const b = await bench({ ...base, steps: [...base.steps, rest] }, ends({}));
  await b.world.run(BEGINNING + 5 * MINUTE);
  await b.runner.stop(ID);
  const plan = await planned(b);
  expect(plan).toMatchObject({ means: 'native', keep: ['extract'] });
  await b.runner.resume(plan);
  await b.world.run(null);
  expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded', steps: {
    rest: { attempts: [{ continuation: 1, outcome: 'stopped' }, { continuation: 2, outcome: 'succeeded' }] },
    catalog: { attempts: [{ continuation: 2, outcome: 'succeeded' }] },
  } });
  const folder = runFolder(site, base, ID);
  expect(await b.world.store.list(site.runs, folder.crawls)).toEqual([folder.crawl('catalog', 2, 1)]);
});

describe('a new execution that passes over the kept steps', () => {
  const cases: Readonly<Record<string, readonly [Pipeline, Script]>> = {
    'where a caught error has been passed': [plainPipeline('orders', diamond), ends({ clean: ['failed', 'succeeded'] })],
    'where a step has attempts, which count anew': [plainPipeline('orders', { ...diamond, clean: { after: ['extract'], retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } } }, { failurePolicy: 'stop' }), ends({ clean: ['failed', 'failed', 'succeeded'] })],
  };
  test.each(Object.entries(cases))('%s', async (_, [pipeline, script]) => {
    const b = await bench(pipeline, script);
    await b.world.run(null);
    const plan = await planned(b);
    expect(plan.means).toBe('skipMap');
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.runner.describe(ID)).toMatchObject({ state: 'succeeded' });
    expect([await b.executions(), await b.jobRuns('extract')]).toEqual([2, 1]);
  });

  test('where a step succeeded after its execution was stopped, so that a redrive would start it again', async () => {
    const b = await bench(stopping, (_step, _attempt) => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'succeeded', ms: 1000 } }));
    await b.world.run(BEGINNING + 0.5 * MINUTE);
    await b.runner.stop(ID);
    await b.world.run(null);
    const plan = await planned(b);
    expect(plan).toMatchObject({ means: 'skipMap', keep: ['extract'] });
    await b.runner.resume(plan);
    await b.world.run(null);
    expect(await b.jobRuns('extract')).toBe(1);
  });
});

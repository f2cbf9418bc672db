import { describe, expect, test } from 'vitest';
import { parseDraft } from '../parse.ts';
import { crawler, definePipeline, failed, finished, glueJob, lambda, output, param, run, s3Start, schedule, sns, ssm, succeeded, wait } from './index.ts';

const found = (draft: ReturnType<typeof definePipeline>) => parseDraft(draft).problems.map(({ code, pointer }) => `${code} ${pointer}`);

test('the pipeline of the guide', () => {
  const draft = definePipeline({
    name: 'orders-daily',
    timezone: 'Europe/Madrid',
    params: {
      source: param.s3Uri({ description: 'Raw CSV files', default: 's3://acme-raw/orders/' }),
      day: param.date({ description: 'Day to load', default: run.date }),
    },
    starts: [schedule('0 2 * * ? *')],
    steps: ({ params }) => {
      const clean = glueJob('clean', {
        type: 'pythonshell',
        script: './jobs/clean.py',
        args: { SOURCE: params.source, DAY: params.day },
        outputs: { rows: output.integer() },
        timeout: '30m',
        retry: { attempts: 2 },
      });
      const load = glueJob('load', { script: './jobs/load.py', args: { ROWS: clean.outputs.rows, DAY: params.day } });
      const catalog = crawler('catalog', { database: 'sales', s3: ['s3://acme-curated/orders/'], after: load });
      return [clean, load, catalog];
    },
    onFailure: sns({ topic: 'data-alerts' }),
  });
  const { pipeline, problems } = parseDraft(draft);
  expect(problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['MR1053 info']);
  expect(pipeline?.steps.map(({ name, after }) => [name, after])).toEqual([['clean', []], ['load', [{ step: 'clean', on: 'succeeded' }]], ['catalog', [{ step: 'load', on: 'succeeded' }]]]);
  expect(pipeline?.steps[0]?.with).toEqual({ type: 'pythonshell', script: './jobs/clean.py', args: { SOURCE: { param: 'source' }, DAY: { param: 'day' } } });
  expect(pipeline?.steps[1]?.with).toMatchObject({ args: { ROWS: { output: ['clean', 'rows'], or: null } } });
  expect(pipeline?.onFailure).toMatchObject({ name: 'on-failure', kind: 'sns', with: { topic: 'data-alerts' } });
  expect(pipeline?.starts).toEqual([{ schedule: '0 2 * * ? *', params: {} }]);
});

test('what a schedule does not know is refused, not dropped', () => {
  const options: object = { prams: { n: 1 } }; // As from JavaScript: the compiler would refuse it.
  expect(found(definePipeline({ name: 'a', starts: [schedule('rate(1 day)', options)], steps: () => [wait('w', { for: '1m' })] }))).toEqual(['MR1010 /starts/0/prams']);
});

test('every kind, every word, every short form', () => {
  const a = glueJob('a', { job: 'existing', args: { RUN: run.id, LIST: ['x', 1], KEY: { secret: 'db/password' } }, outputs: { n: output.integer(), path: 's3Uri' }, timeout: '1h30m' });
  const b = lambda('b', { function: 'notify', after: [failed(a)], timeout: '1m' });
  const c = ssm('c', { document: 'Scale', after: [succeeded('a'), finished(b)], join: 'any', optional: true, timeout: '90s' });
  const d = wait('d', { for: '10m', after: 'a' });
  const e = glueJob('e', { script: 'e.py', type: 'etl', args: { N: a.outputs.n.or(0), D: param.ref('day') }, after: finished(a), timeout: '1h', retry: 3 });
  const f = crawler('f', { crawler: 'existing', retry: { attempts: 1, on: ['failed', 'timedOut'], delay: '1m' }, timeout: '5m' });
  const { pipeline, problems } = parseDraft(definePipeline({ name: 'all', params: { day: param.date() }, steps: [a, b, c, d, e, f], starts: [s3Start('s3://acme/in/')], failurePolicy: 'stop' }));
  expect(problems.map(({ code }) => code)).toEqual(['MR1036']);
  expect(pipeline?.steps.map((step) => step.with)).toEqual([
    { use: 'existing', args: { RUN: { run: 'id' }, LIST: ['x', 1], KEY: { secret: 'db/password' } } },
    { use: 'notify' },
    { document: 'Scale' },
    { seconds: 600 },
    { type: 'etl', script: 'e.py', args: { N: { output: ['a', 'n'], or: 0 }, D: { param: 'day' } } },
    { use: 'existing' },
  ]);
  expect(pipeline?.steps[2]).toMatchObject({ join: 'any', optional: true, after: [{ step: 'a', on: 'succeeded' }, { step: 'b', on: 'finished' }] });
  expect(pipeline?.steps[5]?.retry).toEqual({ attempts: 1, on: ['failed', 'timedOut'], delaySeconds: 60 });
});

describe('builders never throw', () => {
  const outlaws = [undefined, null, 7, 'x', [], () => 1, Symbol('s'), { steps: 7 }, { steps: [7, null] }];
  // The casts stand for authors who write JavaScript.
  test.each(outlaws.map((outlaw) => [outlaw]))('definePipeline(%s)', (outlaw) => {
    expect(parseDraft(definePipeline(outlaw as never)).pipeline).toBeNull();
  });

  test.each(outlaws.map((outlaw) => [outlaw]))('steps and parameters from %s', (outlaw) => {
    const make = () => definePipeline({ name: 'x', params: { p: param.enum(outlaw as never) }, steps: [glueJob(outlaw as never, outlaw as never), sns(outlaw as never), failed(outlaw as never) as never], finally: outlaw as never });
    expect(parseDraft(make()).pipeline).toBeNull();
  });

  test('a function under steps that throws is a problem with its reason', () => {
    const draft = definePipeline({ name: 'x', steps: () => { throw new Error('no luck'); } });
    expect(parseDraft(draft).problems).toMatchObject([{ code: 'MR1003', message: "the function under 'steps' threw: no luck" }]);
  });

  test('what is no plain data is refused where it stands', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const args = { F: (() => 1) as never, N: Number.NaN, C: circle as never };
    expect(found(definePipeline({ name: 'x', steps: [glueJob('a', { script: 'a', timeout: '1h', args })] }))).toEqual(['MR1007 /steps/0/with/args/C/self', 'MR1007 /steps/0/with/args/F', 'MR1007 /steps/0/with/args/N']);
  });

  test('a reference that was joined into a text is found', () => {
    const draft = definePipeline({ name: 'x', params: { day: param.date() }, steps: ({ params }) => [glueJob('a', { script: 'a', timeout: '1h', args: { P: `s3://x/${params.day as never as string}/` } })] });
    expect(parseDraft(draft).problems).toMatchObject([{ code: 'MR1008', severity: 'error' }]);
  });
});

test('what the types forbid', () => {
  // @ts-expect-error -- no such field
  glueJob('a', { scirpt: 'a.py' });
  // @ts-expect-error -- a duration says its unit
  glueJob('a', { script: 'a.py', timeout: 30 });
  // @ts-expect-error -- the step declares no such output
  expect(glueJob('a', { script: 'a.py', outputs: { rows: output.integer() } }).outputs.row).toBeDefined();
  // @ts-expect-error -- no such parameter
  definePipeline({ name: 'x', params: { day: param.date() }, steps: ({ params }) => [glueJob('a', { script: 'a', args: { D: params.dya } })] });
  expect(true).toBe(true);
});

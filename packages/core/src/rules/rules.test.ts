import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../parse.ts';
import { coreCatalogue } from '../catalogue.ts';
import { paramsCatalogue } from '@millrace/params';

const job = (fields: object = {}) => ({ kind: 'glueJob', script: './a.py', timeout: '1h', ...fields });
const pipeline = (steps: object, fields: object = {}) => ({ name: 'orders', steps, ...fields });
/** Code and pointer of each problem, in the order in which they are told. */
const found = (json: unknown) => parsePipeline(json).problems.map(({ code, pointer }) => `${code} ${pointer}`);
const first = (json: unknown) => parsePipeline(json).problems[0];

test('a good pipeline has no problems and comes back normalised', () => {
  const loaded = parsePipeline(pipeline({ a: job(), b: job({ after: 'a' }) }));
  expect(loaded.problems).toEqual([]);
  expect(loaded.pipeline?.steps[1]).toMatchObject({ name: 'b', after: [{ step: 'a', on: 'succeeded' }], join: 'all', retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, timeoutSeconds: 3600 });
});

test('the normalised form is read as it is, and gives itself', () => {
  const { pipeline: normalised } = parsePipeline(pipeline({ a: job({ outputs: { rows: 'integer' } }), b: job({ args: { N: { output: 'a.rows' } } }) }));
  expect(parsePipeline(normalised).pipeline).toEqual(normalised);
  expect(found({ ...normalised, overlap: 'never' })).toEqual(['MR1012 /overlap']);
});

describe('names', () => {
  test('of the pipeline and of steps have their pattern, and the fix is named', () => {
    expect(found(pipeline({ LoadOrders: job() }, { name: 'my orders' }))).toEqual(['MR1020 /name', 'MR1020 /steps/0/name']);
    expect(first(pipeline({ LoadOrders: job() }))?.hint).toContain("'load-orders'");
  });

  test('are used once, by handlers too', () => {
    const steps = [job({ name: 'a' }), job({ name: 'a' }), job({ name: 'finally' })];
    expect(found(pipeline(steps, { finally: job() }))).toEqual(['MR1021 /finally/name', 'MR1021 /steps/1/name']);
  });

  test('of arguments come without dashes and belong to nobody else', () => {
    expect(found(pipeline({ a: job({ args: { '--DAY': 1, JOB_NAME: 'x', 'a b': 1, 'out-path': 's3://x' } }) }))).toEqual(['MR1022 /steps/0/with/args/--DAY', 'MR1022 /steps/0/with/args/JOB_NAME', 'MR1022 /steps/0/with/args/a b']);
  });

  test("of Glue's settings are no arguments: they would act on one target and do nothing on the other", () => {
    const args = { 'enable-metrics': true, 'extra-py-files': 's3://x', 'job-bookmark-option': 'x', TempDir: 's3://x', conf: 'x', MODE: 'full' };
    const { problems } = parsePipeline(pipeline({ a: job({ args }), b: job({ args: { mode: 'x', debug: 'x' } }) }));
    expect(problems.map(({ code, severity, pointer }) => `${code} ${severity} ${pointer}`)).toEqual([
      ...['TempDir', 'conf', 'enable-metrics', 'extra-py-files', 'job-bookmark-option'].map((name) => `MR1024 error /steps/0/with/args/${name}`),
      'MR1022 error /steps/1/with/args/debug', 'MR1022 error /steps/1/with/args/mode',
    ]);
    expect(problems.slice(0, 2).map(({ hint }) => hint)).toEqual(["Write it under settings, as 'tempDir'.", 'Write it under settings: { defaultArguments: { "conf": … } }.']);
  });
});

describe('dependencies', () => {
  test('on a step that is not there: the near one is suggested', () => {
    expect(first(pipeline({ clean: job(), load: job({ after: 'claen' }) }))).toMatchObject({ code: 'MR1030', pointer: '/steps/1/after/0', hint: "Did you mean 'clean'?" });
  });

  test('on itself, or twice on one step', () => {
    expect(found(pipeline({ a: job({ after: 'a' }), b: job({ after: ['a', { step: 'a', on: 'failed' }] }) }))).toEqual(['MR1031 /steps/0/after/0', 'MR1033 /steps/1/after/1']);
  });

  test('in a circle: the path is named once', () => {
    const circle = parsePipeline(pipeline({ a: job({ after: 'c' }), b: job({ after: 'a' }), c: job({ after: 'b' }), d: job({ after: 'c' }) })).problems;
    expect(circle.map(({ code }) => code)).toEqual(['MR1032']);
    expect(circle[0]?.message).toContain('a → b → c → a');
  });

  test('two circles are two problems', () => {
    expect(found(pipeline({ a: job({ after: 'b' }), b: job({ after: 'a' }), c: job({ after: 'd' }), d: job({ after: 'c' }) })).filter((line) => line.startsWith('MR1032'))).toHaveLength(2);
  });

  test('a chain of five thousand steps is no problem', () => {
    const steps = Array.from({ length: 5000 }, (_, index) => job({ name: `s${index}`, after: index === 4999 ? [] : [`s${index + 1}`] }));
    expect(found(pipeline(steps))).toEqual([]);
  });

  test('handlers have none, and nothing waits for them', () => {
    expect(found(pipeline({ a: job({ after: 'on-failure' }) }, { onFailure: job({ after: 'a' }) }))).toEqual(['MR1034 /onFailure/after', 'MR1035 /steps/0/after/0']);
  });

  test('`finished` on a step that may be skipped is a warning that names `finally`', () => {
    const steps = { a: job(), b: job({ after: 'a' }), c: job({ after: [{ step: 'a', on: 'finished' }, { step: 'b', on: 'finished' }] }) };
    const { problems, pipeline: loaded } = parsePipeline(pipeline(steps));
    expect(problems).toMatchObject([{ code: 'MR1036', severity: 'warning', pointer: '/steps/2/after/1' }]);
    expect(problems[0]?.hint).toContain('finally');
    expect(loaded).not.toBeNull();
  });
});

describe('references', () => {
  const clean = job({ outputs: { rows: 'integer' } });
  test('to a parameter that is not declared', () => {
    expect(first(pipeline({ a: job({ args: { DAY: { param: 'dya' } } }) }, { params: { day: { type: 'date' } } }))).toMatchObject({ code: 'MR1040', pointer: '/steps/0/with/args/DAY', hint: "Did you mean 'day'?" });
  });

  test('to an output add a dependency on its step', () => {
    expect(parsePipeline(pipeline({ clean, load: job({ args: { N: { output: 'clean.rows' } } }) })).pipeline?.steps[1]?.after).toEqual([{ step: 'clean', on: 'succeeded' }]);
  });

  test('to outputs that are not there', () => {
    const args = { A: { output: 'claen.rows' }, B: { output: 'clean.rosw' }, C: { output: ['load', 'x'] } };
    expect(found(pipeline({ clean, load: job({ args }) }))).toEqual(['MR1041 /steps/1/with/args/A', 'MR1042 /steps/1/with/args/B', 'MR1041 /steps/1/with/args/C']);
  });

  test('only Glue jobs have outputs', () => {
    expect(found(pipeline({ c: { kind: 'crawler', crawler: 'x', timeout: '30m', outputs: { rows: 'integer' } }, j: job({ outputs: { rows: 'integer' } }) }))).toEqual(['MR1044 /steps/0/outputs']);
  });

  test('to an output that may be missing need a default', () => {
    const reading = (fields: object, or: object = {}) => job({ args: { N: { output: 'clean.rows', ...or } }, ...fields });
    const after = [{ step: 'clean', on: 'finished' }];
    expect(found(pipeline({ clean, load: reading({ after }) }))).toEqual(['MR1043 /steps/1/with/args/N']);
    expect(found(pipeline({ clean, load: reading({ after }, { or: 0 }) }))).toEqual([]);
    expect(found(pipeline({ clean, other: job(), load: reading({ after: ['clean', 'other'], join: 'any' }) }))).toEqual(['MR1043 /steps/2/with/args/N']);
    expect(found(pipeline({ clean }, { finally: reading({}) }))).toEqual(['MR1043 /finally/with/args/N']);
    expect(parsePipeline(pipeline({ clean }, { finally: reading({}, { or: 0 }) })).pipeline?.finally?.after).toEqual([]);
  });
});

describe('limits', () => {
  test('Glue jobs have timeouts in whole minutes, other steps need not', () => {
    expect(first(pipeline({ a: job({ timeout: '90s' }) }))).toMatchObject({ code: 'MR1050', hint: "Write '2m'." });
    expect(found(pipeline({ c: { kind: 'crawler', crawler: 'x', timeout: '90s' } }))).toEqual([]);
  });

  test('timeouts, retries and waits have bounds', () => {
    const steps = { a: job({ timeout: '8d' }), b: job({ timeout: '0s', retry: 11 }), c: job({ retry: { attempts: 1, on: ['failed', 'failed'], delay: '2d' } }), d: { kind: 'wait', for: '8d' } };
    expect(found(pipeline(steps))).toEqual(['MR1051 /steps/0/timeoutSeconds', 'MR1052 /steps/1/retry/attempts', 'MR1051 /steps/1/timeoutSeconds', 'MR1052 /steps/2/retry/delaySeconds', 'MR1052 /steps/2/retry/on', 'MR1055 /steps/3/with/seconds']);
  });

  test('one line of information tells where the default timeout applies', () => {
    const steps = { a: { kind: 'glueJob', script: 'a.py' }, b: job(), c: { kind: 'crawler', crawler: 'x' } };
    expect(parsePipeline(pipeline(steps)).problems).toMatchObject([{ code: 'MR1053', severity: 'info', message: 'timeout 2h filled in for: a, c' }]);
  });
});

describe('the pipeline as a whole', () => {
  test('zone, steps, starts', () => {
    const wrong = { timezone: 'Mars', starts: [{ schedule: '0 2 * * *' }, { schedule: '0 2 * * * *' }, { schedule: 'rate(0 hours)' }, { s3: 'acme' }, { schedule: '0 2 * * ? *', params: { n: 'x', m: 1 } }], params: { n: { type: 'integer' } } };
    expect(found({ name: 'a', steps: [], ...wrong })).toEqual(['MR1062 /starts/0/schedule', 'MR1062 /starts/1/schedule', 'MR1062 /starts/2/schedule', 'MR1063 /starts/3/s3', 'MR2010 /starts/4/params/m', 'MR2012 /starts/4/params/n', 'MR1061 /steps', 'MR1060 /timezone']);
  });

  test("a schedule's value that EventBridge Scheduler would replace is refused", () => {
    const starts = [{ schedule: 'rate(1 day)', params: { s: '<aws.scheduler.execution-id>' } }, { schedule: 'rate(1 day)', params: { s: '<aws>' } }];
    expect(found(pipeline({ a: job() }, { params: { s: { type: 'string' } }, starts }))).toEqual(['MR1065 /starts/0/params/s']);
  });

  test('declarations of parameters', () => {
    expect(found(pipeline({ a: job() }, { params: { JOB_NAME: { type: 'string' }, day: { type: 'date', default: '2026-02-30' } } }))).toEqual(['MR2002 /params/JOB_NAME', 'MR2003 /params/day']);
  });
});

describe('the form', () => {
  test('a misspelt field is told as misspelt, not as missing too', () => {
    expect(parsePipeline(pipeline({ a: { kind: 'glueJob', scirpt: 'a.py', timeout: '1h' } })).problems).toMatchObject([{ code: 'MR1010', hint: "Did you mean 'script'?" }]);
  });

  test('a misspelt field of a start is suggested too', () => {
    const { problems } = parsePipeline(pipeline({ a: job() }, { starts: { schedule: 'rate(1 hour)', parms: {} } }));
    expect(problems).toMatchObject([{ code: 'MR1010', pointer: '/starts/parms', hint: "Did you mean 'params'?" }]);
  });

  test('define or use, one of them', () => {
    expect(found(pipeline({ a: job({ job: 'x' }), b: { kind: 'glueJob' }, c: { kind: 'crawler', database: 'x' } }))).toEqual(['MR1015 /steps/0/with/use', 'MR1015 /steps/1', 'MR1015 /steps/2']);
  });

  test.each([
    ['nothing', null, ['MR1012 ']],
    ['a list', [], ['MR1012 ']],
    ['an empty mapping', {}, ['MR1011 ', 'MR1011 ', 'MR1061 /steps']],
    ['steps that are text', { name: 'a', steps: 'a' }, ['MR1012 /steps']],
    ['a step that is null', { name: 'a', steps: [null] }, ['MR1012 /steps/0']],
    ['a step without a name', pipeline([job()]), ['MR1011 /steps/0']],
    ['a step of an unknown kind', pipeline({ a: { kind: 'gluejob' } }), ['MR1014 /steps/0/kind']],
    ['a dependency with a wrong word', pipeline({ a: job(), b: job({ after: [{ step: 'a', on: 'failure' }, 7] }) }), ['MR1012 /steps/1/after/0/on', 'MR1012 /steps/1/after/1']],
    ['durations without a unit', pipeline({ a: job({ timeout: 30, retry: { attempts: 1, delay: '5' } }) }), ['MR1013 /steps/0/retry/delaySeconds', 'MR1012 /steps/0/timeoutSeconds']],
    ['arguments that are no values', pipeline({ a: job({ args: { A: {}, B: { param: 1 }, C: [[1]], D: { run: 'day' }, E: { output: 'rows' } } }) }), ['MR1012 /steps/0/with/args/A', 'MR1012 /steps/0/with/args/B/param', 'MR1012 /steps/0/with/args/C', 'MR1012 /steps/0/with/args/D/run', 'MR1012 /steps/0/with/args/E/output']],
  ])('%s', (_title, json, expected) => {
    expect(found(json)).toEqual(expected);
  });
});

test('the same pipeline gives the same problems in the same order', () => {
  const json = pipeline({ B: job({ after: ['x', 'y'] }), b: job({ timeout: '90s', retry: 99 }) });
  expect(parsePipeline(json)).toEqual(parsePipeline(structuredClone(json)));
});

test('every explanation says something, in sentences', () => {
  for (const { title, explanation, fix } of Object.values({ ...coreCatalogue, ...paramsCatalogue })) {
    expect(title).not.toMatch(/\.$/);
    expect(explanation).toMatch(/\.$/);
    expect(fix).toMatch(/\.$/);
  }
});

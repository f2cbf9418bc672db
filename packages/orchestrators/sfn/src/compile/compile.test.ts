import { validate } from '@millrace/asl';
import type { Pipeline, Prop, Step } from '@millrace/core';
import { runFolder } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { capabilities, rows } from '../capabilities.ts';
import { sfnCatalogue } from '../catalogue.ts';
import { called, crawl, job, pipelineOf, site, sourcesOf } from '../test/pipelines.ts';
import { play } from '../test/simulated.ts';
import { compile } from './compile.ts';

const compiled = (pipeline: Pipeline, over = {}) => compile(pipeline, { ...site, ...over }, sourcesOf(pipeline));
const definitionOf = (pipeline: Pipeline) => compiled(pipeline).resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props['Definition'];

type Found = { readonly name: string; readonly state: Readonly<Record<string, Prop>> };
/** All states, those inside Parallels too. */
function statesOf(machine: Prop | undefined): Found[] {
  if (typeof machine !== 'object' || machine === null || !('States' in machine) || typeof machine.States !== 'object') return [];
  return Object.entries(machine.States ?? {}).flatMap(([name, state]) => {
    // Every member of States is a state: an object.
    const fields = state as Readonly<Record<string, Prop>>;
    const branches = (fields['Branches'] ?? []) as readonly Prop[];
    return [{ name, state: fields }, ...branches.flatMap(statesOf)];
  });
}

const chain = (n: number): Step[] => Array.from({ length: n }, (_, i) => job(`s${i}`, { after: i === 0 ? [] : [`s${i - 1}`] }));

describe('the form', () => {
  test('a chain of jobs is a chain of at most three states per step', () => {
    const { nodes, delays } = compiled(pipelineOf(chain(10)));
    for (const states of Object.values(nodes)) expect(states.length).toBeLessThanOrEqual(3);
    expect(delays).toEqual([]);
    expect(statesOf(definitionOf(pipelineOf(chain(10)))).some(({ state }) => state['Type'] === 'Parallel')).toBe(false);
  });

  test('every Task has a timeout, and names are unique and short', () => {
    const calls = [called('f', 'lambda', { use: 'f' }), called('tell', 'sns', { topic: 't' }), called('scale', 'ssm', { document: 'd' }), called('pause', 'wait', { seconds: 5 })];
    const steps = [job('a'), job('b'), crawl('cat', { after: ['a'] }), job('d', { after: ['a', 'b'] }), ...calls];
    const states = statesOf(definitionOf(pipelineOf(steps, { failurePolicy: 'stop', onFailure: job('on-failure') })));
    for (const { name, state } of states) {
      expect(name.length).toBeLessThanOrEqual(80);
      if (state['Type'] === 'Task') expect(state['TimeoutSeconds']).toBeGreaterThan(0);
    }
    expect(new Set(states.map(({ name }) => name)).size).toBe(states.length);
  });

  test('a series-parallel pipeline is not delayed', () => {
    const steps = [job('a'), job('b', { after: ['a'] }), job('c', { after: ['a'] }), job('d', { after: ['b', 'c'] }), job('e')];
    expect(compiled(pipelineOf(steps)).delays).toEqual([]);
  });

  test('any other says what it delays, and why', () => {
    const { delays, used } = compiled(pipelineOf([job('a'), job('b'), job('c', { after: ['a'] }), job('d', { after: ['a', 'b'] })]));
    expect(delays.map(({ step, until }) => [step, until])).toEqual([['c', 'b']]);
    expect(delays[0]?.because).toMatch(/\.$/);
    expect(used.map(({ id }) => id)).toContain('graph.notSeriesParallel');
  });

  test("with join 'any' a step is delayed until all its dependencies have ended", () => {
    const { delays } = compiled(pipelineOf([job('a'), job('b'), job('c', { join: 'any', after: ['a', 'b'] })]));
    expect(delays.map(({ step, until }) => [step, until])).toEqual([['c', 'a'], ['c', 'b']]);
  });

  test('deploys scripts, jobs, crawlers and then the state machine, whose alias everything starts, with its log group and the pipeline that it is made from', () => {
    const { resources } = compiled(pipelineOf([job('a'), crawl('cat')]));
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
      ['Millrace::S3Object', 'scripts/dev-orders/scripts/0000000000000000/a.py'],
      ['AWS::Glue::Job', 'dev-orders-a'],
      ['AWS::Glue::Crawler', 'dev-orders-cat'],
      ['AWS::Logs::LogGroup', '/aws/vendedlogs/states/dev-orders-Logs'],
      ['AWS::StepFunctions::StateMachine', 'dev-orders'],
      ['Millrace::S3Object', expect.stringMatching(/^scripts\/dev-orders\/versions\/[0-9a-f]{16}\.json$/)],
      ['AWS::StepFunctions::StateMachineVersion', 'dev-orders'],
      ['AWS::StepFunctions::StateMachineAlias', 'dev-orders:live'],
    ]);
  });
});

describe('jobs and what they need', () => {
  const spark = (type: 'etl' | 'scala', more = {}): Step => ({ ...job('a'), kind: 'glueJob', with: { type, script: type === 'etl' ? './jobs/a.py' : './jobs/A.scala', args: { MODE: 'full', DAY: { run: 'date' } }, ...more } });

  test.each([
    [spark('etl'), { Name: 'glueetl', PythonVersion: '3' }, {}],
    [spark('scala', { settings: { className: 'GlueApp' } }), { Name: 'glueetl' }, { '--job-language': 'scala', '--class': 'GlueApp' }],
  ] as const)('a Spark job runs its script itself, and is told its arguments by the machine', async (step, command, args) => {
    const { resources, problems } = compiled(pipelineOf([step]));
    expect(problems).toEqual([]);
    const found = resources.find(({ type }) => type === 'AWS::Glue::Job');
    expect(found?.props).toMatchObject({ Command: command, DefaultArguments: { ...args, '--MODE': 'full' }, WorkerType: 'G.1X', MaxRetries: 0, Timeout: 30 });
    const run = await play(pipelineOf([step]), () => ({ state: 'SUCCEEDED', minutes: 1 }));
    expect(run.args['a']).toMatchObject({ '--MODE': 'full', '--DAY': '2026-01-31', '--MILLRACE_STEP': 'a' });
  });

  test('databases and buckets that must exist are made before anything else', () => {
    const { resources } = compiled(pipelineOf([job('a')], { prerequisites: [{ kind: 'database', name: 'sales' }, { kind: 'bucket', name: 'raw' }, { kind: 'table', name: 'sales.orders' }] }));
    expect(resources.map(({ type }) => type).slice(0, 2)).toEqual(['AWS::Glue::Database', 'AWS::S3::Bucket']);
  });
});

describe('arguments', () => {
  test('a text that looks like an expression stays a text', async () => {
    const run = await play(pipelineOf([job('a', { args: { X: '{% $boom %}', Y: ['a', 1], Z: true, N: 0.5 } })]), () => ({ state: 'SUCCEEDED', minutes: 1 }));
    expect(run.args['a']).toMatchObject({ '--X': '{% $boom %}', '--Y': '["a",1]', '--Z': 'true', '--N': '0.5' });
  });

  const params = {
    day: { type: 'date', description: '', default: { run: 'date' }, values: [] },
    count: { type: 'integer', description: '', default: 3, values: [] },
    size: { type: 'enum', description: '', default: null, values: ['small', 'big'] },
    share: { type: 'double', description: '', default: 0.25, values: [] },
    in: { type: 's3Uri', description: '', default: 's3://raw/orders/', values: [] },
  } as const;
  const pipeline = pipelineOf([job('a', { args: { DAY: { param: 'day' }, COUNT: { param: 'count' }, SIZE: { param: 'size' }, IN: { param: 'in' }, RUN: { run: 'id' } } })], { params });
  const good = { state: 'SUCCEEDED', minutes: 1 } as const;

  test('defaults are filled in when someone starts the machine by hand', async () => {
    const run = await play(pipeline, () => good, { input: { params: { size: 'big' } } });
    expect(run.args['a']).toMatchObject({ '--DAY': '2026-01-31', '--COUNT': '3', '--SIZE': 'big', '--IN': 's3://raw/orders/', '--RUN': '20260131t020000-abcdef-1', '--MILLRACE_RUN': '20260131t020000-abcdef-1' });
  });

  test.each([
    [{ region: 'NY', raw: 'acme-raw', fixed: 3 }, null],
    [{ region: 'NYC' }, 'Parameter region must be a text, with pattern [A-Z]{2}.'],
    [{ raw: 's3://acme' }, 'Parameter raw must be the name of a bucket such as acme-raw.'],
    [{ fixed: 4 }, 'Parameter fixed must be left out: it is not overridable.'],
  ])('rules of declarations hold for the input %j too', async (params, cause) => {
    const plain = { description: '', values: [] };
    const ruled = pipelineOf([job('a')], { params: {
      region: { ...plain, type: 'string', default: 'LA', pattern: '[A-Z]{2}' }, raw: { ...plain, type: 'bucket', default: 'acme-raw' }, fixed: { ...plain, type: 'integer', default: 3, overridable: false },
    } });
    const { error, cause: told } = await play(ruled, () => good, { input: { params } });
    expect([error, told]).toEqual(cause === null ? [null, null] : ['Millrace.InvalidInput', cause]);
  });

  test.each([
    [{ params: { when: '2026-02-02' } }, 'Parameter when must be left out: it is not overridable.'],
    [{ params: { when: '2026-01-31' } }, null],
    [{ run: { date: '2026-02-02' }, params: { when: '2026-02-02' } }, null],
  ])('a parameter that is the fixed day of the run is no other day: %j', async (input, cause) => {
    const run = await play(pipelineOf([job('a')], { params: { when: { description: '', values: [], type: 'date', default: { run: 'date' }, overridable: false } } }), () => good, { input });
    expect(run.cause).toBe(cause);
  });

  test('a fixed parameter that nobody has set is refused, given or not', async () => {
    const nothing = pipelineOf([job('a')], { params: { where: { description: '', values: [], type: 'string', default: null, overridable: false } } });
    expect((await play(nothing, () => good, { input: { params: { where: 'x' } } })).cause).toBe('Parameter where must be left out: it is not overridable.');
    expect((await play(nothing, () => good, { input: {} })).cause).toBe('Parameter where has no value, and no start may give one: set it in the environment and deploy.');
    expect((await play(nothing, () => good, { input: { params: { where: 'x' } }, site: { ...site, params: { where: 'x' } } })).cause).toBe(null);
  });

  test.each([
    ['integer', 1e21], ['integer', 9_007_199_254_740_992], ['s3Uri', 's3://acme/\u0007'], ['iamRole', 'arn:aws:iam::123456789012:role/a b'], ['date', '0000-01-01'],
  ] as const)('what resolution refuses, the state machine refuses: %s %j', async (type, value) => {
    const run = await play(pipelineOf([job('a')], { params: { p: { description: '', values: [], type, default: null } } }), () => good, { input: { params: { p: value } } });
    expect(run.error).toBe('Millrace.InvalidInput');
  });

  test.each([
    [{}, 'prod/db', null], [{ db: 'test/db' }, 'test/db', null], [{ db: 'two words!' }, null, 'Parameter db must be the name or ARN of a secret such as orders/database, never the secret itself.'],
  ])('a secret is a parameter whose value is a name, and no message repeats what is none: %j', async (params, passed, cause) => {
    const run = await play(pipelineOf([job('a', { args: { DB: { param: 'db' } } })], { params: { db: { description: '', values: [], type: 'secret', default: 'prod/db' } } }), () => good, { input: { params } });
    expect(run.cause).toBe(cause);
    if (passed !== null) expect(run.args['a']).toMatchObject({ '--DB': passed });
  });

  test("the environment's values come before defaults, the start's before both", async () => {
    const run = await play(pipeline, () => good, { input: { params: { count: 7 } }, site: { ...site, params: { count: 5, size: 'small' } } });
    expect(run.args['a']).toMatchObject({ '--COUNT': '7', '--SIZE': 'small' });
  });

  test.each([
    [{}, 'Give parameter size: one of small, big.'],
    [{ params: { size: 'huge' } }, 'Parameter size must be one of small, big.'],
    [{ params: { size: 'big', day: '2026-02-30' } }, 'Parameter day must be a day such as 2026-01-31.'],
    [{ params: { size: 'big', count: 1.5, colour: 'red' } }, 'There is no parameter colour. Declared are: day, count, size, share, in. Parameter count must be a whole number of at most 15 digits.'],
    [{ params: { size: 'big', share: 0.1 + 0.2 } }, 'Parameter share must be a number of at most 15 significant digits.'],
    [{ params: { size: 'big', in: 'raw/orders' } }, 'Parameter in must be an S3 URI such as s3://bucket/folder/.'],
    [{ run: 'today', params: { size: 'big' } }, 'run must be an object.'],
    [{ run: { id: 'r' }, continuation: 0, params: { size: 'big' } }, 'continuation must be a whole number from 1.'],
    [{ size: 'big', parms: {}, params: { size: 'big' } }, 'The input has size, parms, which nothing reads: values of parameters stand below params.'],
    [[{ params: { size: 'big' } }], 'The input must be an object, such as {"params": {}}.'],
    ['big', 'The input must be an object, such as {"params": {}}. Give parameter size: one of small, big.'],
  ])('an input that is wrong is refused before anything starts: %j', async (input, cause) => {
    const run = await play(pipeline, () => good, { input });
    expect(run).toMatchObject({ status: 'FAILED', error: 'Millrace.InvalidInput', cause, starts: {} });
  });
});

describe('an input that belongs to another execution', () => {
  const pipeline = pipelineOf([job('a')]);
  const good = { state: 'SUCCEEDED', minutes: 1 } as const;
  const wrong = 'run.id, continuation and keep belong to one execution that Millrace has started: leave them out, or use millrace run or millrace resume.';

  test.each([[{ run: { id: 'another' } }], [{ run: { id: '20260131t020000-abcdef' }, continuation: 1, keep: {} }], [{ keep: { a: true } }], [{ continuation: 1 }]])('is refused: %j', async (input) => {
    expect(await play(pipeline, () => good, { input, name: 'copy-of-it' })).toMatchObject({ error: 'Millrace.InvalidInput', cause: wrong, starts: {} });
  });

  test.each([[{}], [{ Comment: 'Insert your JSON here' }], [{ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn' }], [{ 'detail-type': 'Object Created', source: 'aws.s3', detail: {} }], [{ run: { date: '2026-01-30' } }]])('is none of these: %j', async (input) => {
    expect(await play(pipeline, () => good, { input, name: 'by-hand' })).toMatchObject({ status: 'SUCCEEDED', starts: { a: [0] } });
  });
});

test.each(['..', '_index', 'é', "it's(1)+@=!"])('a name that would not do for the folder of a run is refused: %s', async (name) => {
  const run = await play(pipelineOf([job('a')]), () => ({ state: 'SUCCEEDED', minutes: 1 }), { name, input: {} });
  expect(run).toMatchObject({ error: 'Millrace.InvalidInput', cause: expect.stringContaining('The execution must have a name'), starts: {} });
});

test('a policy that nothing beside another step can set off leaves no state behind that no way leads to', () => {
  const steps = [called('scale', 'ssm', { document: 'Scale' }, { optional: true }), job('rank', { optional: true }), job('last', { after: [{ step: 'scale', on: 'finished' }, { step: 'rank', on: 'finished' }] })];
  expect(validate(JSON.stringify(definitionOf(pipelineOf(steps, { failurePolicy: 'stop' })))).problems).toEqual([]);
});

describe('warnings', () => {
  const told = (pipeline: Pipeline) => compiled(pipeline).problems.map(({ code, severity, pointer }) => [code, severity, pointer]);
  const scale = called('scale', 'ssm', { document: 'Scale', parameters: {} });

  test('of automations of a stopped run, where the next one takes its turn', () => {
    expect(told(pipelineOf([scale], { overlap: 'queue' }))).toEqual([['MR5017', 'warning', '/overlap']]);
    expect(told(pipelineOf([scale]))).toEqual([]);
    expect(told(pipelineOf([job('a')], { overlap: 'queue' }))).toEqual([]);
  });

  test('of arguments in which the cause of an error would be cut', () => {
    expect(told(pipelineOf([job('a', { args: { TEXT: 'x'.repeat(30_000) } })]))).toEqual([['MR5018', 'warning', '/steps/0/with/args']]);
    expect(told(pipelineOf([job('a', { args: { TEXT: 'x'.repeat(28_000) } })]))).toEqual([]);
  });
});

test.each(['{% "', '{%', '%}', 'a %}', '{% $run.id %}'])('an argument that looks like an expression, or like half of one, arrives as it is: %s', async (text) => {
  const pipeline = pipelineOf([job('a', { args: { TEXT: text } })]);
  const run = await play(pipeline, () => ({ state: 'SUCCEEDED', minutes: 1 }));
  expect(run.args['a']).toMatchObject({ '--TEXT': text });
  expect(validate(JSON.stringify(definitionOf(pipeline))).problems).toEqual([]);
});

describe('the ledger', () => {
  test('rejects nothing', () => {
    expect(capabilities.filter(({ support }) => support === 'rejected').map(({ id }) => id)).toEqual([]);
  });

  test('has a row and a catalogue entry for whatever it tells', () => {
    for (const { code } of Object.values(rows)) if (code !== null) expect(sfnCatalogue).toHaveProperty(code);
  });

  test('shows the rows that a pipeline uses', () => {
    const { used } = compiled(pipelineOf([job('a', { optional: true }), crawl('cat', { after: ['a'] })]));
    expect(used.map(({ id }) => id)).toEqual(expect.arrayContaining(['kind.glueJob', 'kind.crawler', 'optional', 'word.succeeded', 'timeout.crawler']));
  });
});

describe('starts', () => {
  const pipeline = pipelineOf([job('a')], { starts: [{ schedule: '0 2 * * ? *', params: { count: 3 } }, { s3: 's3://raw/in/' }], params: { count: { type: 'integer', description: '', default: 1, values: [] } }, timezone: 'Europe/Madrid' });

  test('are a schedule in the zone with its values and instant, and a rule, both for the live version of the state machine', () => {
    const found = compiled(pipeline).resources;
    const Arn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders:live';
    expect(found.find(({ id }) => id === 'schedule.1')).toMatchObject({ after: ['stateMachine.live'], props: {
      ScheduleExpression: 'cron(0 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Madrid', Target: { Arn, RoleArn: site.roles.events, Input: '{"params":{"count":3},"millrace:scheduled":"<aws.scheduler.scheduled-time>"}' },
    } });
    expect(found.find(({ id }) => id === 'rule.s3.1')).toMatchObject({ after: ['stateMachine.live'], props: { Targets: [{ Arn, RoleArn: site.roles.events, Input: '{}' }] } });
  });

  test('use a role that may start this machine alone, and that by its alias, where the environment brings none', () => {
    const role = compiled(pipeline, { roles: { ...site.roles, events: null } }).resources.find(({ id }) => id === 'role.events');
    expect(role?.props['Policies']).toMatchObject([{ PolicyDocument: { Statement: [{ Action: ['states:StartExecution'], Resource: ['arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders'], Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } } }] } }]);
    expect(compiled(pipelineOf([job('a')]), { roles: { ...site.roles, events: null } }).resources.some(({ id }) => id === 'role.events')).toBe(false);
  });

  test('a value of a schedule that the machine would change is refused where it stands', () => {
    const long = { ...pipeline, starts: [{ schedule: '0 2 * * ? *', params: { count: 0.1 + 0.2 } }] };
    expect(compiled(long).problems).toMatchObject([{ code: 'MR5012', pointer: '/starts/0/params/count' }]);
  });
});

describe('limits', () => {
  const big = pipelineOf(chain(1500));

  test('what Step Functions would refuse is refused, with the figure', () => {
    const { problems, resources } = compiled(big);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['MR5010', 'error']]);
    expect(resources).toEqual([]);
  });

  test('or reported only, for benchmarks', () => {
    const { problems, resources } = compile(big, site, sourcesOf(big), { limits: 'report' });
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect(resources.at(-1)?.type).toBe('AWS::StepFunctions::StateMachineAlias');
  });

  test('a crawl that is looked at for 24 hours fills the history, and is warned of', () => {
    const day = compiled(pipelineOf([crawl('cat', { timeoutSeconds: 86_400 })]));
    expect(day.problems).toMatchObject([{ code: 'MR5011', severity: 'warning', message: expect.stringMatching(/^A run could make 259\d\d events/) }]);
    expect(day.resources).not.toEqual([]);
    expect(compiled(pipelineOf([crawl('cat', { timeoutSeconds: 43_200 })])).problems).toEqual([]);
  });

  test('so are retries of a crawl, each of which is looked at anew', () => {
    const retried = (attempts: number) => compiled(pipelineOf([crawl('cat', { timeoutSeconds: 28_800, retry: { attempts, on: ['timedOut'], delaySeconds: 0 } })])).problems;
    expect(retried(1)).toEqual([]);
    expect(retried(2)).toMatchObject([{ code: 'MR5011', severity: 'warning' }]);
  });

  test('more steps than a history can hold are refused', () => {
    const wide = pipelineOf(Array.from({ length: 3200 }, (_, i) => job(`s${i}`)));
    expect(compiled(wide).problems).toContainEqual(expect.objectContaining({ code: 'MR5011', severity: 'error' }));
  });

  test('a name that is too long is refused', () => {
    expect(compiled(pipelineOf([job('a')]), { prefix: 'x'.repeat(80) }).problems.map(({ code }) => code)).toContain('MR5013');
  });

  test('so are values of the environment that do not fit; a default that is not of its type is the model\'s to tell', () => {
    const pipeline = pipelineOf([job('a')], { params: { day: { type: 'date', description: '', default: 'soon', values: [] } } });
    expect(compiled(pipeline).problems).toEqual([]);
    expect(compiled(pipeline, { params: { day: 'later' } }).problems).toMatchObject([{ code: 'MR2012', severity: 'error', pointer: '/params/day' }]);
  });

  test('so is a value that no state machine could pass on', () => {
    const pipeline = pipelineOf([job('a')], { params: { n: { type: 'integer', description: '', default: 9007199254740991, values: [] } } });
    expect(compiled(pipeline).problems).toMatchObject([{ code: 'MR5012', pointer: '/params/n' }]);
  });
});

test("the machine's markers have the keys that the run folder has", async () => {
  const keys: unknown[] = [];
  await play(pipelineOf([crawl('cat')]), () => ({ state: 'SUCCEEDED', minutes: 1 }), {
    input: { run: { id: '20260131t020000-abcdef' }, continuation: 12 },
    calls: (call) => {
      if (call.resource.endsWith(':putObject')) keys.push(call.arguments);
      return { error: 'Test.Enough' };
    },
  });
  expect(keys[0]).toMatchObject({ Bucket: 'runs', Key: runFolder(site, { name: 'orders' }, '20260131t020000-abcdef').crawl('cat', 12, 1) });
});

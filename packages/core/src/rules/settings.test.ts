import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../parse.ts';

const job = (fields: object = {}) => ({ kind: 'glueJob', script: './a.py', timeout: '1h', ...fields });
const set = (settings: object, fields: object = {}) => job({ settings, ...fields });
const load = (steps: object, fields: object = {}) => parsePipeline({ name: 'orders', steps, ...fields });
const found = (step: object) => load({ a: step }).problems.filter(({ severity }) => severity === 'error').map(({ code, pointer }) => `${code} ${pointer.replace('/steps/0/', '')}`);
const ROLE = 'arn:aws:iam::123456789012:role/jobs';

describe('settings of a job', () => {
  test('are kept as they are written, and absent where there are none', () => {
    const settings = {
      description: 'Loads orders', glueVersion: '5.0', role: ROLE, workerType: 'G.2X', workers: 10, executionClass: 'FLEX', connections: ['sales-db'], bookmark: 'enable', maxConcurrentRuns: 3, queueing: true,
      tags: { team: 'sales' }, securityConfiguration: 'kms', extraPyFiles: ['s3://acme/lib.zip'], extraJars: ['s3://acme/x.jar'], extraFiles: ['s3://acme/conf/'], pythonModules: ['pyarrow==15.0.2'],
      tempDir: 's3://acme/tmp/', defaultArguments: { conf: 'spark.x=1', 'datalake-formats': 'iceberg', REGION: 'eu' }, nonOverridableArguments: { LIMIT: '5' }, notifyAfterMinutes: 60,
      sparkUi: 's3://acme/ui/', metrics: true, observabilityMetrics: true, continuousLog: true, autoScaling: true, jobInsights: true, dataCatalog: true, logUri: 's3://acme/logs/',
    };
    const { pipeline, problems } = load({ a: set(settings), b: job() });
    expect(problems).toEqual([]);
    expect(pipeline?.steps.map((step) => step.with)).toEqual([{ type: 'etl', script: './a.py', args: {}, settings }, { type: 'etl', script: './a.py', args: {} }]);
  });

  test('each wrong one is told, and hides none of the others', () => {
    expect(found(set({ workerType: 'G.3X', wokers: 2, tags: [], workers: 0, tempDir: 'acme/tmp', connections: ['a', ''] }))).toEqual([
      'MR1074 with/settings/connections/1', 'MR1012 with/settings/tags', 'MR1074 with/settings/tempDir', 'MR1010 with/settings/wokers', 'MR1012 with/settings/workerType', 'MR1072 with/settings/workers', 'MR1074 with/settings/workers',
    ].sort((a, b) => (a.slice(7) < b.slice(7) ? -1 : 1)));
  });

  test('belong to a type of job', () => {
    expect(found(set({ maxCapacity: 1, className: 'X', librarySet: 'none', maintenanceWindow: 'Sun:10', pythonVersion: '3.9' }))).toEqual(['className', 'librarySet', 'maintenanceWindow', 'maxCapacity', 'pythonVersion'].map((key) => `MR1070 with/settings/${key}`));
    expect(found(set({ workers: 2, workerType: 'G.1X', bookmark: 'enable', sparkUi: 's3://acme/ui/' }, { type: 'pythonshell' }))).toEqual(['bookmark', 'sparkUi', 'workerType', 'workers'].map((key) => `MR1070 with/settings/${key}`));
    expect(found(set({ maxCapacity: 2 }, { type: 'pythonshell' }))).toEqual(['MR1074 with/settings/maxCapacity']);
  });

  test.each([
    ['an old version', { glueVersion: '2.0' }, ['MR1071 with/settings/glueVersion']],
    ['a version that is none', { glueVersion: '7' }, ['MR1071 with/settings/glueVersion']],
    ['FLEX with large workers', { executionClass: 'FLEX', workerType: 'G.4X', workers: 2 }, ['MR1072 with/settings/executionClass']],
    ['workers of a stream', { workerType: 'G.025X', workers: 2 }, ['MR1072 with/settings/workerType']],
    ['new workers on an old version', { workerType: 'R.1X', workers: 2, glueVersion: '3.0' }, ['MR1072 with/settings/workerType']],
    ['a type of worker without a number', { workerType: 'G.1X' }, ['MR1072 with/settings/workerType']],
    ['a file with a comma', { extraJars: ['s3://acme/a.jar,s3://acme/b.jar'] }, ['MR1074 with/settings/extraJars/0']],
    ["a tag of Millrace's own", { tags: { 'millrace:owner': 'me' } }, ['MR1074 with/settings/tags']],
    ['a role that is no ARN', { role: 'jobs' }, ['MR1074 with/settings/role']],
  ])('%s', (_title, settings, expected) => {
    expect(found(set(settings))).toEqual(expected);
  });

  test('Python shell runs on Glue 3.0', () => {
    expect(found(set({ glueVersion: '5.0' }, { type: 'pythonshell' }))).toEqual(['MR1071 with/settings/glueVersion']);
    expect(found(set({ glueVersion: '3.0', maxCapacity: 1, librarySet: 'analytics', pythonModules: ['duckdb'] }, { type: 'pythonshell' }))).toEqual([]);
  });

  test('arguments among them belong to nobody else', () => {
    const defaultArguments = { '--X': '1', JOB_NAME: 'x', 'extra-jars': 's3://x/y', MILLRACE_RUN: 'x', DAY: '1', KEY: 'AKIAIOSFODNN7EXAMPLE', LIMIT: '1', mode: 'x' };
    expect(found(set({ defaultArguments, nonOverridableArguments: { LIMIT: '2' } }, { args: { DAY: 1 } }))).toEqual(
      ['MR1076 --X', 'MR1076 DAY', 'MR1076 JOB_NAME', 'MR2014 KEY', 'MR1076 LIMIT', 'MR1076 MILLRACE_RUN', 'MR1076 extra-jars', 'MR1076 mode'].map((each) => each.replace(' ', ' with/settings/defaultArguments/')),
    );
  });

  test('are no matter of an existing job', () => {
    expect(found({ kind: 'glueJob', job: 'nightly', timeout: '1h', settings: { workers: 2 } })).toEqual(['MR1015 with/use']);
  });
});

describe('streams and Scala', () => {
  const stream = { kind: 'glueJob', type: 'streaming', script: './a.py' };
  test('a stream is waited for until it runs, and nothing else is', () => {
    expect(found({ ...stream, waitFor: 'started', settings: { workerType: 'G.025X', workers: 2, maintenanceWindow: 'Sun:10' } })).toEqual([]);
    expect(found(stream)).toEqual(['MR1075 with/type']);
    expect(found({ ...stream, waitFor: 'started', timeout: '1h', outputs: { rows: 'integer' } })).toEqual(['MR1075 outputs', 'MR1075 timeoutSeconds']);
    expect(found(job({ waitFor: 'started' }))).toEqual(['MR1075 with/waitFor']);
    expect(found(job({ waitFor: 'ended' }))).toEqual(['MR1012 with/waitFor']);
  });
  test('no timeout is filled in for a stream', () => {
    expect(load({ a: { ...stream, waitFor: 'started' } }).problems).toEqual([]);
  });
  test('Scala names its class', () => {
    expect(found(job({ type: 'scala', script: './A.scala' }))).toEqual(['MR1073 with/settings']);
    expect(found(job({ type: 'scala', script: './A.scala', settings: { className: 'com.acme.A', extraJars: ['s3://acme/x.jar'], extraPyFiles: ['s3://acme/x.zip'] } }))).toEqual(['MR1070 with/settings/extraPyFiles']);
  });
});

describe('crawlers', () => {
  const crawl = (fields: object) => ({ kind: 'crawler', database: 'sales', timeout: '1h', ...fields });
  test('keep their targets and settings', () => {
    const settings = { role: ROLE, tablePrefix: 'raw_', exclusions: ['**.tmp'], classifiers: ['mine'], schemaChange: { update: 'log', delete: 'log' }, recrawl: 'newFolders', lineage: true, configuration: '{"Version":1.0}', securityConfiguration: 'kms', tags: { team: 'x' }, description: 'Orders', sampleSize: 10, connection: 'vpc' };
    const { pipeline, problems } = load({ a: crawl({ s3: 's3://acme/orders/', jdbc: [{ connection: 'db', path: 'sales/%' }], dynamoDb: ['orders'], settings }) });
    expect(problems).toEqual([]);
    expect(pipeline?.steps[0]?.with).toEqual({ database: 'sales', s3: ['s3://acme/orders/'], targets: { jdbc: [{ connection: 'db', path: 'sales/%' }], dynamoDb: ['orders'] }, settings });
  });
  test('of tables in the catalog stand alone', () => {
    const catalogTables = [{ database: 'sales', tables: ['orders'] }];
    expect(found({ kind: 'crawler', timeout: '1h', catalogTables, settings: { schemaChange: { delete: 'log' } } })).toEqual([]);
    expect(found(crawl({ catalogTables, s3: 's3://acme/orders/' }))).toEqual(['MR1077 with/database', 'MR1077 with/settings/schemaChange', 'MR1077 with/targets/catalogTables']);
  });
  test('need a database and something to crawl', () => {
    expect(found({ kind: 'crawler', timeout: '1h' })).toEqual(['MR1015 ', 'MR1015 '].map(() => 'MR1015 /steps/0'));
    expect(found(crawl({ dynamoDb: ['orders'] }))).toEqual([]);
  });
  test.each([
    ['a place that is no S3 URI', { s3: 'acme/orders' }, ['MR1077 with/s3/0']],
    ['new folders only, and tables changed', { s3: 's3://acme/o/', settings: { recrawl: 'newFolders' } }, ['MR1077 with/settings/recrawl']],
    ['events without a queue', { s3: 's3://acme/o/', settings: { recrawl: 'events' } }, ['MR1077 with/settings/recrawl']],
    ['samples of too many files', { s3: 's3://acme/o/', settings: { sampleSize: 250 } }, ['MR1077 with/settings/sampleSize']],
    ['a configuration that is no JSON', { s3: 's3://acme/o/', settings: { configuration: 'x' } }, ['MR1077 with/settings/configuration']],
    ['exclusions where nothing is in S3', { dynamoDb: ['o'], settings: { exclusions: ['x'] } }, ['MR1077 with/settings/exclusions']],
  ])('%s', (_title, fields, expected) => {
    expect(found(crawl(fields))).toEqual(expected);
  });
});

describe('functions, notices and automations', () => {
  const clean = job({ outputs: { rows: 'integer' } });
  test('are given values, and wait for the outputs that they read', () => {
    const steps = {
      clean,
      call: { kind: 'lambda', function: 'notify:live', payload: { rows: { output: 'clean.rows' }, days: [1, 2] }, timeout: '1m' },
      tell: { kind: 'sns', topic: 'arn:aws:sns:eu-west-1:123456789012:alerts', subject: 'Orders', message: { output: 'clean.rows' }, timeout: '1m' },
      scale: { kind: 'ssm', document: 'AWS-StopEC2Instance', parameters: { InstanceId: { param: 'instance' } }, timeout: '5m' },
    };
    const { pipeline, problems } = load(steps, { params: { instance: { type: 'string', default: 'i-1' } } });
    expect(problems).toEqual([]);
    expect(pipeline?.steps.slice(1).map(({ after, with: given }) => ({ after, given }))).toEqual([
      { after: [{ step: 'clean', on: 'succeeded' }], given: { use: 'notify:live', payload: { rows: { output: ['clean', 'rows'], or: null }, days: [1, 2] } } },
      { after: [{ step: 'clean', on: 'succeeded' }], given: { topic: 'arn:aws:sns:eu-west-1:123456789012:alerts', subject: 'Orders', message: { output: ['clean', 'rows'], or: null } } },
      { after: [], given: { document: 'AWS-StopEC2Instance', parameters: { InstanceId: { param: 'instance' } } } },
    ]);
  });
  test('references of handlers are checked as those of jobs', () => {
    const { problems } = load({ clean }, { onFailure: { kind: 'sns', topic: 'alerts', timeout: '1m', message: { output: 'clean.rows' } }, finally: { kind: 'lambda', function: 'f', timeout: '1m', payload: { day: { param: 'dya' } } } });
    expect(problems.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['MR1040 /finally/with/payload/day', 'MR1043 /onFailure/with/message']);
  });
  test('have names that their services know', () => {
    expect(found({ kind: 'lambda', function: 'a b', timeout: '1m' })).toEqual(['MR1078 with/use']);
    expect(found({ kind: 'sns', topic: 'arn:aws:sqs:eu-west-1:123456789012:x', subject: 'Línea', message: '', timeout: '1m' })).toEqual(['MR1078 with/message', 'MR1078 with/subject', 'MR1078 with/topic']);
    expect(found({ kind: 'ssm', document: 'x', parameters: { 'a b': 1 }, timeout: '1m' })).toEqual(['MR1078 with/document', 'MR1078 with/parameters']);
    expect(found({ kind: 'lambda', function: 'f', timeout: '1m', payload: { a: {} } })).toEqual(['MR1012 with/payload/a']);
  });
});

test('prerequisites are named as AWS names them, once each', () => {
  const prerequisites = [{ kind: 'database', name: 'sales' }, { kind: 'table', name: 'sales.orders' }, { kind: 'bucket', name: 'acme-raw' }, { kind: 'path', name: 's3://acme-raw/orders/' }];
  const told = (list: readonly object[]) => load({ a: job() }, { prerequisites: list }).problems.map(({ code, pointer }) => `${code} ${pointer}`);
  expect(told(prerequisites)).toEqual([]);
  expect(told([{ kind: 'table', name: 'orders' }, { kind: 'bucket', name: 's3://acme' }, { kind: 'path', name: 'acme/x' }, { kind: 'database', name: 'a.b' }, { kind: 'bucket', name: 'acme' }, { kind: 'bucket', name: 'acme' }])).toEqual(
    ['MR1064 /prerequisites/0/name', 'MR1064 /prerequisites/1/name', 'MR1064 /prerequisites/2/name', 'MR1064 /prerequisites/3/name', 'MR1064 /prerequisites/5'],
  );
});

test('the normalised form of all of it is read as it is', () => {
  const steps = {
    a: set({ workers: 2, workerType: 'G.1X', tags: { team: 'x' } }), b: { kind: 'glueJob', type: 'streaming', script: './b.py', waitFor: 'started' },
    c: { kind: 'crawler', timeout: '1h', catalogTables: [{ database: 'd', tables: ['t'] }], settings: { schemaChange: { delete: 'log' } } }, d: { kind: 'lambda', function: 'f', payload: { A: { run: 'date' } }, timeout: '1m' },
    e: { kind: 'sns', topic: 't', message: 'x', timeout: '1m' }, f: { kind: 'ssm', document: 'doc', parameters: { A: ['x'] }, timeout: '1m' },
  };
  const { pipeline, problems } = load(steps, { starts: [{ schedule: 'rate(1 day)' }, { s3: 's3://acme-raw/x/' }], prerequisites: [{ kind: 'bucket', name: 'acme-raw' }] });
  expect(problems).toEqual([]);
  expect(parsePipeline(pipeline)).toMatchObject({ pipeline, problems: [] });
});

test('a schedule cannot change a parameter that is not overridable', () => {
  const params = { limit: { type: 'integer', default: 5, overridable: false } };
  const told = (limit: number) => load({ a: job() }, { params, starts: [{ schedule: 'rate(1 day)', params: { limit } }] }).problems.map(({ code, pointer }) => `${code} ${pointer}`);
  expect([told(5), told(6)]).toEqual([[], ['MR2016 /starts/0/params/limit']]);
});

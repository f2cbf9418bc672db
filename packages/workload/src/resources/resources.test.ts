import { describe, expect, it } from 'vitest';
import { allSteps, crawlerResource, definesJob, jobResource, jobSpec, missingScripts, nativeName, physical, scriptResources } from '../index.ts';
import { crawl, job, pipeline, site, sources } from '../test/pipeline.ts';

const clean = job('clean', { timeoutSeconds: 1800, with: { type: 'pythonshell', script: './jobs/clean.py', args: { SOURCE: { param: 'source' }, MODE: 'full', DAYS: [1, 2] } } });
const handler = job('finally', { with: { type: 'pythonshell', script: './jobs/clean.py', args: {} } });
const p = pipeline([clean, crawl('catalog')], { finally: handler });
const scripts = sources({ './jobs/clean.py': 'print(1)\n' });

describe('the job of a step', () => {
  it('runs the bootstrap, which is told the step and where its spec is', () => {
    const resource = jobResource(clean, site, p, { bootstrap: true, maxRetries: 2 }, scripts);
    expect(resource).toMatchObject({
      id: 'job.clean', type: 'AWS::Glue::Job', name: 'dev-orders-clean',
      props: {
        Command: { Name: 'pythonshell', PythonVersion: '3.9', ScriptLocation: expect.stringMatching(/^s3:\/\/acme-scripts\/dev-orders\/runtime\/[0-9a-f]{16}\/bootstrap\.py$/) },
        DefaultArguments: { '--MILLRACE_STEP': 'clean', '--MILLRACE_SPEC': expect.stringMatching(/^s3:\/\/acme-scripts\/dev-orders\/specs\/[0-9a-f]{16}\.json$/) },
        MaxCapacity: 0.0625, MaxRetries: 2, Timeout: 30, Tags: { 'millrace:owner': 'dev/orders' },
      },
    });
    expect(resource.after).toHaveLength(3);
  });

  it('or the script itself, with the constants among its arguments as defaults', () => {
    const { props } = jobResource(clean, site, p, { bootstrap: false, arguments: { '--extra': 'x' } }, scripts);
    expect(props['Command']).toMatchObject({ ScriptLocation: expect.stringMatching(/\/scripts\/[0-9a-f]{16}\/clean\.py$/) });
    expect(props).toMatchObject({ DefaultArguments: { '--MODE': 'full', '--DAYS': '[1,2]', '--extra': 'x' }, MaxRetries: 0 });
  });

  it('is not made for a step that uses an existing one', () => {
    const existing = job('old', { with: { use: 'nightly-load', args: {} } });
    expect(() => jobResource(existing, site, p, { bootstrap: false }, scripts)).toThrow(TypeError);
    expect(nativeName(site, p, existing)).toBe('nightly-load');
    expect(nativeName(site, p, clean)).toBe('dev-orders-clean');
  });

  it('has a spec that knows whether the step is a handler', () => {
    const specs = allSteps(p).filter(definesJob).map((step) => jobSpec(step, site, p, scripts));
    expect(specs.map((spec) => [spec.step, spec.handler])).toEqual([['clean', false], ['finally', true]]);
    expect(specs.map((spec) => spec.job)).toEqual(['dev-orders-clean', 'dev-orders-finally']);
    expect(specs[0]).toMatchObject({ runsBucket: 'acme-runs', environmentParams: { source: 's3://acme-dev/' }, args: { SOURCE: { param: 'source' } } });
  });
});

describe('settings of a job', () => {
  const scripted = sources({ './jobs/a.py': 'print(1)\n', './jobs/A.scala': 'object A\n' });
  const made = (given: Extract<Parameters<typeof job>[1], object>['with'], bootstrap = true, at = site) => jobResource(job('a', given === undefined ? {} : { with: given }), at, pipeline([]), { bootstrap }, scripted);

  it('of Spark are members and special arguments; it starts through the bootstrap too', () => {
    const settings = {
      glueVersion: '5.0', workerType: 'G.2X', workers: 10, executionClass: 'FLEX', connections: ['db'], bookmark: 'pause', maxConcurrentRuns: 3, queueing: true, tags: { team: 'sales' }, extraPyFiles: ['s3://acme/a.zip', 's3://acme/b.zip'],
      pythonModules: ['duckdb==1.2.0'], tempDir: 's3://acme/tmp/', sparkUi: 's3://acme/ui/', metrics: false, continuousLog: true, defaultArguments: { conf: 'a=b' }, nonOverridableArguments: { LIMIT: '5' }, notifyAfterMinutes: 9,
      role: 'arn:aws:iam::123456789012:role/mine', securityConfiguration: 'kms', logUri: 's3://acme/logs/', description: 'Loads',
    } as const;
    const { props, after } = made({ type: 'etl', script: './jobs/a.py', args: {}, settings });
    expect(props).toMatchObject({
      Role: 'arn:aws:iam::123456789012:role/mine', Command: { Name: 'glueetl', PythonVersion: '3', ScriptLocation: expect.stringContaining('/bootstrap.py') }, GlueVersion: '5.0', WorkerType: 'G.2X', NumberOfWorkers: 10, ExecutionClass: 'FLEX',
      Connections: { Connections: ['db'] }, ExecutionProperty: { MaxConcurrentRuns: 3 }, JobRunQueuingEnabled: true, NotificationProperty: { NotifyDelayAfter: 9 }, NonOverridableArguments: { '--LIMIT': '5' },
      SecurityConfiguration: 'kms', LogUri: 's3://acme/logs/', Description: 'Loads', Tags: { team: 'sales', 'millrace:owner': 'dev/orders' },
    });
    const { '--MILLRACE_SPEC': _spec, '--MILLRACE_STEP': _step, ...special } = props['DefaultArguments'] as Record<string, string>; // it is a map of texts, as the test of the bootstrap holds
    expect(special).toEqual({
      '--extra-py-files': 's3://acme/a.zip,s3://acme/b.zip', '--additional-python-modules': 'duckdb==1.2.0', '--TempDir': 's3://acme/tmp/', '--job-bookmark-option': 'job-bookmark-pause', '--enable-spark-ui': 'true',
      '--spark-event-logs-path': 's3://acme/ui/', '--enable-continuous-cloudwatch-log': 'true', '--conf': 'a=b',
    });
    expect(props).not.toHaveProperty('MaxCapacity');
    expect(after).toHaveLength(3);
  });

  it('that are arguments of the script reach it through the bootstrap too', () => {
    const step = job('a', { with: { type: 'etl', script: './jobs/a.py', args: { DAY: { run: 'date' } }, settings: { defaultArguments: { conf: 'a=b', REGION: 'eu' }, nonOverridableArguments: { LIMIT: '5' } } } });
    expect([step].filter(definesJob).map((each) => jobSpec(each, site, pipeline([]), scripted).args)).toEqual([{ REGION: 'eu', LIMIT: '5', DAY: { run: 'date' } }]);
  });

  it('that are left out give two workers of the newest version that is usual', () => {
    expect(made({ type: 'etl', script: './jobs/a.py', args: {} }).props).toMatchObject({ GlueVersion: '5.1', WorkerType: 'G.1X', NumberOfWorkers: 2 });
  });

  it('of Python shell have a capacity, and a library set without dashes', () => {
    const { props } = made({ type: 'pythonshell', script: './jobs/a.py', args: {}, settings: { maxCapacity: 1, librarySet: 'none' } });
    expect(props).toMatchObject({ MaxCapacity: 1, GlueVersion: '3.0', DefaultArguments: { 'library-set': 'none' } });
    expect(props).not.toHaveProperty('WorkerType');
  });

  it('of Scala name its class; no bootstrap runs it', () => {
    const { props } = made({ type: 'scala', script: './jobs/A.scala', args: { DAY: 1 }, settings: { className: 'A' } });
    expect(props).toMatchObject({ Command: { Name: 'glueetl', ScriptLocation: expect.stringContaining('/A.scala') }, DefaultArguments: { '--job-language': 'scala', '--class': 'A', '--DAY': '1' } });
    expect(props['Command']).not.toHaveProperty('PythonVersion');
  });

  it('of a stream have no timeout', () => {
    const { props } = made({ type: 'streaming', script: './jobs/a.py', args: {}, waitFor: 'started', settings: { maintenanceWindow: 'Sun:10' } });
    expect(props).toMatchObject({ Command: { Name: 'gluestreaming' }, MaintenanceWindow: 'Sun:10' });
    expect(props).not.toHaveProperty('Timeout');
  });

  it('refer to the role that the deploy creates where the environment brings none', () => {
    const { props, after } = made({ type: 'pythonshell', script: './jobs/a.py', args: {} }, true, { ...site, roles: { ...site.roles, job: null } });
    expect(props['Role']).toEqual({ ref: 'role.job', attr: 'arn' });
    expect(after).toContain('role.job');
  });
});

describe('objects', () => {
  it('are there once each: steps with one script share it', () => {
    expect(scriptResources(p, site, scripts, { bootstrap: true }).map((object) => object.id.replace(/[0-9a-f]{16}/, '#'))).toEqual([
      'script.#.clean.py', 'runtime.#.bootstrap.py', 'spec.#.clean', 'spec.#.finally',
    ]);
    expect(scriptResources(p, site, scripts, { bootstrap: false })).toHaveLength(1);
  });

  it('that are named but missing are told with their pointers, all at once', () => {
    expect(missingScripts(p, new Map()).map((problem) => problem.pointer)).toEqual(['/steps/0/with/script', '/finally/with/script']);
  });
});

it('a crawler marks tables whose data is gone, and drops none', () => {
  expect(crawlerResource(crawl('catalog'), site, p).props).toMatchObject({
    DatabaseName: 'sales', Targets: { S3Targets: [{ Path: 's3://acme-curated/orders/' }] }, SchemaChangePolicy: { DeleteBehavior: 'DEPRECATE_IN_DATABASE' },
  });
});

it('a crawler has all targets and settings of its step', () => {
  const settings = { tablePrefix: 'raw_', exclusions: ['**.tmp'], classifiers: ['mine'], schemaChange: { update: 'log', delete: 'log' }, recrawl: 'newFolders', lineage: true, configuration: '{}', sampleSize: 9, connection: 'vpc' } as const;
  const step = crawl('catalog', { with: { database: 'sales', s3: ['s3://acme/'], targets: { jdbc: [{ connection: 'db', path: 'sales/%' }], dynamoDb: ['orders'] }, settings } });
  expect(crawlerResource(step, { ...site, roles: { ...site.roles, crawler: null } }, p)).toMatchObject({
    props: {
      Role: { ref: 'role.crawler', attr: 'arn' }, TablePrefix: 'raw_', Classifiers: ['mine'], RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' }, LineageConfiguration: { CrawlerLineageSettings: 'ENABLE' }, Configuration: '{}',
      SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
      Targets: { S3Targets: [{ Path: 's3://acme/', Exclusions: ['**.tmp'], ConnectionName: 'vpc', SampleSize: 9 }], JdbcTargets: [{ ConnectionName: 'db', Path: 'sales/%' }], DynamoDBTargets: [{ Path: 'orders' }] },
    },
    after: ['role.crawler'],
  });
  const catalog = crawl('catalog', { with: { database: '', s3: [], targets: { catalogTables: [{ database: 'sales', tables: ['orders'] }] } } });
  expect(crawlerResource(catalog, site, p).props).toMatchObject({ Targets: { CatalogTargets: [{ DatabaseName: 'sales', Tables: ['orders'] }] } });
  expect(crawlerResource(catalog, site, p).props).not.toHaveProperty('DatabaseName');
});

it('names keep steps, triggers and pipelines apart', () => {
  const names = physical(site, p);
  expect([names.workflow, names.trigger(null, 1), names.trigger('clean', 2), names.manifestKey]).toEqual(['dev-orders', 'dev-orders--start', 'dev-orders--clean-2', 'dev-orders/manifest.json']);
});

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

it('names keep steps, triggers and pipelines apart', () => {
  const names = physical(site, p);
  expect([names.workflow, names.trigger(null, 1), names.trigger('clean', 2), names.manifestKey]).toEqual(['dev-orders', 'dev-orders--start', 'dev-orders--clean-2', 'dev-orders/manifest.json']);
});

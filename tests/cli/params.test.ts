import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { document, folder, stackLines, type Folder } from './millrace.ts';

// Each test is a few processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 });

const pipeline = `name: orders
timezone: UTC
params:
  day: { type: date, description: Day to load, default: '2026-01-31' }
  region: { type: string, pattern: '[A-Z]{2}', default: NY, overridable: false }
  raw: { type: bucket, default: acme-raw }
  tag: { type: string, default: { run: id } }
steps:
  clean: { kind: glueJob, type: pythonshell, script: ./clean.py, timeout: 30m, args: { DAY: { param: day }, RAW: { param: raw }, MODE: fast } }
`;
const script = "import sys\nfrom awsglue.utils import getResolvedOptions\nargs = getResolvedOptions(sys.argv, ['DAY', 'RAW', 'MODE'])\nprint(args['DAY'], args['RAW'], args['MODE'])\n";
const config = "import { defineConfig } from '@millrace/deploy';\nexport default defineConfig({ environments: { local: { local: true, params: { raw: 'acme-local' } } } });\n";
const get = JSON.stringify({ Job: { DefaultArguments: { '--day': '2026-02-01', '--class': 'x' }, NonOverridableArguments: { '--raw': 'acme-fixed' } } });
let here: Folder;
beforeAll(() => {
  here = folder({ 'pipeline.yaml': pipeline, 'clean.py': script, 'millrace.config.ts': config, 'job.json': get, 'more.json': '{"day": "2026-03-01", "raw": "acme-file"}' });
});
afterAll(() => here.remove());

describe('params show', () => {
  it('tells each value and where it came from', async () => {
    const { code, out } = await here.millrace('params', 'show', '-p', 'day=2026-05-01');
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['day', 'date', '2026-05-01', 'run'], ['region', 'string', 'NY', 'default, fixed'], ['raw', 'bucket', 'acme-local', 'environment'], ['tag', 'string', '(id of the run)', 'default'], [''],
    ]);
    expect(code).toBe(0);
  });

  it('knows files of an environment and what a job has saved', async () => {
    const shown = document(await here.millrace('params', 'show', '--values', 'more.json', '--saved', 'job.json', '--json'));
    expect(shown).toMatchObject({ params: { day: { value: '2026-02-01', from: 'saved on the job' }, raw: { value: 'acme-fixed', from: 'non-overridable' } }, problems: [] });
  });

  it('tells what a run would be refused for, and no secret', async () => {
    const { code, err } = await here.millrace('params', 'show', '-p', 'region=LA', '-p', 'tag=AKIAIOSFODNN7EXAMPLE', '-p', 'dya=1');
    expect(code).toBe(3);
    expect(err).toMatch(/MR2016[\s\S]*MR2014/);
    expect(err).toContain("Did you mean 'day'?");
    expect(err).not.toContain('AKIA');
  });
});

describe('params render and parse', () => {
  it('write a step’s arguments for its job, and read them back', async () => {
    const { code, out, err } = await here.millrace('params', 'render', '--style', 'cli-shorthand', '--job', 'clean');
    expect([code, out, err]).toEqual([0, 'aws glue start-job-run --job-name local-orders-clean --arguments=--DAY=2026-01-31,--RAW=acme-local,--MODE=fast\n', 'Not saved: the values are for one run.\n']);
    here.write('line.txt', out);
    expect((await here.millrace('params', 'parse', '--style', 'cli-shorthand', 'line.txt')).out).toBe('--DAY\t"2026-01-31"\n--RAW\t"acme-local"\n--MODE\t"fast"\n');
  });

  it('write the parameters themselves for any job', async () => {
    const rendered = document(await here.millrace('params', 'render', '--style', 'cloudformation', '-p', 'tag=x', '--json'));
    expect(rendered).toMatchObject({ arguments: { '--day': '2026-01-31', '--region': 'NY', '--raw': 'acme-local', '--tag': 'x' }, saved: true });
  });

  it('explain and mend the line that sends no options', async () => {
    here.write('wrong.txt', 'aws glue start-job-run --job-name x --arguments LOCATION=NY,DATE=01-01-1990\n');
    const { code, err } = await here.millrace('params', 'parse', '--style', 'cli-shorthand', 'wrong.txt');
    expect(code).toBe(3);
    expect(err).toContain('aws glue start-job-run --job-name x --arguments=--LOCATION=NY,--DATE=01-01-1990');
  });
});

describe('params check', () => {
  it('is silent on a script that reads what it gets', async () => {
    const { code, out } = await here.millrace('params', 'check', '--glue-version', '6.0');
    expect([code, out]).toEqual([0, '0 errors, 0 warnings, 0 info\n1 script read.\n']);
  });

  it('names the line of a fault', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': script.replaceAll('RAW', 'RWA') });
    const { code, out } = await one.millrace('params', 'check');
    expect(code).toBe(3);
    expect(out).toMatch(/error MR2401 clean\.py:3:\d+\n {2}'RWA' is asked for and not passed/);
    one.remove();
  });
});

it('params codegen: accessors for each language', async () => {
  expect((await here.millrace('params', 'codegen', '--language', 'typescript')).out).toContain('export interface OrdersParams {');
  expect((await here.millrace('params', 'codegen', '--language', 'python')).out).toContain('def load(');
  expect(document(await here.millrace('params', 'codegen', '--language', 'scala', '-o', 'Orders.scala', '--json'))).toMatchObject({ module: 'Orders' });
});

it('a list among the parameters of a pipeline is refused, with a way out', async () => {
  const one = folder({ 'pipeline.yaml': pipeline.replace('type: bucket, default: acme-raw', 'type: list, items: string') });
  const { code, err } = await one.millrace('params', 'show');
  expect(code).toBe(3);
  expect(err).toMatch(/MR2008 pipeline\.yaml:6/);
  one.remove();
});

describe('wrong use', () => {
  it.each([
    [['params', 'shwo'], /Did you mean show\?/],
    [['params', 'show', '--style', 'cli-json'], /no use for --style/],
    [['params', 'check', 'clean.py'], /takes no file/],
    [['params', 'render'], /A style is needed/],
    [['params', 'render', '--style', 'cli-jsn'], /Did you mean cli-json\?/],
    [['params', 'render', '--style', 'cli-json'], /-p tag=/],
    [['params', 'parse', '--style', 'cli-json'], /A file is needed/],
    [['params', 'parse', '--style', 'cli-json', 'nothing.txt'], /nothing\.txt cannot be read/],
    [['params', 'codegen'], /--language python/],
    [['params', 'check', '--glue-version', '7'], /The versions are 0\.9/],
    [['params', 'show', '-p', 'day'], /name=value/],
    [['params', 'show', '--values', 'clean.py'], /no JSON object/],
  ])('%j: exit 2 and what was meant', async (args, told) => {
    const { code, out, err } = await here.millrace(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(told);
    expect(stackLines(err)).toEqual([]);
  });
});

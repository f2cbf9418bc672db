import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bin, document, folder as plainFolder, stackLines, type Ended, type Folder } from './millrace.ts';

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
interface Piped extends Folder {
  /** Runs the command with a text on its standard input. */
  piped(input: string, ...args: string[]): Promise<Ended>;
}
function folder(files: Readonly<Record<string, string>>): Piped {
  const made = plainFolder(files);
  return {
    ...made,
    piped: (input, ...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: made.path, input, encoding: 'utf8' });
      return Promise.resolve({ code: status, out: stdout, err: stderr });
    },
  };
}
let here: Piped;
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

  it('write the parameters themselves for any job: what no run may override apart, and nothing that is for one run', async () => {
    const rendered = document(await here.millrace('params', 'render', '--style', 'cloudformation', '-p', 'tag=x', '-p', 'day=2026-05-01', '--json'));
    expect(rendered).toMatchObject({ arguments: { '--day': '2026-01-31', '--raw': 'acme-local' }, fixed: { '--region': 'NY' }, saved: true });
    expect(Object.keys((rendered as { readonly arguments: object }).arguments)).toEqual(['--day', '--raw']); // The document was just matched.
    const { out, err } = await here.millrace('params', 'render', '--style', 'terraform', '-p', 'day=2026-05-01');
    expect(out).toContain('  default_arguments = {\n    "--day" = "2026-01-31"\n    "--raw" = "acme-local"\n  }\n\n  non_overridable_arguments = {\n    "--region" = "NY"\n  }\n}');
    expect(err.replace(/\s+/g, ' ')).toMatch(/Left out, since each run has a value of its own: tag\. With the value that stands, not that of -p, which is for one run: day\..*Fixed, so that no run overrides it: region\./);
  });

  it('leave out what a run may not override where values are for one run, and where the style cannot fix it', async () => {
    const one = await here.millrace('params', 'render', '--style', 'boto3', '-p', 'tag=x');
    expect(one.out).not.toContain('region');
    expect(one.err).toContain('Left out, since it is not overridable: region.');
    const kept = await here.millrace('params', 'render', '--style', 'console');
    expect([kept.code, kept.out.includes('region')]).toEqual([0, false]);
    expect(kept.err.replace(/\s+/g, ' ')).toContain('this style cannot fix it: region. Put it among the job\'s NonOverridableArguments');
  });

  it('pass the reference to a secret and the default of an output, never the day of today to later runs', async () => {
    const args = 'args: { DAY: { param: day }, DB: { secret: prod/db }, ROWS: { output: [count, rows], or: 0 }, TODAY: { run: date } }';
    const one = folder({ 'pipeline.yaml': pipeline.replace(/args: .*}\n/, `after: count, ${args} }\n  count: { kind: glueJob, type: pythonshell, script: ./clean.py, timeout: 30m, outputs: { rows: integer } }\n`), 'clean.py': script });
    const rendered = document(await one.millrace('params', 'render', '--style', 'boto3', '--job', 'clean', '--json'));
    expect(rendered).toMatchObject({ arguments: { '--DAY': '2026-01-31', '--DB': 'secretsmanager:prod/db', '--ROWS': '0', '--TODAY': expect.stringMatching(/^\d{4}-\d\d-\d\d$/) } });
    const saved = await one.millrace('params', 'render', '--style', 'terraform', '--job', 'clean');
    expect(saved.out).not.toContain('TODAY');
    expect(saved.err).toContain('each run has a value of its own: TODAY');
    one.remove();
  });

  it('refuse a value that the job’s parser would take for something else', async () => {
    const { code, out, err } = await here.millrace('params', 'render', '--style', 'boto3', '-p', 'tag=-h');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/the value of 'tag' begins with a dash[\s\S]*separate words/);
    expect((await here.millrace('params', 'render', '--style', 'workflow', '-p', 'tag=-h')).code).toBe(0);
  });

  it('write the properties of a workflow run under the names that are looked for, and the name that the deploy gives', async () => {
    const { code, out } = await here.millrace('params', 'render', '--style', 'workflow', '-p', 'tag=x');
    expect([code, out]).toEqual([0, `aws glue start-workflow-run --name local-orders '--run-properties={"param:day":"2026-01-31","param:raw":"acme-local","param:tag":"x"}'\n`]);
    const refused = await here.millrace('params', 'render', '--style', 'workflow', '--job', 'clean', '-p', 'tag=x');
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('--job has no place there')]);
  });

  it('explain and mend the line that sends no options', async () => {
    here.write('wrong.txt', 'aws glue start-job-run --job-name x --arguments LOCATION=NY,DATE=01-01-1990\n');
    const { code, err } = await here.millrace('params', 'parse', '--style', 'cli-shorthand', 'wrong.txt');
    expect(code).toBe(3);
    expect(err).toContain('aws glue start-job-run --job-name x --arguments=--LOCATION=NY,--DATE=01-01-1990');
  });
});

describe('params parse of a line that is wrong', () => {
  it.each([
    ['powershell', `aws glue start-job-run --job-name 'my job' --region eu-west-1 --arguments '{"A":"it''s"}'`, `aws glue start-job-run --job-name 'my job' --region eu-west-1 '--arguments=`, `it''s`],
    ['posix', 'aws glue start-job-run --job-name "my job" --timeout 5 --profile prod --arguments A=1 --arguments B=2', "aws glue start-job-run --job-name 'my job' --timeout 5 --profile prod ", '--B=2'],
  ])('keeps its other words and is read by the shell that is named: %s', async (shell, line, begins, holds) => {
    here.write('shell.txt', `${line}\n`);
    const { code, err } = await here.millrace('params', 'parse', '--style', 'cli-shorthand', '--shell', shell, 'shell.txt');
    const works = err.slice(err.indexOf('What works:\n  ') + 'What works:\n  '.length).trimEnd();
    expect(code).toBe(3);
    expect(works.startsWith(begins), works).toBe(true);
    expect(works).toContain(holds);
    expect(works).not.toContain('A=1');
  });
});

describe('params parse without a style or a file', () => {
  const line = "AWS_PROFILE=x aws glue start-job-run --job-name y --arguments='--A=1,--B=2'; echo done";
  it.each([
    [line, '--A\t"1"\n--B\t"2"\n'], ['{"--A": "1"}', '--A\t"1"\n'], ['client.start_job_run(JobName="x", Arguments={"--A": "1"})', '--A\t"1"\n'],
    ['aws glue start-workflow-run --name w --run-properties param:a=1', 'param:a\t"1"\n'], ['default_arguments = { "--A" = "1" }', '--A\t"1"\n'], ['{"Actions": [{"JobName": "x", "Arguments": {"--A": "1"}}]}', '--A\t"1"\n'],
  ])('takes what is piped into it, in the style that the text shows: %s', async (text, told) => {
    const { code, out, err } = await here.piped(`${text}\n`, 'params', 'parse');
    expect([code, out, err]).toEqual([0, told, '']);
  });

  it('shows what only the shell knows as it is written', async () => {
    const { code, out, err } = await here.piped('aws glue start-job-run --job-name y --arguments="--A=$DAY"\n', 'params', 'parse');
    expect([code, out, err]).toEqual([0, '--A\t"$DAY"\n', 'What only the shell knows is shown as it is written.\n']);
  });

  it('asks for a style where the text shows none', async () => {
    const { code, err } = await here.piped('hello\n', 'params', 'parse');
    expect([code, err]).toEqual([2, expect.stringContaining('Say it with --style')]);
  });

  it.each([['file:///tmp', /it is a folder/], ['file://nothing.json', /there is no such file/], ['https://example.com/x', /nothing is fetched/]])('a file that cannot be read is told in a sentence: %s', async (uri, told) => {
    const { code, out, err } = await here.piped(`aws glue start-job-run --job-name y --arguments ${uri}\n`, 'params', 'parse', '--style', 'cli-file');
    expect([code, out]).toEqual([2, '']);
    expect(err.replace(/\s+/g, ' ')).toMatch(told);
  });
});

describe('params check', () => {
  const reading = (...names: readonly string[]): string => `import sys\nfrom awsglue.utils import getResolvedOptions\nargs = getResolvedOptions(sys.argv, ${JSON.stringify(names)})\nprint(${names.map((name) => `args['${name}']`).join(', ')})\n`;
  const two = (first: string, second: string): string => `name: two\nparams:\n  n: { type: string, default: a }\n  need: { type: string, default: b }\n  mode: { type: string, default: c }\nsteps:\n  one: { kind: glueJob, type: pythonshell, script: ./job.py, timeout: 30m, args: { ${first} } }\n  two: { kind: glueJob, type: pythonshell, script: ./job.py, timeout: 30m, args: { ${second} } }\n`;

  it('names of parameters are no names of arguments, and names of arguments are held against each other', async () => {
    const all = 'COUNT: { param: n }, WANTED: { param: need }, M: { param: mode }';
    const one = folder({ 'pipeline.yaml': two(all, all), 'job.py': reading('COUNT', 'WANTED', 'M') });
    const good = await one.millrace('params', 'check');
    expect([good.code, good.out]).toEqual([0, '0 errors, 0 warnings, 0 info\n1 script read.\n']);
    one.write('pipeline.yaml', two('SRC: a, SRC_PATH: b', 'SRC: a, SRC_PATH: b'));
    one.write('job.py', reading('SRC', 'SRC_PATH'));
    const ambiguous = await one.millrace('params', 'check');
    expect([ambiguous.code, ambiguous.out.replace(/\s+/g, ' ')]).toEqual([3, expect.stringContaining("error MR2007 /steps/0/with/args/SRC step 'one': argument 'SRC' is the beginning of 'SRC_PATH'")]);
    expect((await one.millrace('params', 'check', '--glue-version', '6.0')).code).toBe(0);
    one.remove();
  });

  it('a finding names the step that does not pass what the script of two asks for, or both', async () => {
    const one = folder({ 'pipeline.yaml': two('LOC: a', 'DAY: b'), 'job.py': reading('LOC', 'NEVER') });
    const { problems } = document(await one.millrace('params', 'check', '--json'));
    expect(problems).toEqual(expect.arrayContaining([
      expect.objectContaining({ code: 'MR2401', step: 'two', steps: ['two'], message: expect.stringMatching(/^step 'two': 'LOC' is asked for/) }),
      expect.objectContaining({ code: 'MR2401', step: null, steps: ['one', 'two'], message: expect.stringMatching(/^steps 'one', 'two': 'NEVER' is asked for/) }),
    ]));
    one.remove();
  });

  it('never says that it changed nothing, since it changes nothing', async () => {
    const one = folder({ 'pipeline.yaml': pipeline.replace('type: bucket', 'type: buckett') });
    const { code, err } = await one.millrace('params', 'check');
    expect([code, err]).toEqual([3, expect.stringContaining('The parameters were not read: the pipeline has 1 problem.')]);
    expect(err).not.toContain('changed');
    one.remove();
  });

  const weird = pipeline.replace("tag: { type: string, default: { run: id } }", "tag: { type: string, default: x }").replace('MODE: fast', 'MODE: fast, TAG: { param: tag }');

  it.each([['-h', 'asks for the usage'], ['--DAY=2020-01-01', "sets 'DAY'"], ['--DAY', 'begins with a dash'], ['--', 'begins with a dash']])('a value that does harm as a word of the job is an error, also in show: %s', async (value, told) => {
    const one = folder({ 'pipeline.yaml': weird, 'clean.py': script });
    const checked = await one.millrace('params', 'check', '-p', `tag=${value}`);
    expect([checked.code, checked.out]).toEqual([3, expect.stringContaining('error MR2407 clean.py:3')]);
    expect(checked.out.replace(/\s+/g, ' ')).toContain(told);
    const shown = await one.millrace('params', 'show', '-p', `tag=${value}`);
    expect([shown.code, shown.err]).toEqual([3, expect.stringContaining('MR2407')]);
    one.remove();
  });

  it('a script that is no Python is no clean one, and a byte order mark is no fault', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': 'def f(:\n' });
    const { code, out } = await one.millrace('params', 'check');
    expect([code, out]).toEqual([3, expect.stringContaining('warning MR2411 clean.py:1')]);
    one.write('clean.py', `\ufeff${script}`);
    expect((await one.millrace('params', 'check')).out).toContain('0 errors, 0 warnings, 0 info');
    one.remove();
  });

  it('is silent on a script that reads what it gets', async () => {
    const { code, out } = await here.millrace('params', 'check', '--glue-version', '6.0');
    expect([code, out]).toEqual([0, '0 errors, 0 warnings, 0 info\n1 script read.\n']);
  });

  it('names the line of a fault', async () => {
    const one = folder({ 'pipeline.yaml': pipeline, 'clean.py': script.replaceAll('RAW', 'RWA') });
    const { code, out } = await one.millrace('params', 'check');
    expect(code).toBe(3);
    expect(out).toMatch(/error MR2401 clean\.py:3:\d+\n {2}step 'clean': 'RWA' is asked for and not passed/);
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

it('a secret among the parameters is a name, and what is none is not repeated', async () => {
  const one = folder({ 'pipeline.yaml': pipeline.replace('type: bucket, default: acme-raw', 'type: secret, default: prod/db'), 'clean.py': script });
  expect((await one.millrace('params', 'show')).out).toMatch(/raw +secret +prod\/db +default/);
  const { code, err } = await one.millrace('params', 'show', '-p', 'raw=hunter2 ?');
  expect(code).toBe(3);
  expect(err).not.toContain('hunter2');
  expect(err).toContain('MR2012');
  one.remove();
});

it('a secret by the name of its parameter is refused where a run or an environment gives it, and not repeated', async () => {
  const one = folder({ 'pipeline.yaml': pipeline.replace('raw: { type: bucket, default: acme-raw }', 'raw: { type: bucket, default: acme-raw }\n  db_password: { type: string }'), 'clean.py': script, 'more.json': '{"db_password": "hunter2"}' });
  for (const from of [['-p', 'db_password=hunter2'], ['--values', 'more.json']]) {
    const { code, out, err } = await one.millrace('params', 'show', ...from);
    expect([code, err]).toEqual([3, expect.stringContaining('MR2014')]);
    expect(out + err).not.toContain('hunter2');
  }
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
    [['params', 'render', '--style', 'cli-json', '--job', 'claen', '-p', 'tag=x'], /no step claen that is a job[\s\S]*Did you mean clean\?/],
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

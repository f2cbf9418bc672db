import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Loaded } from '../parse.ts';
import { load, parsePipeline, type LoadIo } from '../index.ts';
import { locateFields } from './locate.ts';
import { readYaml } from './yaml.ts';

const core = new URL('../index.ts', import.meta.url).href;

const files: Readonly<Record<string, string>> = {
  'good.ts': `import { crawler, definePipeline, failed, glueJob, output, param, run, schedule } from '${core}';
export default definePipeline({
  name: 'orders',
  timezone: 'Europe/Madrid',
  params: { day: param.date({ description: 'Day', default: run.date }), mode: param.enum({ values: ['full', 'delta'] }) },
  starts: [schedule('0 2 * * ? *', { params: { mode: 'full' } })],
  failurePolicy: 'stop',
  steps: ({ params }) => {
    const clean = glueJob('clean', { type: 'pythonshell', script: './clean.py', args: { DAY: params.day, MODE: params.mode }, outputs: { rows: output.integer() }, timeout: '30m', retry: { attempts: 2, delay: '1m' } });
    const load = glueJob('load', { job: 'existing', args: { ROWS: clean.outputs.rows }, timeout: '2h' });
    const repair = glueJob('repair', { script: './repair.py', after: failed(clean), args: { ROWS: clean.outputs.rows.or(0) }, timeout: '1h' });
    return [clean, load, repair, crawler('catalog', { database: 'sales', s3: 's3://acme/orders/', after: load, timeout: '10m' })];
  },
  finally: glueJob({ script: './report.py', timeout: '5m' }),
});
`,
  'good.yaml': `name: orders
timezone: Europe/Madrid
params:
  day: { type: date, description: Day, default: { run: date } }
  mode: { type: enum, values: [full, delta] }
starts:
  - schedule: 0 2 * * ? *
    params: { mode: full }
failurePolicy: stop
steps:
  clean:
    kind: glueJob
    type: pythonshell
    script: ./clean.py
    args: { DAY: { param: day }, MODE: { param: mode } }
    outputs: { rows: integer }
    timeout: 30m
    retry: { attempts: 2, delay: 1m }
  load:
    kind: glueJob
    job: existing
    args: { ROWS: { output: clean.rows } }
    timeout: 2h
  repair:
    kind: glueJob
    script: ./repair.py
    after: { step: clean, on: failed }
    args: { ROWS: { output: clean.rows, or: 0 } }
    timeout: 1h
  catalog:
    kind: crawler
    database: sales
    s3: s3://acme/orders/
    after: load
    timeout: 10m
finally:
  kind: glueJob
  script: ./report.py
  timeout: 5m
`,
  'six.ts': `import { definePipeline, glueJob, param, run } from '${core}';
interface Unused { readonly types: 'are stripped' }
export default definePipeline({
  name: 'orders',
  timezone: 'Mars',
  params: { day: param.date({ default: run.id as never }) },
  steps: ({ params }) => {
    const clean = glueJob('clean', {
      scirpt: './clean.py', // no such field
      timeout: '90s',
      args: { DAY: (params as Record<string, { param: string }>).dya ?? '' },
    } as {});
    return [clean, glueJob('load', { script: './load.py', timeout: '1h', after: [clean, 'claen'] })];
  },
});
`,
  'six.yaml': `name: orders
timezone: Mars
params:
  day: { type: date, default: { run: id } }
steps:
  clean:
    kind: glueJob
    scirpt: ./clean.py
    timeout: 90s
    args:
      DAY: { param: dya }
  load:
    kind: glueJob
    script: ./load.py
    timeout: 1h
    after: [clean, claen]
`,
  'enum.ts': 'export const x = 1;\nenum Colour { Red }\nexport default 1;\n',
  'syntax.ts': 'export default {\n  a: 1,\n  b: : 2 };\n',
  'syntax.js': 'export default {\n  a: 1,\n  b: : 2 };\n',
  'twice.ts': 'const a: number = 1;\n const a = 2;\nexport default a;\n',
  'throws.ts': 'const x: number = 1;\n\nthrow new Error(`boom ${x}`);\n',
  'throws-text.ts': "throw 'boom';\n",
  'lost.ts': "import path from 'node:path';\nimport './nope.ts';\nexport default path;\n",
  'nothing.ts': 'export const x = 1;\n',
  'text.ts': "export default 'hello';\n",
  'steps-throw.ts': `import { definePipeline } from '${core}';
export default definePipeline({ name: 'x', steps: () => {
  return [null as never].map((it: { a: string }) => it.a) as never;
} });
`,
  'broken.yaml': 'a: [1\nb: 2\nb: 3\n',
  'bomb.yaml': `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n`,
  'notes.txt': 'hello',
};

let folder = '';
let results: Readonly<Record<string, Pick<Loaded, 'pipeline' | 'problems'>>> = {};

// A real Node, since its type stripping and its stacks are what is tested.
const PROGRAM = `
import { load } from '${core}';
const [folder, ...names] = process.argv.slice(1);
const results = {};
for (const name of names) { const { pipeline, problems } = await load(folder + '/' + name); results[name] = { pipeline, problems }; }
console.log(JSON.stringify(results));
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'millrace load (1) '));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@millrace/source', '--input-type=module', '-e', PROGRAM, folder, ...Object.keys(files), 'none.ts', 'none.yaml']);
  // The program above printed it.
  results = JSON.parse(stdout) as typeof results;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const told = (name: string) => results[name]?.problems.map(({ code, at }) => `${code} ${path.basename(at?.file ?? '')}:${at?.line}:${at?.col}`);

test('TypeScript and YAML of one pipeline become the same JSON', () => {
  expect(results['good.ts']?.problems).toEqual([]);
  expect(results['good.yaml']?.problems).toEqual([]);
  expect(results['good.ts']?.pipeline).not.toBeNull();
  expect(results['good.yaml']?.pipeline).toEqual(results['good.ts']?.pipeline);
});

describe('six mistakes are six problems, each with its place', () => {
  test('in TypeScript', () => {
    expect(told('six.ts')).toEqual(['MR1060 six.ts:5:3', 'MR2003 six.ts:6:24', 'MR1010 six.ts:9:7', 'MR1050 six.ts:10:7', 'MR1040 six.ts:11:66', 'MR1030 six.ts:13:89']);
  });

  test('in YAML', () => {
    expect(told('six.yaml')).toEqual(['MR1060 six.yaml:2:1', 'MR2003 six.yaml:4:3', 'MR1010 six.yaml:8:5', 'MR1050 six.yaml:9:5', 'MR1040 six.yaml:11:7', 'MR1030 six.yaml:16:20']);
  });
});

test.each([
  ['enum.ts', 'MR1005 enum.ts:2:1'],
  ['syntax.ts', 'MR1002 syntax.ts:3:6'],
  ['syntax.js', 'MR1002 syntax.js:3:6'],
  ['twice.ts', 'MR1002 twice.ts:2:8'],
  ['throws.ts', 'MR1003 throws.ts:3:7'],
  ['throws-text.ts', 'MR1003 throws-text.ts:1:1'],
  ['lost.ts', 'MR1003 lost.ts:2:8'],
  ['nothing.ts', 'MR1004 nothing.ts:1:1'],
  ['text.ts', 'MR1004 text.ts:1:1'],
  ['steps-throw.ts', 'MR1003 steps-throw.ts:3:56'],
  ['bomb.yaml', 'MR1002 bomb.yaml:1:1'],
  ['notes.txt', 'MR1006 notes.txt:1:1'],
  ['none.ts', 'MR1001 none.ts:1:1'],
  ['none.yaml', 'MR1001 none.yaml:1:1'],
])('%s is one diagnostic: %s', (name, expected) => {
  expect(told(name)).toEqual([expected]);
  expect(results[name]?.pipeline).toBeNull();
});

test('every syntax error of a YAML file is told', () => {
  expect(told('broken.yaml')).toEqual(['MR1002 broken.yaml:2:1', 'MR1002 broken.yaml:3:1']);
});

describe('with another importer', () => {
  const io = (thrown: Error & { code?: string }, fallback?: LoadIo['fallback']): LoadIo => ({ readText: () => Promise.resolve(''), importModule: () => Promise.reject(thrown), fallback });
  const unsupported = Object.assign(new SyntaxError('enum'), { code: 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' });

  test('TypeScript that Node cannot strip goes to the fallback', async () => {
    const { pipeline } = await load('x.ts', io(unsupported, () => Promise.resolve({ default: { name: 'x', steps: { a: { kind: 'wait', for: '1m' } } } })));
    expect(pipeline?.name).toBe('x');
  });

  test('other errors do not, and an error of the fallback is a diagnostic too', async () => {
    const never: LoadIo['fallback'] = () => Promise.reject(new Error('not asked'));
    expect((await load('x.ts', io(new Error('mine'), never))).problems[0]?.message).toContain('mine');
    expect((await load('x.ts', io(unsupported, () => Promise.reject(new Error('theirs'))))).problems[0]?.message).toContain('theirs');
  });

  test('a file that may not be read', async () => {
    const denied: LoadIo = { ...io(unsupported), readText: () => Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' })) };
    expect((await load('x.yaml', denied)).problems).toMatchObject([{ code: 'MR1001', hint: 'Check its permissions.' }]);
  });
});

test('what an alias brings in stands where the alias stands', () => {
  const { json, origins } = readYaml('name: x\nsteps:\n  a: &job\n    kind: glueJob\n    timeout: 90s\n    script: a.py\n  b: *job\n', 'p.yaml');
  expect(parsePipeline(json, origins).problems.map(({ code, at }) => `${code} ${at?.line}:${at?.col}`)).toEqual(['MR1050 5:5', 'MR1050 7:3']);
});

test('fields are found among strings, comments, templates and nested code', () => {
  const text = "x = job('a, {', { // }\n  'one': `}${[1, `{`].map((it) => ({ it }))},`, /* { */ two,\n  ...rest, three() { return { four: 1 } }, \"five\": [ { six: a ? b : c }, ...more, 7 ],\n  eight: { nine: 10 } as const,\n})";
  const found = locateFields(new Map([['/s', { file: 'a.ts', line: 1, col: 5 }]]), new Map([['a.ts', text]]));
  const places = [...found].filter(([, { file }]) => file === 'a.ts').map(([pointer, { line, col }]) => `${pointer} ${line}:${col}`);
  expect(places).toEqual(['/s 1:5', '/s/one 2:3', '/s/two 2:57', '/s/three 3:12', '/s/five 3:44', '/s/five/0 3:54', '/s/five/0/six 3:56', '/s/eight 4:3', '/s/eight/nine 4:12']);
});

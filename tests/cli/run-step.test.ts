import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { document, folder, stackLines, type Ended, type Folder } from './millrace.ts';

const pipeline = `name: orders
timezone: UTC
params:
  day: { type: date, description: Day to load, default: '2026-01-01' }
  count: { type: integer, description: How many, default: 3 }
  tag: { type: string, default: x }
steps:
  clean: { kind: glueJob, type: pythonshell, script: ./told.py, timeout: 10m, outputs: { rows: integer } }
  load:
    kind: glueJob
    type: pythonshell
    script: ./told.py
    timeout: 10m
    after: clean
    args: { DAY: { param: day }, COUNT: { param: count }, RUN: { run: id }, WORDS: "--x={'a'}", DB: { secret: prod/db }, ROWS: { output: [clean, rows], or: 7 } }
  broken: { kind: glueJob, type: pythonshell, script: ./broken.py, timeout: 10m, after: load, retry: { attempts: 1 } }
  catalog: { kind: crawler, database: orders, s3: ['s3://orders/clean/'], after: clean }
  after: { kind: glueJob, type: pythonshell, script: ./told.py, timeout: 10m, after: load }
  asks: { kind: glueJob, type: pythonshell, script: ./asks.py, timeout: 10m, after: load, args: { TAG: { param: tag } } }
`;
// Glue workflows have no handlers yet.
const handler = 'onFailure: { kind: glueJob, type: pythonshell, script: ./told.py, timeout: 10m }\n';
// What it was told, in a file too: nothing prints the log of a job that succeeded.
const told = (path: string): string => `import json, sys\nwith open(${JSON.stringify(path)}, "a") as file:\n    file.write(json.dumps(sys.argv[1:]) + "\\n")\n`;
const broken = 'for line in range(30):\n    print("line", line)\nraise SystemExit("the records are bad")\n';

// Each test is a few processes one after the other: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let here: Folder;
const local = (command: string, ...args: string[]): Promise<Ended> => here.millrace(command, ...args, '--local');
const ended = (one: Ended, code: number): Ended => {
  expect([one.code, stackLines(one.err)], one.out + one.err).toEqual([code, []]);
  return one;
};

beforeAll(async () => {
  here = folder({ 'broken.py': broken, 'asks.py': "import sys\nfrom awsglue.utils import getResolvedOptions\nprint(getResolvedOptions(sys.argv, ['TAG']))\n" });
  here.write('told.py', told(join(here.path, 'told.txt')));
  here.write('pipeline.yaml', pipeline);
  ended(await here.millrace('local', 'up', '--port', '0'), 0);
});
afterAll(async () => {
  await here.millrace('local', 'down');
  here.remove();
});

describe.each(['glue', 'sfn'])('one step alone on %s', (target) => {
  const file = (): string => readFileSync(join(here.path, 'told.txt'), 'utf8');

  it('gets the values that a run would give it, and nothing else starts', async () => {
    here.write('pipeline.yaml', `${pipeline}${target === 'sfn' ? handler : ''}`);
    ended(await local('deploy', '--target', target, '--yes'), 0);
    here.write('told.txt', '');
    const one = ended(await local('run', '--step', 'load', '-p', 'day=2026-02-03'), 0);
    expect(one.out).toMatch(/^step load: succeeded after /);
    const [argv, ...more] = file().trimEnd().split('\n').map((line) => JSON.parse(line) as readonly string[]);
    expect(more).toEqual([]);
    const of = (name: string): string | undefined => argv?.[argv.indexOf(`--${name}`) + 1];
    expect([of('DAY'), of('COUNT'), of('WORDS'), of('MILLRACE_STEP')]).toEqual(['2026-02-03', '3', "--x={'a'}", 'load']);
    expect([of('DB'), of('ROWS')]).toEqual(['secretsmanager:prod/db', '7']);
    expect(of('RUN')).toMatch(/^\d{8}t\d{6}-[a-z2-7]{6}$/);
    expect(of('MILLRACE_RUN')).toBe(of('RUN'));
    expect(document(await local('status', '--json'))).toMatchObject({ runs: [] });
    expect(existsSync(join(here.path, '.millrace/local/s3/millrace-local-runs/orders'))).toBe(false);
  });

  it('that fails: exit 1, its message and the last lines of its log', async () => {
    const one = ended(await local('run', '--step', 'broken'), 1);
    expect(one.out).toContain(target === 'glue' ? '(2 tries)' : 'step broken: failed after');
    expect(one.out).toContain('the records are bad');
    expect(one.out).toContain('line 29');
    expect(one.out).not.toContain('line 1\n');
    const asData = ended(await local('run', '--step', 'broken', '--json'), 1);
    expect(document(asData)).toMatchObject({ step: { step: 'broken', state: 'failed', attempts: target === 'glue' ? 2 : 1, log: expect.arrayContaining(['line 29']) } });
  });

  it('is started and left, with the id of its job run', async () => {
    expect(ended(await local('run', '--step', 'clean', '--detach'), 0).out).toMatch(/^jr_\w+\n$/);
    expect(document(await local('run', '--step', 'clean', '--detach', '--json'))).toMatchObject({ step: { step: 'clean', jobRun: expect.stringMatching(/^jr_/) } });
  });

  it.each([
    [['--step', 'laod'], /has no step laod\.[\s\S]*Did you mean load\?/],
    [['--step', 'catalog'], /is a crawler[\s\S]*aws glue start-crawler --name local-orders-catalog/],
    [['--step', 'on-failure'], target === 'sfn' ? /told how a run ended/ : /has no step on-failure/],
    [['--step', 'load', '-p', 'day=soon'], /day/],
    [['--step', 'load', '-p', 'dya=2026-01-01'], /dya/],
    [['--step', 'asks', '-p', 'tag=-h'], /Nothing was started: 1 value would not reach the job[\s\S]*step 'asks': a value of 'TAG'.*\(.*asks\.py:3\)[\s\S]*joining them by =/],
    [['-p', 'tag=--'], /Nothing was started[\s\S]*begins with a dash/],
  ])('%j is refused before anything starts: exit 2', async (args, words) => {
    const one = ended(await local('run', ...args), 2);
    expect([one.out, one.err]).toEqual(['', expect.stringMatching(words)]);
  });
});

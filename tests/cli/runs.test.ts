import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { document, folder, stackLines, type Ended, type Folder } from './millrace.ts';

/** Waits for `go` in the folder it is given, fails when `bad` is there: tests decide how long it runs, without a clock. */
const gate = `import os, sys, time
folder = sys.argv[sys.argv.index("--DIR") + 1]
print("gate looks", flush=True)
while not os.path.exists(os.path.join(folder, "go")):
    if os.path.exists(os.path.join(folder, "bad")):
        sys.exit("the records are bad")
    time.sleep(0.05)
print("gate opens")
`;
const pipeline = (dir: string): string => `name: orders
timezone: UTC
params:
  dir: { type: string, description: Where the gate looks, default: ${JSON.stringify(dir)} }
steps:
  first: { kind: glueJob, type: pythonshell, script: ./first.py, timeout: 10m }
  gate: { kind: glueJob, type: pythonshell, script: ./gate.py, timeout: 10m, args: { DIR: { param: dir } }, after: first }
  last: { kind: glueJob, type: pythonshell, script: ./last.py, timeout: 10m, after: gate }
`;

// Each test is a dozen processes one after the other: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let here: Folder;
const local = (command: string, ...args: string[]): Promise<Ended> => here.millrace(command, ...args, '--local');
const put = (name: string): void => here.write(name, '');
const drop = (name: string): void => rmSync(join(here.path, name), { force: true });
const fine = (ended: Ended): Ended => {
  expect([ended.code, stackLines(ended.err)], ended.out + ended.err).toEqual([0, []]);
  return ended;
};
interface Shown {
  readonly run: { readonly run: string; readonly state: string; readonly steps: Readonly<Record<string, { readonly state: string; readonly kept: boolean; readonly attempts: readonly unknown[] }>> };
}
/** A run as data; the command's own document. */
const shown = (ended: Ended): Shown['run'] => (document(ended) as unknown as Shown).run;

beforeAll(async () => {
  here = folder({ 'first.py': 'print("first is here")\n', 'gate.py': gate, 'last.py': 'print("last is here")\n' });
  here.write('pipeline.yaml', pipeline(here.path));
  fine(await here.millrace('local', 'up', '--port', '0'));
});
beforeEach(() => {
  for (const name of ['go', 'bad']) drop(name);
});
afterAll(async () => {
  put('bad');
  await here.millrace('local', 'down');
  here.remove();
});

describe('before the first deploy', () => {
  it('what is not deployed is said to be so, and an orchestrator must be named', async () => {
    const { code, err } = await local('run');
    const [unnamed, unsure] = await Promise.all([local('deploy'), local('deploy', '--target', 'glue')]);
    expect(code).toBe(1);
    expect(err).toContain('orders is not deployed here');
    expect(unnamed.code).toBe(2);
    expect(unsure.err).toContain('--yes');
  });
});

describe.each(['glue', 'sfn'])('on %s', (target) => {
  it('an interrupted deploy is taken up by the next, and a deploy more changes nothing', async () => {
    const deploy = here.start(['deploy', '--local', '--target', target, '--yes']);
    await deploy.says('  1/');
    deploy.child.kill('SIGINT');
    const { code, err } = await deploy.ended;
    expect(code, err).toBe(130);
    expect(err).toContain('Run the same command again');
    expect((await local('diff', '--target', target, '--exit-code')).code).toBe(4);
    fine(await local('deploy', '--target', target, '--yes'));
    expect(fine(await local('deploy', '--yes')).out).toBe('orders is deployed as it should be.\n');
    const [again, difference] = await Promise.all([local('deploy', '--yes', '--json'), local('diff', '--exit-code')]);
    expect(document(again)).toMatchObject({ target, applied: 0 });
    expect(difference.code).toBe(0);
  });

  it('a changed script is a difference', async () => {
    here.write('last.py', `print("last is here, on ${target}")\n`);
    const [{ code, out }, plain] = await Promise.all([local('diff', '--exit-code'), local('diff')]);
    expect(code).toBe(4);
    expect(out).toContain('last.py');
    expect(plain.code).toBe(0);
    fine(await local('deploy', '--yes'));
  });

  it('a failed run is looked at, planned and resumed', async () => {
    put('bad');
    const failed = await local('run');
    expect(failed.code).toBe(1);
    const [run = ''] = /\d{8}t\d{6}-[a-z2-7]{6}/.exec(failed.out) ?? [];
    expect(failed.out).toContain(`millrace resume ${run} --local`);
    expect(failed.err).toContain('gate: failed');
    // What only looks does so side by side.
    const [status, ofStep, logs, past, table, followed, picture, plan, unsure] = await Promise.all([
      local('status', run), local('logs', run, '--step', 'gate'), local('logs', run, '--json'), local('history', run), local('history'), local('logs', run, '--follow'), local('graph', '--run', run),
      local('resume', '--plan', '--json'), local('resume', run),
    ]);
    expect(fine(status).out).toMatch(/✔ first +succeeded[\s\S]*✘ gate +failed[\s\S]*– last +skipped/);
    expect(status.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(fine(ofStep).out).toContain('the records are bad');
    expect(document(logs)).toMatchObject({ run, logs: [{ step: 'first', lines: expect.arrayContaining(['first is here']) }, { step: 'gate' }] });
    expect(fine(past).out).toMatch(/run started for [\s\S]*gate failed after [\s\S]*last skipped because gate failed[\s\S]*run failed[\s\S]*Step gate failed after [\s\S]*the records are bad/);
    expect(fine(table).out).toMatch(new RegExp(`${run} .* failed +gate\n`));
    expect(fine(followed).out).toContain('first │ first is here\n');
    expect(fine(picture).out).toContain('aria-label="gate, Python shell job, failed"');
    expect(document(plan)).toMatchObject({ plan: { run, keep: ['first'], again: ['gate', 'last'] } });
    expect(unsure.err).toContain('--yes');
    drop('bad');
    put('go');
    const resumed = fine(await local('resume', run, '--yes'));
    expect(resumed.err).toMatch(/kept +first\n +runs again gate, last/);
    expect(resumed.out).toContain('succeeded, continued 1 time');
    const [now, again] = await Promise.all([local('status', run, '--json'), local('resume', run, '--yes')]);
    expect(shown(now).steps).toMatchObject({ first: { kept: true, attempts: [{}] }, gate: { state: 'succeeded', attempts: [{}, {}] }, last: { state: 'succeeded' } });
    expect(again.code).toBe(1);
  });

  it('Ctrl-C leaves a run going: it can be watched again', async () => {
    const watching = here.start(['run', '--local']);
    await watching.says('gate: running');
    watching.child.kill('SIGINT');
    const { code, err } = await watching.ended;
    expect(code).toBe(130);
    const [run = ''] = /\d{8}t\d{6}-[a-z2-7]{6}/.exec(err) ?? [];
    expect(err).toMatch(new RegExp(`Run ${run} goes on by itself[\\s\\S]*millrace watch ${run} --local[\\s\\S]*millrace stop ${run} --local`));
    expect(shown(await local('status', run, '--json')).state).toBe('running');
    put('go');
    expect(fine(await local('watch', run)).out).toContain('succeeded');
  });

  it('a run is stopped, and resumed', async () => {
    const run = fine(await local('run', '--detach')).out.trim();
    const watching = here.start(['watch', '--local']);
    await watching.says('gate: running');
    expect((await local('resume', run, '--yes')).code).toBe(1);
    expect(fine(await local('stop')).out).toContain('stopped');
    expect(await watching.ended).toMatchObject({ code: 1, out: expect.stringContaining(`millrace resume ${run} --local`) });
    expect(shown(await local('status', run, '--json'))).toMatchObject({ state: 'stopped', steps: { first: { state: 'succeeded' }, gate: { state: 'stopped' }, last: { state: 'skipped', attempts: [] } } });
    put('go');
    expect(shown(fine(await local('resume', '--yes', '--json'))).state).toBe('succeeded');
  });
});

describe('a command that asks for what is not there', () => {
  it('wrong values are refused before anything starts', async () => {
    const before = document(await local('status', '--json'))['runs'];
    const { code, err } = await local('run', '-p', 'dri=x');
    expect(code).toBe(2);
    expect(err).toMatch(/The run was not started[\s\S]*dri/);
    expect(document(await local('status', '--json'))['runs']).toEqual(before);
  });

  it('an unknown run, step or attempt is a sentence', async () => {
    const commands = ['status', 'watch', 'logs', 'history', 'stop', 'resume'];
    const asked = Promise.all(commands.map(async (command) => ({ command, ended: await local(command, '20260101t000000-aaaaaa', '--json') })));
    const [all, step, attempt] = await Promise.all([asked, local('logs', '--step', 'gaet'), local('logs', '--step', 'gate', '--attempt', '9')]);
    for (const { command, ended } of all) {
      expect(ended.code, command).toBe(2);
      expect(document(ended)).toMatchObject({ error: { message: expect.stringContaining('20260101t000000-aaaaaa') } });
      expect(stackLines(ended.err)).toEqual([]);
    }
    expect(step.err).toContain('first, gate, last');
    expect(attempt.code).toBe(2);
  });
});

describe('destroy', () => {
  it('asks, removes what deploy made, keeps the runs, and is done', async () => {
    expect((await local('destroy')).code).toBe(2);
    expect(fine(await local('destroy', '--yes')).out).toMatch(/^\d+ resources of orders removed\./);
    expect(document(await local('destroy', '--yes', '--json'))).toMatchObject({ removed: 0 });
    expect((await local('status')).err).toContain('orders is not deployed here');
    expect(existsSync(join(here.path, '.millrace/local/s3/millrace-local-runs/orders'))).toBe(true);
    expect(fine(await here.millrace('local', 'reset', '--yes')).out).toContain('is empty');
  });
});

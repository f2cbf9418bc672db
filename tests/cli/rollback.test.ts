import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { document, folder, type Ended, type Folder } from './millrace.ts';

const steps = (...names: readonly string[]): string =>
  `name: orders\ntimezone: UTC\nsteps:\n${names.map((name, index) => `  ${name}: { kind: glueJob, type: pythonshell, script: ./step.py, timeout: 10m${index === 0 ? '' : `, after: ${names[index - 1] ?? ''}`} }\n`).join('')}`;

// Each test is a dozen processes one after the other: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let here: Folder;
const local = (command: string, ...args: string[]): Promise<Ended> => here.millrace(command, ...args, '--local');
const fine = (ended: Ended): Ended => {
  expect(ended.code, ended.out + ended.err).toBe(0);
  return ended;
};
const deployText = async (text: string): Promise<void> => {
  here.write('pipeline.yaml', text);
  fine(await local('deploy', '--target', 'sfn', '--yes'));
};
const deploy = async (...names: readonly string[]): Promise<void> => {
  await deployText(steps(...names));
};
const versions = async (): Promise<unknown> => (document(fine(await local('rollback', '--list', '--json'))) as { readonly versions: unknown }).versions;

beforeAll(async () => {
  here = folder({ 'step.py': 'print("is here")\n', 'pipeline.yaml': steps('first') });
  fine(await here.millrace('local', 'up', '--port', '0'));
});
afterAll(async () => {
  await here.millrace('local', 'down');
  here.remove();
});

it('what is not deployed, and what is deployed on Glue, has no versions', async () => {
  expect((await local('rollback')).err).toContain('orders is not deployed here');
  fine(await local('deploy', '--target', 'glue', '--yes'));
  const { code, err } = await local('rollback', '--yes');
  expect([code, err]).toEqual([1, expect.stringContaining('orders is deployed on glue, which keeps no versions')]);
});

it('the first version has none before it', async () => {
  await deploy('first');
  const { code, err } = await local('rollback', '--yes');
  expect([code, err]).toEqual([1, expect.stringContaining('There is no version of orders before version 1')]);
  expect((await local('rollback', '--to', '7', '--yes')).err).toContain('There is no version 7 of orders');
  expect((await local('rollback', '--to', 'two')).code).toBe(2);
});

it('whoever goes back starts and watches what was deployed then, sees it as a difference, and goes forward with the next deploy', async () => {
  await deploy('first', 'second');
  const unsure = await local('rollback');
  expect(unsure.err).toMatch(/Jobs, crawlers, scripts and schedules stay[\s\S]*--yes/);
  fine(await local('rollback', '--yes'));
  expect(await versions()).toMatchObject([{ version: 2, live: false }, { version: 1, live: true }]);
  const run = document(fine(await local('run', '--json'))) as { readonly run: { readonly steps: object } };
  expect(Object.keys(run.run.steps)).toEqual(['first']);
  expect(fine(await local('status', 'latest')).out).not.toContain('second');
  const difference = await local('diff', '--exit-code');
  expect([difference.code, difference.out]).toEqual([4, expect.stringMatching(/alias local-orders:live[\s\S]*\(rolled back to version 1\)/)]);
  expect(fine(await local('rollback', '--to', '1', '--yes')).out).toContain('start with version 1 already');
  fine(await local('deploy', '--yes'));
  expect(await versions()).toMatchObject([{ version: 2, live: true }, { version: 1, live: false }]);
  expect(fine(await local('run')).out).toContain('second');
});

it('a version whose jobs a later deploy has removed is refused', async () => {
  await deploy('first');
  const { code, err } = await local('rollback', '--yes');
  expect([code, err]).toEqual([1, expect.stringContaining('Version 2 starts local-orders-second, which a later deploy has removed')]);
  expect(document(fine(await local('rollback', '--to', '1', '--yes', '--json')))).toMatchObject({ target: 'sfn', from: 3, to: 1, moved: true });
});

it('a version whose every scheduled run would fail is refused; what it needs of a role that the environment brings is told', async () => {
  await deployText(`${steps('first')}overlap: skip\n`);
  const plain = `${steps('first')}overlap: allow\n`;
  await deployText(`${plain}params:\n  word: { type: string, default: usual }\nstarts:\n  - { schedule: "0 3 1 1 ? *", params: { word: x } }\n`);
  const { code, err } = await local('rollback', '--yes');
  expect([code, err.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringMatching(/Every run of schedule local-orders--schedule-1 would fail with version \d+: .*'word'.*Deploy the earlier pipeline file instead/)]);
  await deployText(`${plain}params:\n  word: { type: string, default: usual }\n`);
  const [newest, , before] = (await versions()) as readonly { readonly version: number }[];
  expect(newest).toBeDefined();
  const told = fine(await local('rollback', '--to', String(before?.version), '--yes'));
  expect(told.err.replaceAll(/\s+/g, ' ')).toMatch(/note The environment brings the role of the state machine, .*: version \d+ needs in it what today's version does not, states:DescribeExecution on /);
});

it('a run that is under way when others go back is told, logged and stopped by its own version', async () => {
  here.write('long.py', 'import time\nprint("is long")\ntime.sleep(120)\n');
  await deploy('first');
  await deployText(`${steps('first')}  long: { kind: glueJob, type: pythonshell, script: ./long.py, timeout: 10m }\n`);
  const id = fine(await local('run', '--detach')).out.trim();
  fine(await local('rollback', '--yes'));
  const told = document(fine(await local('status', id, '--json'))) as { readonly run: { readonly steps: Readonly<Record<string, { readonly state: string }>> } };
  expect(Object.keys(told.run.steps)).toEqual(['first', 'long']);
  const stopped = document(await local('stop', id, '--yes', '--json')) as { readonly run: { readonly state: string } };
  expect(stopped.run.state).toBe('stopped');
  expect((await local('resume', id, '--yes')).err).toContain('have changed since run');
  fine(await local('history', id));
});

it('whoever stops a run whose pipeline is kept no more is told that not all of it may be stopped', async () => {
  here.write('long.py', 'import time\ntime.sleep(120)\n');
  const long = `${steps('first')}  long: { kind: glueJob, type: pythonshell, script: ./long.py, timeout: 10m }\n`;
  await deployText(long);
  const id = fine(await local('run', '--detach')).out.trim();
  await deployText(long.replace('timeout: 10m }\n  long', 'timeout: 10m, after: long }\n  long'));
  const { endpoint } = document(await here.millrace('local', 'up', '--json'));
  const bucket = `${String(endpoint)}/millrace-local-scripts`;
  const listed = await (await fetch(`${bucket}?list-type=2&prefix=local-orders/versions/`)).text();
  const keys = [...listed.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
  expect(keys.length).toBeGreaterThan(1);
  for (const key of keys) await fetch(`${bucket}/${key}`, { method: 'DELETE' });
  const stopped = await local('stop', id, '--yes', '--json');
  expect(stopped.err.replaceAll(/\s+/g, ' ')).toContain('of an earlier version, whose pipeline no deploy has kept');
  expect((document(stopped) as { readonly run: { readonly state: string } }).run.state).toBe('stopped');
});

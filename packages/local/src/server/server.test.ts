import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnServer, stopServer } from './spawn.ts';
import { serverStatus } from './status.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-server-'));
});
afterEach(async () => {
  await stopServer(dir);
  rmSync(dir, { recursive: true, force: true });
});

const start = (port: number | null = 0) => spawnServer({ dir, port, python: 'python3' });

/** The few fields of answers that the tests read. */
interface Answer {
  readonly JobRunId: string;
  readonly RunId: string;
  readonly Run: { readonly Status: string; readonly Statistics: object };
  readonly JobRun: { readonly JobRunState: string; readonly ErrorMessage?: string };
}

async function glue(url: string, op: string, input: object): Promise<Answer> {
  const headers = { 'x-amz-target': `AWSGlue.${op}`, 'content-type': 'application/x-amz-json-1.1' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
  // The operation that is called says which of the fields are there.
  const body = (await answer.json()) as Answer;
  if (!answer.ok) throw new Error(`${op}: ${JSON.stringify(body)}`);
  return body;
}

async function deployJob(url: string, name: string, script: string): Promise<void> {
  await fetch(`${url}/scripts`, { method: 'PUT' });
  await fetch(`${url}/scripts/${name}.py`, { method: 'PUT', body: script });
  await glue(url, 'CreateJob', {
    Name: name,
    Role: 'arn:aws:iam::123456789012:role/glue',
    Command: { Name: 'pythonshell', ScriptLocation: `s3://scripts/${name}.py`, PythonVersion: '3.9' },
    DefaultArguments: { '--COLOUR': 'red' },
    MaxCapacity: 0.0625,
  });
}

/** Asks until the run is in one of the states: a poll, as clients do. */
async function runIn(url: string, JobName: string, RunId: string, states: readonly string[]): Promise<Answer['JobRun']> {
  for (;;) {
    const { JobRun } = await glue(url, 'GetJobRun', { JobName, RunId });
    if (states.includes(JobRun.JobRunState)) return JobRun;
    await pause(50);
  }
}
const ends = ['SUCCEEDED', 'FAILED', 'STOPPED', 'TIMEOUT', 'ERROR'];

describe('the server', () => {
  test('runs a Python shell job with its arguments, and shows its log', async () => {
    const { url } = await start();
    await deployJob(url, 'show', 'import os, sys\nprint("argv", sys.argv[1:])\nprint("at", os.environ["AWS_ENDPOINT_URL"])\n');
    const { JobRunId } = await glue(url, 'StartJobRun', { JobName: 'show', Arguments: { '--SIZE': '10' } });
    expect((await runIn(url, 'show', JobRunId, ends)).JobRunState).toBe('SUCCEEDED');
    const log = await (await fetch(`${url}/_millrace/log/${JobRunId}`)).text();
    expect(log).toContain("'--COLOUR', 'red'");
    expect(log).toContain("'--SIZE', '10'");
    expect(log).toContain(`at ${url}`);
    expect((await fetch(`${url}/_millrace/log/..%2F..%2Fserver.json`)).status).toBe(400);
  });

  test('says how a script failed', async () => {
    const { url } = await start();
    await deployJob(url, 'bad', 'raise ValueError("no rows")\n');
    const { JobRunId } = await glue(url, 'StartJobRun', { JobName: 'bad' });
    const run = await runIn(url, 'bad', JobRunId, ends);
    expect(run).toMatchObject({ JobRunState: 'FAILED' });
    expect(run.ErrorMessage).toContain('ValueError: no rows');
  });

  test('stops a job', async () => {
    const { url } = await start();
    await deployJob(url, 'long', 'import time\nprint("up", flush=True)\ntime.sleep(600)\n');
    const { JobRunId } = await glue(url, 'StartJobRun', { JobName: 'long' });
    await runIn(url, 'long', JobRunId, ['RUNNING']);
    await glue(url, 'BatchStopJobRun', { JobName: 'long', JobRunIds: [JobRunId] });
    expect((await runIn(url, 'long', JobRunId, ends)).JobRunState).toBe('STOPPED');
  });

  test('killed while a job runs, it finds at the next start how the job went', async () => {
    const first = await start();
    const gate = join(dir, 'gate');
    await deployJob(first.url, 'wait', `import os, sys, time\nwhile not os.path.exists(${JSON.stringify(gate)}):\n    time.sleep(0.02)\nprint("through")\n`);
    const during = await glue(first.url, 'StartJobRun', { JobName: 'wait' });
    await runIn(first.url, 'wait', during.JobRunId, ['RUNNING']);
    await logOf(first.url, during.JobRunId);
    process.kill(first.pid, 'SIGKILL');
    await gone(first.pid);
    expect(await serverStatus(dir)).toMatchObject({ running: false });
    writeFileSync(gate, '');

    const second = await start(null);
    expect(second.port).toBe(first.port);
    expect((await runIn(second.url, 'wait', during.JobRunId, ends)).JobRunState).toBe('SUCCEEDED');
  });

  test('a second start finds the first; a taken port is named', async () => {
    const first = await start();
    expect(await start()).toMatchObject({ pid: first.pid, found: true });
    expect(await stopServer(dir)).toBe(true);
    const other = createServer().listen(first.port, '127.0.0.1');
    try {
      await expect(start(first.port)).rejects.toThrow(`Port ${first.port} is in use by another program`);
      await expect(start(first.port)).rejects.toThrow('--port');
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  test('killed between its start and its end, a workflow of jobs goes on', async () => {
    const first = await start();
    const gate = join(dir, 'gate');
    await deployJob(first.url, 'one', `import os, time\nwhile not os.path.exists(${JSON.stringify(gate)}):\n    time.sleep(0.02)\n`);
    await deployJob(first.url, 'two', 'print("second")\n');
    await glue(first.url, 'CreateWorkflow', { Name: 'both' });
    await glue(first.url, 'CreateTrigger', { Name: 'begin', WorkflowName: 'both', Type: 'ON_DEMAND', Actions: [{ JobName: 'one' }] });
    const Predicate = { Conditions: [{ LogicalOperator: 'EQUALS', JobName: 'one', State: 'SUCCEEDED' }] };
    await glue(first.url, 'CreateTrigger', { Name: 'then', WorkflowName: 'both', Type: 'CONDITIONAL', StartOnCreation: true, Predicate, Actions: [{ JobName: 'two' }] });
    const { RunId } = await glue(first.url, 'StartWorkflowRun', { Name: 'both' });
    process.kill(first.pid, 'SIGKILL');
    await gone(first.pid);
    writeFileSync(gate, '');

    const { url } = await start(null);
    for (;;) {
      const { Run } = await glue(url, 'GetWorkflowRun', { Name: 'both', RunId });
      if (Run.Status === 'COMPLETED') {
        expect(Run.Statistics).toMatchObject({ TotalActions: 2, SucceededActions: 2 });
        break;
      }
      await pause(50);
    }
  });

  test('two at once on one folder: one of them serves', async () => {
    const results = await Promise.allSettled([start(), start()]);
    const served = results.filter((result) => result.status === 'fulfilled');
    expect(served.length).toBeGreaterThan(0);
    expect(new Set(served.map(({ value }) => value.pid)).size).toBe(1);
    expect(JSON.parse(readFileSync(join(dir, 'server.json'), 'utf8'))).toMatchObject({ pid: served[0]?.value.pid });
  });

  test('five pairs of first starts at once: both of each pair are told of the one server', { timeout: 120_000 }, async () => {
    for (const pair of [1, 2, 3, 4, 5]) {
      const results = await Promise.all([startAlone(), startAlone()]);
      expect(results.map(({ code, err }) => [pair, code, err])).toEqual([[pair, 0, ''], [pair, 0, '']]);
      const [one, two] = results.map(({ out }) => JSON.parse(out) as { pid: number; found: boolean });
      expect(one?.pid).toBe(two?.pid);
      expect(readdirSync(dir).filter((name) => name.startsWith('start-'))).toEqual([]);
      expect(await stopServer(dir)).toBe(true);
    }
  });

  test('Python missing fails the job with a sentence', async () => {
    const { url } = await spawnServer({ dir, port: 0, python: 'no-such-python' });
    await deployJob(url, 'any', 'print(1)\n');
    const { JobRunId } = await glue(url, 'StartJobRun', { JobName: 'any' });
    expect((await runIn(url, 'any', JobRunId, ends)).ErrorMessage).toContain("Python is missing: 'no-such-python' was not found.");
  });
});

/** As a command does it: in a process that ends with the answer. */
async function startAlone(): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const code = `import { spawnServer } from ${JSON.stringify(new URL('./spawn.ts', import.meta.url).href)};
console.log(JSON.stringify(await spawnServer({ dir: ${JSON.stringify(dir)}, port: 0, python: 'python3' })));`;
  const child = spawn(process.execPath, ['--conditions=@millrace/source', '--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  return { code: await new Promise((resolve) => child.once('close', resolve)), out, err };
}

async function logOf(url: string, id: string): Promise<string> {
  return (await fetch(`${url}/_millrace/log/${id}`)).text();
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(20);
  }
}

import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { bootstrapPy } from './index.ts';
import { machine, pythons, type Done, type FakeAws } from './test/processes.ts';

const jobs = machine();
afterAll(() => jobs.remove());

const script = 'import json, os, sys\nprint(json.dumps([__name__, os.path.basename(sys.argv[0]), sys.argv[1:], os.path.dirname(sys.argv[0]) == sys.path[0]]))\nsys.exit(int("3"))\n';
const sha = createHash('sha256').update(script).digest('hex').slice(0, 16);
const spec = {
  schemaVersion: 1,
  pipeline: 'orders',
  step: 'load',
  job: 'dev-p-load',
  scriptUri: `s3://scripts/x/${sha}/load.py`,
  runsBucket: 'runs',
  timezone: 'Europe/Madrid',
  args: { DAY: { param: 'day' }, SHIFT: -1 },
  params: { day: { type: 'date', description: '', default: { run: 'date' }, values: [] } },
  environmentParams: {},
  handler: false,
};
const objects = { 'scripts/spec.json': JSON.stringify(spec), [`scripts/x/${sha}/load.py`]: script };
const runs = { wr_1: { StartedOn: { $ms: Date.parse('2026-06-30T22:30:00Z') }, WorkflowRunProperties: {} } };
const told = ['--WORKFLOW_NAME', 'w', '--WORKFLOW_RUN_ID', 'wr_1', '--JOB_NAME', 'dev-orders-load', '--JOB_RUN_ID', 'jr_1', '--MILLRACE_STEP', 'load'];

const start = (more: Readonly<Record<string, string>> = {}, argv: readonly string[] = told, workflowRuns: Readonly<Record<string, unknown>> = runs, answers: FakeAws['answers'] = {}): Promise<Done> =>
  jobs.run(bootstrapPy.text, ['--MILLRACE_SPEC', 's3://scripts/spec.json', ...argv], { objects: { ...objects, ...more }, runs: workflowRuns, answers });

describe('bootstrap.py', () => {
  test('runs the untouched script as __main__ with rebuilt arguments, and its exit code is the job\'s', async () => {
    const done = await start();
    expect(done.stderr).toBe('');
    expect(done.status).toBe(3);
    const [name, file, argv, ownFolderFirst] = JSON.parse(done.stdout) as readonly unknown[];
    expect([name, file, ownFolderFirst]).toEqual(['__main__', 'load.py', true]);
    expect(argv).toEqual([
      ...['--JOB_NAME', 'dev-orders-load', '--JOB_RUN_ID', 'jr_1', '--WORKFLOW_NAME', 'w', '--WORKFLOW_RUN_ID', 'wr_1'],
      ...['--MILLRACE_RUN', 'wr-1', '--MILLRACE_STEP', 'load', '--DAY', '2026-07-01', '--SHIFT', '-1'],
    ]);
    expect(done.object('wr-1/run.json')).toMatchObject({ run: 'wr-1', date: '2026-07-01', params: { day: '2026-07-01' } });
    expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ script: true });
  });

  test('finds itself in the graph by the whole name of its job, not by its end: p-a is no run of a', async () => {
    const node = (Name: string, Id: string, StartedOn: number) => ({ Type: 'JOB', Name, JobDetails: { JobRuns: [{ Id, JobName: Name, JobRunState: 'RUNNING', StartedOn: { $ms: StartedOn } }] } });
    const Nodes = [node('dev-p-load', 'jr_load', 10), node('dev-p-p-load', 'jr_other', 20)];
    const done = await start({ 'scripts/spec.json': JSON.stringify({ ...spec, pipeline: 'p' }) }, ['--WORKFLOW_NAME', 'w', '--WORKFLOW_RUN_ID', 'wr_graph'], { wr_graph: { ...runs.wr_1, Graph: { Nodes } } });
    expect(done.stderr).toBe('');
    expect(done.stdout).toContain('"--JOB_NAME", "dev-p-load", "--JOB_RUN_ID", "jr_load"');
  });

  test('takes the parameters of a run that is frozen already', async () => {
    const done = await start({ 'runs/orders/wr-1/run.json': JSON.stringify({ date: '2026-01-01', params: { day: '2025-12-31' } }) });
    expect(done.stdout).toContain('"--DAY", "2025-12-31"');
  });

  test('ends before the script in a run that is being stopped, with one sentence and a marker', async () => {
    const done = await start({ 'runs/orders/wr-1/stop.json': '{"at": 1}' });
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toBe("The run wr-1 is being stopped, so the step 'load' does not start.\n");
    expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ skipped: 'stop' });
  });

  describe('with outputs', () => {
    const sha0 = createHash('sha256').update('print("none")\n').digest('hex').slice(0, 16);
    const writing = (outputs: unknown): Record<string, string> => {
      const text = `import boto3, json, sys\nuri = sys.argv[sys.argv.index("--MILLRACE_OUTPUTS") + 1]\nbucket, _, key = uri[5:].partition("/")\nboto3.client("s3").put_object(Bucket=bucket, Key=key, Body=${JSON.stringify(JSON.stringify(outputs))}.encode())\nsys.exit(0)\n`;
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      const scriptUri = `s3://scripts/x/${hash}/load.py`;
      return { 'scripts/spec.json': JSON.stringify({ ...spec, scriptUri, outputs: { rows: 'integer' } }), [`scripts/x/${hash}/load.py`]: text };
    };

    test('copies what the script left to where later steps read it', async () => {
      const done = await start(writing({ rows: 3, other: 1 }));
      expect([done.stderr, done.status]).toEqual(['', 0]);
      expect(done.object('wr-1/outputs/load/jr_1.json')).toEqual({ rows: 3, other: 1 });
      expect(done.object('wr-1/outputs/load.json')).toEqual({ rows: 3 });
    });

    test('fails the job run with a sentence when the script left something else', async () => {
      const done = await start(writing({ rows: 'three' }));
      expect([done.status, done.stderr]).toEqual([1, "The outputs of the step 'load' in s3://runs/orders/wr-1/outputs/load/jr_1.json are not right: 'rows' is not of type integer.\n"]);
      expect(done.object('wr-1/outputs/load.json')).toEqual({});
      expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ script: true, ended: 'outputs', message: expect.stringContaining("'rows' is not of type integer") });
    });

    test('leaves no trace of a run where the job was started by itself', async () => {
      const more = { 'scripts/spec.json': JSON.stringify({ ...spec, scriptUri: `s3://scripts/x/${sha0}/load.py`, outputs: { rows: 'integer' } }), [`scripts/x/${sha0}/load.py`]: 'print("none")\n' };
      const done = await start(more, ['--JOB_NAME', 'dev-p-load', '--JOB_RUN_ID', 'jr_1', '--MILLRACE_PROPERTIES', '{"param:day":"2026-01-29"}']);
      expect([done.status, done.stderr]).toEqual([1, expect.stringContaining('there is no such object')]);
      expect(done.keys.filter((key) => key.startsWith('runs/'))).toEqual([]);
    });

    test('does not look for outputs of a script that failed by itself', async () => {
      const done = await start({ 'scripts/spec.json': JSON.stringify({ ...spec, outputs: { rows: 'integer' } }) });
      expect([done.status, done.stderr]).toEqual([3, '']);
    });
  });

  describe('with a script that fails', () => {
    const failing = async (text: string, python?: string): Promise<Done> => {
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
      const more = { 'scripts/spec.json': JSON.stringify({ ...spec, scriptUri: `s3://scripts/x/${hash}/load.py` }), [`scripts/x/${hash}/load.py`]: text };
      return await jobs.run(bootstrapPy.text, ['--MILLRACE_SPEC', 's3://scripts/spec.json', ...told], { objects: { ...objects, ...more }, runs }, python === undefined ? {} : { python });
    };

    test.each(pythons())('tells a trace that begins in the script, on %s', async (python) => {
      const done = await failing('def read():\n    raise ValueError("no rows")\n\nread()\n', python);
      expect(done.status).toBe(1);
      expect(done.stderr).toMatch(/^Traceback \(most recent call last\):\n  File "[^"]*load\.py", line 4, in <module>\n    read\(\)\n[\s\S]*ValueError: no rows\n$/);
      expect(done.stderr).not.toContain('runpy');
    });

    test('tells what led to it, and where a script is no Python', async () => {
      const both = (await failing('try:\n    {}["a"]\nexcept KeyError as error:\n    raise ValueError("no a") from error\n')).stderr;
      expect(both).toMatch(/KeyError: 'a'[\s\S]*direct cause[\s\S]*ValueError: no a\n$/);
      expect(both).not.toMatch(/program\.py|runpy/);
      expect((await failing('def :\n')).stderr).toMatch(/^Traceback \(most recent call last\):\n  File "[^"]*load\.py", line 1\n[\s\S]*SyntaxError: /);
    });

    test('leaves a hook of its own to the script', async () => {
      expect((await failing('import sys\nsys.excepthook = lambda *_: print("mine", file=sys.stderr)\nraise ValueError()\n')).stderr).toBe('mine\n');
    });
  });

  test('refuses the properties of a run that another workflow run serves, and leaves its folder alone', async () => {
    const id = '20260131t020000-abcdef';
    const copied = { wr_1: { ...runs.wr_1, WorkflowRunProperties: { 'millrace:run': id, 'millrace:continuation': '1' } } };
    const done = await start({ [`runs/orders/${id}/continuations/0001.native.json`]: '{"nativeId":"wr_0","at":1}' }, told, copied);
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain(`its run properties are those of the run ${id}, which is the workflow run wr_0.`);
    expect(done.keys.filter((key) => key.startsWith('runs/') && !key.includes('0001.native'))).toEqual(['runs/orders/wr-1/refused.json']);
    const resumed = await start({ [`runs/orders/${id}/continuations/0001.native.json`]: '{"nativeId":"wr_0","at":1}' }, told, { wr_1: { ...copied.wr_1, PreviousRunId: 'wr_0' } });
    expect(resumed.status).toBe(3);
  });

  test('refuses a script that was changed after the deploy', async () => {
    const done = await start({ [`scripts/x/${sha}/load.py`]: 'print("other")' });
    expect([done.status, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toMatch(/^The script .* was changed after the deploy; deploy the pipeline again\.\n$/);
    expect(done.object('wr-1/steps/load/jr_1.json')).toBeNull();
  });

  test('reads the values of a job that was started by itself from its argument', async () => {
    const alone = ['--JOB_NAME', 'dev-orders-load', '--JOB_RUN_ID', 'jr_1', '--MILLRACE_PROPERTIES'];
    const done = await start({}, [...alone, '{"millrace:run":"20260131t020000-abcdef","millrace:date":"2026-01-31","param:day":"2026-01-29"}']);
    expect(done.stderr).toBe('');
    expect(done.stdout).toContain('"--MILLRACE_RUN", "20260131t020000-abcdef", "--MILLRACE_STEP", "load", "--DAY", "2026-01-29"');
    expect(done.stdout).not.toContain('MILLRACE_PROPERTIES');
    for (const bad of ['day=1', '[]', '{"param:day":1}']) {
      expect(await start({}, [...alone, bad])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^The job argument --MILLRACE_PROPERTIES is no JSON object of texts/) });
    }
  });

  describe('before the script', () => {
    const facts = { node: 'job', name: 'p-clean', retries: 0, after: [], join: 'all', optional: false };
    const graph = { ...runs.wr_1, Graph: { Nodes: [{ Type: 'JOB', Name: 'p-clean', JobDetails: { JobRuns: [{ Id: 'jr_c', JobRunState: 'FAILED', Attempt: 0, StartedOn: { $ms: 1 } }] } }] } };

    test('sees that a step has failed for good under the stop policy, and ends', async () => {
      const policy = { steps: { clean: facts, load: { ...facts, name: 'dev-p-load' } } };
      const done = await start({ 'scripts/spec.json': JSON.stringify({ ...spec, policy }) }, told, runs, { graph: [graph] });
      expect([done.status, done.stderr]).toEqual([1, "The run wr-1 stops, since clean went wrong, so the step 'load' does not start.\n"]);
      expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ skipped: 'stop' });
    });

    test('waits for a job run of the same step and run that lives already, and ends as it ends', async () => {
      const live = { Id: 'jr_0', JobRunState: 'RUNNING', StartedOn: { $ms: 1 }, Arguments: { '--WORKFLOW_RUN_ID': 'wr_1' } };
      const own = { Id: 'jr_1', JobRunState: 'RUNNING', StartedOn: { $ms: 2 }, Arguments: { '--WORKFLOW_RUN_ID': 'wr_1' } };
      const answers = { get_job_runs: [{ JobRuns: [own, live] }], get_job_run: [{ JobRun: { JobRunState: 'SUCCEEDED' } }] };
      const done = await start({}, told, runs, answers);
      expect([done.status, done.stderr, done.stdout]).toEqual([0, '', "The step 'load' already runs in this run, as jr_0: this job run waits for it.\n"]);
      expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ skipped: 'attached', to: 'jr_0' });
      const without = await start({}, told, runs, { get_job_runs: [{ error: 'AccessDeniedException' }] });
      expect([without.status, without.stdout.split('\n')[0]]).toEqual([3, 'Whether this step already runs cannot be seen (AccessDeniedException).']);
    });

    test('tells a handler what its gate has written', async () => {
      const done = await start({ 'scripts/spec.json': JSON.stringify({ ...spec, handler: true }), 'runs/orders/wr-1/handlers/0001.json': '{"outcome":"failed","failedSteps":["clean","sort"]}' });
      expect(done.stdout).toContain('"--MILLRACE_OUTCOME", "failed", "--MILLRACE_FAILED_STEPS", "clean,sort"');
    });

    test("keeps what Glue's own libraries need, bookmarks above all, unless the step says otherwise", async () => {
      const done = await start({ 'scripts/spec.json': JSON.stringify({ ...spec, args: { TempDir: 's3://mine/' } }) }, [...told, '--JOB_ID', 'j_1', '--job-bookmark-option', 'job-bookmark-enable', '--TempDir', 's3://glue/']);
      expect(done.stdout).toContain('"--TempDir", "s3://mine/", "--JOB_ID", "j_1", "--job-bookmark-option", "job-bookmark-enable"]');
      expect(done.stdout).not.toContain('s3://glue/');
    });
  });

  test.each(pythons())('ends an attempt itself when its time is over, on %s', async (python) => {
    const text = 'import time\nprint("on", flush=True)\ntry:\n    time.sleep(60)\nexcept BaseException:\n    time.sleep(60)\n';
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const scriptUri = `s3://scripts/x/${hash}/load.py`;
    const slow = { 'scripts/spec.json': JSON.stringify({ ...spec, scriptUri, watch: { timeoutSeconds: 0.05 } }), [`scripts/x/${hash}/load.py`]: text };
    const done = await jobs.run(bootstrapPy.text, ['--MILLRACE_SPEC', 's3://scripts/spec.json', ...told], { objects: { ...objects, ...slow }, runs }, { python });
    expect([done.status, done.stderr]).toEqual([1, 'The attempt took longer than its timeout of 0.05 seconds.\n']);
    expect(done.object('wr-1/steps/load/jr_1.json')).toMatchObject({ script: true, ended: 'timedOut' });
  });

  test('says what is missing when the job was not deployed by Millrace', async () => {
    expect((await start({}, ['--MILLRACE_SPEC', 's3://scripts/nothing.json'])).stderr).toMatch(/nothing\.json is not there/);
  });
});

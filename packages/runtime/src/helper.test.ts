import { afterAll, describe, expect, test } from 'vitest';
import { bootstrapPy, helperPy } from './index.ts';
import type { BridgeSpec, HelperBase, StepFacts } from './helper-spec.ts';
import { machine, pythons, type Done, type FakeAws } from './test/processes.ts';

const jobs = machine();
afterAll(() => jobs.remove());

const RUN = '20260131t020000-abcdef';
const step = (name: string, after: StepFacts['after'] = [], more: Partial<StepFacts> = {}): StepFacts => ({ node: 'job', name: `p-${name}`, retries: 0, after, join: 'all', optional: false, ...more });
const on = (name: string, word: 'succeeded' | 'failed' | 'finished' = 'succeeded') => ({ step: name, on: word });
const base: HelperBase = {
  schemaVersion: 1, pipeline: 'orders', graphHash: 'abc', job: 'p-helper', runsBucket: 'runs', timezone: 'UTC', params: {}, environmentParams: {},
  failurePolicy: 'continue', steps: {}, pollSeconds: 0.01,
};
const told = ['--WORKFLOW_NAME', 'w', '--WORKFLOW_RUN_ID', 'wr_1', '--JOB_NAME', 'p-helper', '--JOB_RUN_ID', 'jr_own'];
const properties = { 'millrace:run': RUN, 'millrace:date': '2026-01-31', 'millrace:continuation': '1' };
const runs = { wr_1: { Status: 'RUNNING', StartedOn: { $ms: 1_769_900_000_000 }, WorkflowRunProperties: properties } };
const frozen = { [`runs/orders/${RUN}/run.json`]: '{"date":"2026-01-31","params":{}}' };

/** A look at the run graph: states of job runs and crawls by name. */
const graph = (states: Readonly<Record<string, string>>) => ({
  ...runs.wr_1,
  Graph: { Nodes: Object.entries(states).map(([name, state]) => ({ Type: 'JOB', Name: name, JobDetails: { JobRuns: [{ Id: `jr_${name}`, JobRunState: state, Attempt: 0, StartedOn: { $ms: 1 } }] } })) },
});
const start = (spec: object, aws: Partial<FakeAws> = {}, options: Parameters<typeof jobs.run>[3] = {}): Promise<Done> =>
  jobs.run(helperPy.text, ['--MILLRACE_SPEC', 's3://scripts/spec.json', ...told], { runs, ...aws, objects: { 'scripts/spec.json': JSON.stringify({ ...base, ...spec }), ...frozen, ...aws.objects } }, options);
const object = (key: string, body: unknown) => ({ [`runs/orders/${RUN}/${key}`]: JSON.stringify(body) });

describe('a gate', () => {
  const steps = { a: step('a'), b: step('b'), join: step('join', [on('a'), on('b')], { join: 'any' }) };

  test('looks until its join is decided, and its exit says how', async () => {
    const opened = await start({ kind: 'gate', step: 'join', steps }, { answers: { graph: [graph({}), graph({ 'p-a': 'RUNNING' }), graph({ 'p-a': 'FAILED', 'p-b': 'RUNNING' }), graph({ 'p-a': 'FAILED', 'p-b': 'SUCCEEDED' })] } });
    expect([opened.status, opened.stdout, opened.stderr]).toEqual([0, "The step 'join' can start.\n", '']);
    const shut = await start({ kind: 'gate', step: 'join', steps }, { answers: { graph: [graph({ 'p-a': 'FAILED', 'p-b': 'TIMEOUT' })] } });
    expect([shut.status, shut.stderr]).toEqual([1, "The step 'join' is skipped: what it waits for can no longer be.\n"]);
  });

  test('reads the steps where its description names them', async () => {
    const objects = { 'scripts/graphs/x.json': JSON.stringify(steps) };
    const opened = await start({ kind: 'gate', step: 'join', graph: 's3://scripts/graphs/x.json' }, { objects, answers: { graph: [graph({ 'p-a': 'SUCCEEDED' })] } });
    expect([opened.status, opened.stdout]).toEqual([0, "The step 'join' can start.\n"]);
  });

  test('waits longer where AWS is busy, says so, and goes on', async () => {
    const done = await start({ kind: 'gate', step: 'join', steps }, { answers: { graph: [{ error: 'ThrottlingException' }, { error: 'ThrottlingException' }, graph({ 'p-a': 'SUCCEEDED' })] } });
    expect(done.status).toBe(0);
    expect(done.stdout).toContain('AWS is busy or was not reached (ThrottlingException): trying again in 0.02 seconds.');
  });

  test.each(pythons())('decides, and is told apart from what is wrong, by %s', async (python) => {
    expect(await start({ kind: 'gate', step: 'join', steps }, { answers: { graph: [graph({ 'p-a': 'SUCCEEDED' })] } }, { python })).toMatchObject({ status: 0, stderr: '' });
    const alone = await jobs.run(helperPy.text, ['--MILLRACE_SPEC', 's3://scripts/spec.json'], { objects: {}, runs }, { python });
    expect([alone.status, alone.stderr]).toEqual([1, 'This job helps a workflow and does nothing by itself: start the pipeline with `millrace run`.\n']);
  });
});

describe('a closer', () => {
  const steps = { a: step('a'), b: step('b'), c: step('c') };

  test('asks what is live to stop, once it may, and tells the handler what went wrong', async () => {
    const answers = { graph: [graph({ 'p-a': 'FAILED', 'p-b': 'RUNNING', 'p-c': 'RUNNING' }), graph({ 'p-a': 'FAILED', 'p-b': 'STOPPED', 'p-c': 'FAILED' })] };
    const objects = { ...object('steps/b/jr_p-b.json', { script: true, at: 1 }), ...object('steps/c/jr_p-c.json', null) };
    const done = await start({ kind: 'closer', handler: 'onFailure', before: null, stops: true, failurePolicy: 'stop', steps }, { objects: { ...objects, ...object('steps/c/jr_p-c.json', {}) }, answers });
    expect(done.stderr).toBe('');
    expect(done.calls).toEqual([['batch_stop_job_run', { JobName: 'p-b', JobRunIds: ['jr_p-b'] }]]);
    expect(done.object(`${RUN}/handlers/0001.json`)).toMatchObject({ outcome: 'failed', failedSteps: ['a', 'b', 'c'] });
  });
});

const bridge = (call: BridgeSpec['call'], more: Partial<BridgeSpec> = {}): Partial<BridgeSpec> => ({
  kind: 'bridge', step: 'load', call, handler: false, timeoutSeconds: 600, retry: { attempts: 0, on: ['failed'], delaySeconds: 0 }, steps: {}, ...more,
});
const ends = (done: Done, attempt = 1): unknown => done.object(`${RUN}/calls/load/0001-${attempt}.end.json`);

describe('a bridge', () => {
  const jobRun = (state: string) => ({ JobRun: { Id: 'jr_1', JobRunState: state, StartedOn: { $now: 0 } } });
  const job = { type: 'job', job: 'p-load', arguments: { DAY: { run: 'date' }, KEY: { secret: 'prod/db' } }, timeoutMinutes: 5 } as const;

  test('starts a job with its values, tells it its run, and ends as it ends', async () => {
    const done = await start(bridge(job), { answers: { start_job_run: [{ error: 'ConcurrentRunsExceededException' }, { JobRunId: 'jr_1' }], get_job_run: [jobRun('RUNNING'), jobRun('SUCCEEDED')] } });
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('The start of attempt 1 was held back (ConcurrentRunsExceededException): trying again in 0.01 seconds.');
    const Arguments = { '--DAY': '2026-01-31', '--KEY': 'secretsmanager:prod/db', '--MILLRACE_RUN': RUN, '--MILLRACE_STEP': 'load', '--WORKFLOW_NAME': 'w', '--WORKFLOW_RUN_ID': 'wr_1' };
    expect(done.calls.filter(([name]) => name === 'start_job_run').at(-1)).toEqual(['start_job_run', { JobName: 'p-load', Arguments, Timeout: 5 }]);
    expect(done.object(`${RUN}/calls/load/0001-1.json`)).toMatchObject({ id: 'jr_1' });
    expect(ends(done)).toMatchObject({ outcome: 'succeeded' });
  });

  test('repeats what its step repeats, and no more', async () => {
    const retry = { attempts: 1, on: ['timedOut'], delaySeconds: 0 } as const;
    const done = await start(bridge(job, { retry }), { answers: { start_job_run: [{ JobRunId: 'jr_1' }, { JobRunId: 'jr_2' }], get_job_run: [jobRun('TIMEOUT'), jobRun('FAILED')] } });
    expect([done.status, done.stderr]).toEqual([1, "The step 'load' ended failed.\n"]);
    expect([ends(done, 1), ends(done, 2)]).toMatchObject([{ outcome: 'timedOut' }, { outcome: 'failed' }]);
  });

  test('goes on where a killed one was: the job run that lives is not started twice', async () => {
    const answers = { start_job_run: [{ JobRunId: 'jr_1' }], get_job_run: [...Array.from({ length: 15 }, () => jobRun('RUNNING')), jobRun('SUCCEEDED')] };
    const done = await start({ ...bridge(job), pollSeconds: 0.05 }, { answers }, { killAt: (state) => state.includes('["get_job_run"') });
    expect(done.status).toBe(0);
    expect(done.calls.filter(([name]) => name === 'start_job_run')).toHaveLength(1);
  });

  test('goes on with a job run of its step that nobody recorded', async () => {
    const mine = { Id: 'jr_1', JobRunState: 'RUNNING', StartedOn: { $now: 0 }, Arguments: { '--MILLRACE_RUN': RUN, '--MILLRACE_STEP': 'load' } };
    const done = await start(bridge(job), { answers: { get_job_runs: [{ JobRuns: [mine] }], get_job_run: [jobRun('SUCCEEDED')] } });
    expect(done.status).toBe(0);
    expect(done.calls.map(([name]) => name)).not.toContain('start_job_run');
    expect(done.object(`${RUN}/calls/load/0001-1.json`)).toMatchObject({ id: 'jr_1', attached: true });
  });

  test('of a stream ends once the job run is RUNNING, without a timeout; one that runs already is not started again', async () => {
    const stream = { type: 'job', job: 'p-load', arguments: {}, timeoutMinutes: null, until: 'started' } as const;
    const fresh = await start(bridge(stream), { answers: { get_job_runs: [{ JobRuns: [] }], start_job_run: [{ JobRunId: 'jr_1' }], get_job_run: [jobRun('STARTING'), jobRun('RUNNING')] } });
    expect([fresh.status, fresh.stderr]).toEqual([0, '']);
    expect(fresh.calls.find(([name]) => name === 'start_job_run')?.[1]).not.toHaveProperty('Timeout');
    const live = (JobRunState: string) => ({ JobRuns: [{ Id: 'jr_9', JobRunState, StartedOn: { $now: 0 }, Arguments: {} }] });
    const again = await start(bridge(stream), { answers: { get_job_runs: [live('STOPPING'), live('RUNNING')], get_job_run: [jobRun('RUNNING')] } });
    expect([again.status, again.calls.map(([name]) => name).includes('start_job_run')]).toEqual([0, false]);
    expect(again.object(`${RUN}/calls/load/0001-1.json`)).toMatchObject({ id: 'jr_9', attached: true });
  });

  test('asks its job run to stop when the run stops', async () => {
    const done = await start(bridge(job), { objects: { ...object('stop.json', { at: 1 }), ...object('calls/load/0001-1.json', { at: Date.now(), id: 'jr_1' }) }, answers: { get_job_run: [jobRun('RUNNING'), jobRun('STOPPED')] } });
    expect([done.status, done.stderr]).toEqual([1, "The step 'load' ended stopped.\n"]);
    expect(done.calls.filter(([name]) => name === 'batch_stop_job_run')).toEqual([['batch_stop_job_run', { JobName: 'p-load', JobRunIds: ['jr_1'] }]]);
  });

  test('is asked again where Glue says in its answer that it cannot be stopped yet', async () => {
    const begun = { ...object('stop.json', { at: 1 }), ...object('calls/load/0001-1.json', { at: Date.now(), id: 'jr_1' }) };
    const refused = { SuccessfulSubmissions: [], Errors: [{ JobName: 'p-load', JobRunId: 'jr_1', ErrorDetail: { ErrorCode: 'InvalidInputException', ErrorMessage: 'STARTING' } }] };
    const answers = { get_job_run: [jobRun('STARTING'), jobRun('RUNNING'), jobRun('STOPPED')], batch_stop_job_run: [refused, {}] };
    const done = await start(bridge(job), { objects: begun, answers });
    expect([done.status, done.stderr]).toEqual([1, "The step 'load' ended stopped.\n"]);
    expect(done.calls.filter(([name]) => name === 'batch_stop_job_run')).toHaveLength(2);
  });

  const crawl = (CrawlId: string, State: string, at = 0) => ({ CrawlId, State, StartTime: { $now: at } });
  test('waits for a crawl of someone else, then makes its own', async () => {
    const answers = { get_crawler: [{ Crawler: { State: 'RUNNING' } }, { Crawler: { State: 'READY' } }], list_crawls: [{ Crawls: [crawl('c1', 'COMPLETED', -900_000)] }, { Crawls: [crawl('c2', 'RUNNING'), crawl('c1', 'COMPLETED', -900_000)] }, { Crawls: [crawl('c2', 'FAILED')] }] };
    const done = await start(bridge({ type: 'crawler', crawler: 'p-load' }), { answers });
    expect([done.status, done.stderr]).toEqual([1, "The step 'load' ended failed.\n"]);
    expect(done.calls.map(([name]) => name).slice(0, 4)).toEqual(['get_crawler', 'get_crawler', 'list_crawls', 'start_crawler']);
  });

  test('of a crawler that is not there says so, and not that a right is missing', async () => {
    const done = await start(bridge({ type: 'crawler', crawler: 'nocrawler' }), { answers: { get_crawler: [{ error: 'EntityNotFoundException' }] } });
    expect([done.status, done.stderr]).toEqual([1, 'Something that this job needs is not there (EntityNotFoundException). Create it, or correct its name in the pipeline and deploy again.\n']);
  });

  test('stops a crawl whose time is over', async () => {
    const begun = object('calls/load/0001-1.json', { at: Date.now() - 700_000, id: '' });
    const done = await start(bridge({ type: 'crawler', crawler: 'p-load' }), { objects: begun, answers: { get_crawler: [{ Crawler: { State: 'RUNNING' } }], list_crawls: [{ Crawls: [crawl('c1', 'RUNNING', -690_000)] }], stop_crawler: [{ error: 'CrawlerNotRunningException' }] } });
    expect(ends(done)).toMatchObject({ outcome: 'timedOut', message: 'It took longer than its timeout of 600 seconds.' });
    expect(done.calls.filter(([name]) => name === 'stop_crawler')).toHaveLength(1);
  });

  test('calls a function and takes its answer', async () => {
    const call = { type: 'lambda', function: 'f', payload: { n: 1e21, day: { run: 'date' } } } as const;
    const good = await start(bridge(call), { answers: { invoke: [{ error: 'TooManyRequestsException' }, { Payload: { $bytes: '{}' } }] } });
    expect([good.status, good.stderr]).toEqual([0, '']);
    expect(good.calls.at(-1)).toEqual(['invoke', { FunctionName: 'f', Payload: `{"n":1e+21,"day":"2026-01-31","millrace":{"run":"${RUN}","step":"load"}}` }]);
    const bad = await start(bridge(call), { answers: { invoke: [{ FunctionError: 'Unhandled', Payload: { $bytes: '{"errorMessage":"no"}' } }] } });
    expect([bad.status, bad.stderr]).toEqual([1, 'The step \'load\' ended failed: {"errorMessage":"no"}\n']);
    const gone = await start(bridge(call, { retry: { attempts: 3, on: ['failed'], delaySeconds: 0 } }), { answers: { invoke: [{ error: 'ResourceNotFoundException' }] } });
    expect(ends(gone)).toMatchObject({ refused: true });
    expect(gone.calls).toHaveLength(1);
  });

  test('sends what a handler has to say', async () => {
    const done = await start(bridge({ type: 'sns', topicArn: 'arn:t', subject: null, message: null }, { handler: true }), { objects: object('handlers/0001.json', { outcome: 'failed', failedSteps: ['a', 'b'] }), answers: { publish: [{ MessageId: 'm1' }] } });
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.calls).toEqual([['publish', { TopicArn: 'arn:t', Subject: 'orders: failed', Message: `The run ${RUN} of the pipeline 'orders' failed.\nSteps that went wrong: a, b.` }]]);
  });

  test('runs an automation, and waits', async () => {
    const run = (AutomationExecutionStatus: string) => ({ AutomationExecution: { AutomationExecutionStatus } });
    const done = await start(bridge({ type: 'ssm', document: 'd', parameters: { N: 3, L: ['a', 'b'] } }), { answers: { start_automation_execution: [{ AutomationExecutionId: 'x1' }], get_automation_execution: [run('InProgress'), run('Success')] } });
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.calls[0]).toEqual(['start_automation_execution', { DocumentName: 'd', ClientToken: expect.stringMatching(/^[0-9a-f-]{36}$/), Parameters: { N: ['3'], L: ['a', 'b'] } }]);
    expect(await start(bridge({ type: 'wait', seconds: 0.05 }))).toMatchObject({ status: 0, stderr: '' });
    expect(await start(bridge({ type: 'wait', seconds: 3600 }), { objects: { ...object('stop.json', { at: 1 }), ...object('calls/load/0001-1.json', { at: Date.now(), id: '' }) } })).toMatchObject({ status: 1, stderr: "The step 'load' ended stopped.\n" });
  });

  test.each(pythons())('does its step on %s', async (python) => {
    const done = await start(bridge(job), { answers: { start_job_run: [{ JobRunId: 'jr_1' }], get_job_run: [jobRun('RUNNING'), jobRun('SUCCEEDED')] } }, { python });
    expect([done.status, done.stderr]).toEqual([0, '']);
  });
});

describe('an opener', () => {
  const queue = { kind: 'opener', overlap: 'queue', mostQueued: 100, workflow: 'w' };
  const ended = { wr_0: { Status: 'COMPLETED', StartedOn: { $ms: 1 } } };

  test('takes the turn of a run that has ended, and leaves no ticket', async () => {
    const done = await start(queue, { runs: { ...runs, ...ended }, objects: { 'runs/orders/_live.json': '{"run":"r0","nativeId":"wr_0","at":1}', 'runs/orders/_queue/0000000000001-r0.json': '{"run":"r0","nativeId":"wr_0"}' } });
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.object('_live.json')).toMatchObject({ run: RUN, nativeId: 'wr_1' });
    expect(done.keys.filter((key) => key.includes('_queue'))).toEqual([]);
  });

  test('is refused where a hundred wait', async () => {
    const waiting = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`runs/orders/_queue/${String(n).padStart(13, '0')}-r${n}.json`, '{"run":"r","nativeId":"wr_live"}']));
    const done = await start(queue, { runs: { ...runs, wr_live: runs.wr_1 }, objects: waiting });
    expect([done.status, done.stderr]).toEqual([1, `The run ${RUN} does not start: 100 runs wait for their turn already. Start it again later.\n`]);
    expect(done.keys.filter((key) => key.includes('_queue'))).toHaveLength(100);
  });

  test('freezes a run that was started outside, or says what is wrong with it', async () => {
    const params = { day: { type: 'date', description: '', default: null, values: [] } };
    const outside = (day: string) => ({ wr_1: { ...runs.wr_1, WorkflowRunProperties: { 'param:day': day } } });
    const good = await start({ ...queue, overlap: 'allow', params }, { runs: outside('2026-01-30') });
    expect(good.object('wr-1/run.json')).toMatchObject({ params: { day: '2026-01-30' } });
    const bad = await start({ ...queue, overlap: 'allow', params }, { runs: outside('soon') });
    expect([bad.status, bad.stderr]).toEqual([1, "The run wr-1 cannot start: 'soon' is not of type date, which the parameter 'day' has.\n"]);
  });
});

test('each program is one text, the same each time, and its hash belongs to it', () => {
  expect(bootstrapPy.text).toContain('def decide(spec, view, read):');
  expect(helperPy.text).not.toContain('def run_script(');
  expect(helperPy.sha256).toMatch(/^[0-9a-f]{64}$/);
});

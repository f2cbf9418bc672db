import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startServer } from '@millrace/local';
import { bootstrapPy, helperPy, type BridgeSpec, type CloserSpec, type GateSpec, type HelperBase, type JobSpec, type OpenerSpec, type StepFacts } from '@millrace/runtime';
import { expect, test } from 'vitest';

const python = process.env['MILLRACE_PYTHON'] ?? fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));

/** What the embedded AWS is asked, in its wire shapes. */
interface Aws {
  call(operation: string, input: object): Promise<Readonly<Record<string, never>>>;
  put(path: string, body: string): Promise<void>;
  get(path: string): Promise<unknown>;
}
function awsAt(url: string): Aws {
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/glue/aws4_request, SignedHeaders=host, Signature=0' };
  return {
    call: async (operation, input) => {
      const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSGlue.${operation}` }, body: JSON.stringify(input) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${operation}: ${text}`);
      // Whatever the operation answers.
      return (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, never>>;
    },
    put: async (path, body) => void (await fetch(`${url}/${path}`, { method: 'PUT', headers, body })),
    get: async (path) => {
      const answer = await fetch(`${url}/${path}`, { headers });
      return answer.ok ? await answer.json() : null;
    },
  };
}

const say = (words: string): string => `import json, sys, boto3\nboto3.client("s3").put_object(Bucket="runs", Key="said/${words}.json", Body=json.dumps(sys.argv[1:]).encode())\n`;
const scripts = { clean: say('clean'), broken: 'raise SystemExit("no rows")\n', joined: say('joined'), handled: say('handled'), loading: say('loading') };

const facts = (name: string, after: StepFacts['after'], more: Partial<StepFacts> = {}): StepFacts => ({ node: 'job', name: `p-${name}`, retries: 0, after, join: 'all', optional: false, ...more });
const on = (step: string, word: 'succeeded' | 'failed' | 'finished' = 'succeeded') => ({ step, on: word });
const steps: Readonly<Record<string, StepFacts>> = {
  clean: facts('clean', []),
  broken: facts('broken', [], { retries: 1 }),
  pause: facts('pause-bridge', [], { node: 'bridge' }),
  joined: facts('joined', [on('broken'), on('pause')], { join: 'any' }),
  load: facts('load-bridge', [on('clean')], { node: 'bridge' }),
};
const base: HelperBase = { schemaVersion: 1, pipeline: 'orders', graphHash: '', job: '', runsBucket: 'runs', timezone: 'UTC', params: {}, environmentParams: {}, failurePolicy: 'continue', steps, pollSeconds: 0.3 };
const bridge = (step: string, call: BridgeSpec['call']): BridgeSpec => ({ ...base, kind: 'bridge', job: `p-${step}-bridge`, step, call, handler: false, timeoutSeconds: 600, retry: { attempts: 0, on: [], delaySeconds: 0 } });
const helpers: Readonly<Record<string, BridgeSpec | GateSpec | CloserSpec | OpenerSpec>> = {
  'p--opener': { ...base, kind: 'opener', job: 'p--opener', overlap: 'queue', mostQueued: 100, workflow: 'p' },
  'p-joined-gate': { ...base, kind: 'gate', job: 'p-joined-gate', step: 'joined' },
  'p-pause-bridge': bridge('pause', { type: 'wait', seconds: 1 }),
  'p-load-bridge': bridge('load', { type: 'job', job: 'p-load', arguments: { DAY: { run: 'date' } }, timeoutMinutes: 5 }),
  'p--on-failure-gate': { ...base, kind: 'closer', job: 'p--on-failure-gate', handler: 'onFailure', before: null, stops: false },
};
const spec = (step: string, script: keyof typeof scripts, handler = false): JobSpec => ({
  schemaVersion: 1, pipeline: 'orders', step, job: `p-${step}`, scriptUri: `s3://scripts/x/${script}.py`, runsBucket: 'runs', timezone: 'UTC', args: {}, params: {}, environmentParams: {}, handler,
});
const jobs: readonly JobSpec[] = [spec('clean', 'clean'), spec('broken', 'broken'), spec('joined', 'joined'), spec('on-failure', 'handled', true)];

async function deploy(aws: Aws): Promise<void> {
  for (const bucket of ['scripts', 'runs']) await aws.put(bucket, '');
  for (const [name, text] of Object.entries({ ...scripts, bootstrap: bootstrapPy.text, helper: helperPy.text })) await aws.put(`scripts/x/${name}.py`, text);
  const job = (Name: string, script: string, spec: unknown, MaxRetries = 0) => ({ Name, Role: 'arn:aws:iam::123456789012:role/r', Command: { Name: 'pythonshell', PythonVersion: '3.9', ScriptLocation: `s3://scripts/x/${script}.py` }, DefaultArguments: spec === null ? {} : { '--MILLRACE_SPEC': `s3://scripts/specs/${Name}.json` }, MaxRetries, ExecutionProperty: { MaxConcurrentRuns: 5 }, MaxCapacity: 0.0625 });
  for (const one of jobs) await aws.call('CreateJob', job(one.job, 'bootstrap', one, steps[one.step]?.retries));
  for (const [name, one] of Object.entries(helpers)) await aws.call('CreateJob', job(name, 'helper', one));
  await aws.call('CreateJob', job('p-load', 'loading', null));
  for (const [name, one] of [...jobs.map((each) => [each.job, each] as const), ...Object.entries(helpers)]) await aws.put(`scripts/specs/${name}.json`, JSON.stringify(one));
  await aws.call('CreateWorkflow', { Name: 'p' });
  await aws.call('CreateTrigger', { Name: 'start', WorkflowName: 'p', Type: 'ON_DEMAND', Actions: [{ JobName: 'p--opener' }] });
  const follow = (name: string, after: string, actions: readonly string[]) => aws.call('CreateTrigger', { Name: name, WorkflowName: 'p', Type: 'CONDITIONAL', StartOnCreation: true, Actions: actions.map((JobName) => ({ JobName })), Predicate: { Conditions: [{ LogicalOperator: 'EQUALS', JobName: after, State: 'SUCCEEDED' }] } });
  await follow('first', 'p--opener', ['p-clean', 'p-broken', 'p-pause-bridge', 'p-joined-gate', 'p--on-failure-gate']);
  await follow('joined', 'p-joined-gate', ['p-joined']);
  await follow('load', 'p-clean', ['p-load-bridge']);
  await follow('handled', 'p--on-failure-gate', ['p-on-failure']);
}

interface Run {
  readonly Status: string;
  readonly Graph: { readonly Nodes: readonly { readonly Name: string; readonly JobDetails?: { readonly JobRuns?: readonly { readonly JobRunState: string }[] } }[] };
}

test.skipIf(!existsSync(python))('a workflow of helpers and steps runs under a real Python with boto3 (skipped without the virtual environment that CONTRIBUTING.md names)', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-helpers-'));
  const errors: string[] = [];
  const server = await startServer({ dir, port: 0, python, env: process.env, onError: (error, where) => errors.push(`${where}: ${String(error)}`) });
  try {
    const aws = awsAt(server.url);
    await deploy(aws);
    const { RunId } = await aws.call('StartWorkflowRun', { Name: 'p' });
    const run = String(RunId).toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
    let seen: Run;
    do {
      await pause(300);
      // The answer of GetWorkflowRun.
      seen = (await aws.call('GetWorkflowRun', { Name: 'p', RunId, IncludeGraph: true }))['Run'] as unknown as Run;
    } while (seen.Status === 'RUNNING');
    const states = Object.fromEntries(seen.Graph.Nodes.flatMap(({ Name, JobDetails }) => (JobDetails?.JobRuns === undefined ? [] : [[Name, JobDetails.JobRuns.map(({ JobRunState }) => JobRunState).join(' ')]])));
    expect(states).toEqual({
      'p--opener': 'SUCCEEDED', 'p-clean': 'SUCCEEDED', 'p-broken': 'FAILED FAILED', 'p-pause-bridge': 'SUCCEEDED', 'p-joined-gate': 'SUCCEEDED', 'p-joined': 'SUCCEEDED',
      'p-load-bridge': 'SUCCEEDED', 'p--on-failure-gate': 'SUCCEEDED', 'p-on-failure': 'SUCCEEDED',
    });
    expect(await aws.get(`runs/orders/${run}/handlers/0001.json`)).toMatchObject({ outcome: 'failed', failedSteps: ['broken'] });
    expect(await aws.get(`runs/orders/${run}/calls/load/0001-1.end.json`)).toMatchObject({ outcome: 'succeeded' });
    expect(await aws.get('runs/orders/_live.json')).toMatchObject({ run, nativeId: RunId });
    expect(String(await aws.get('runs/said/handled.json'))).toContain('--MILLRACE_OUTCOME,failed,--MILLRACE_FAILED_STEPS,broken');
    expect(String(await aws.get('runs/said/loading.json'))).toMatch(new RegExp(`--DAY,\\d{4}-\\d\\d-\\d\\d.*--MILLRACE_RUN,${run}|--MILLRACE_RUN,${run}.*--DAY`));
    expect(errors).toEqual([]);
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});

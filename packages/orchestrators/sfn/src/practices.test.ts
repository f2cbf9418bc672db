import type { TaskAnswer, TaskCall } from '@millrace/asl';
import type { Pipeline, Prop, Step } from '@millrace/core';
import { practices, type PracticeId } from '@millrace/facts';
import { MOST_OUTPUT_BYTES } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { called, crawl, job, pipelineOf, site, sourcesOf } from './test/pipelines.ts';
import { play } from './test/simulated.ts';

interface State { readonly [field: string]: Prop }
const compiled = (pipeline: Pipeline) => compile(pipeline, site, sourcesOf(pipeline));

/** Every state of the state machine of a pipeline, those in branches and items too. */
function statesOf(pipeline: Pipeline): readonly State[] {
  const machine = compiled(pipeline).resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  return statesIn(machine?.props['Definition'] ?? null);
}

function statesIn(value: Prop): readonly State[] {
  if (typeof value !== 'object' || value === null) return [];
  // A reference is an object of texts, too.
  const inner = Object.values(value as State).flatMap(statesIn);
  // What has a Type in a definition is a state.
  return 'Type' in value ? [value, ...inner] : inner;
}

const retry = { attempts: 1, on: ['failed'], delaySeconds: 60 } as const;
const stream: Step = { ...job('follow'), timeoutSeconds: null, kind: 'glueJob', with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } };
const every: readonly Step[] = [
  job('clean', { outputs: { rows: 'integer' }, retry }), job('load', { after: ['clean'], timeoutSeconds: null, args: { ROWS: { output: ['clean', 'rows'], or: null } } }),
  crawl('catalog', { retry }), stream, called('fit', 'lambda', { use: 'fit' }, { timeoutSeconds: null, retry }), called('tell', 'sns', { topic: 'told' }), called('scale', 'ssm', { document: 'Scale' }), called('pause', 'wait', { seconds: 9 }),
];
const pipelines = (['continue', 'stop'] as const).map((failurePolicy) => pipelineOf(every, { failurePolicy, onFailure: job('on-failure'), finally: called('finally', 'lambda', { use: 'last' }) }));
const tasks = pipelines.flatMap(statesOf).filter(({ Type }) => Type === 'Task');

test('every Task of every kind of step has a timeout', () => {
  expect(tasks.length).toBeGreaterThan(40);
  expect(tasks.filter(({ TimeoutSeconds }) => typeof TimeoutSeconds !== 'number' || TimeoutSeconds < 1)).toEqual([]);
});

test('the page of practices says the numbers that are compiled', () => {
  const said = (id: PracticeId): string => practices.filter((row) => row.id === id).flatMap(({ upheld }) => upheld.map(({ how }) => how)).join(' ');
  const limits = (ends: string): readonly Prop[] => tasks.filter(({ Resource }) => typeof Resource === 'string' && Resource.endsWith(ends)).map(({ TimeoutSeconds = null }) => TimeoutSeconds);
  expect(new Set(limits(':getObject'))).toEqual(new Set([60]));
  expect(said('sfn.timeouts')).toContain(' 60 seconds for a call');
  // One function has no timeout of its own.
  expect(limits(':lambda:invoke')).toContain(2 * 3600);
  expect(said('sfn.timeouts')).toContain(' 2 hours where the step names none');
  expect(JSON.stringify(tasks.find(({ Resource }) => typeof Resource === 'string' && Resource.endsWith(':lambda:invoke'))?.['Retry'])).toContain('"MaxAttempts":10,');
  expect(said('sfn.lambdaErrors')).toContain(' up to 10 times');
  expect(compiled(pipelineOf(every)).resources.find(({ type }) => type === 'AWS::Logs::LogGroup')?.props['RetentionInDays']).toBe(30);
  expect(said('sfn.logGroup')).toContain(' for 30 days');
  expect(MOST_OUTPUT_BYTES).toBe(64 * 1024);
  expect(said('sfn.payloads')).toContain(' at most 64 KiB');
});

test('nothing waits for a token or an activity, so nothing needs a heartbeat', () => {
  expect(tasks.filter(({ Resource }) => typeof Resource !== 'string' || /\.waitForTaskToken$|:activity:/.test(Resource))).toEqual([]);
});

test('a run that must fill its history is refused, one that could is warned of', () => {
  const told = (pipeline: Pipeline): readonly string[] => compiled(pipeline).problems.map(({ code, severity }) => `${severity} ${code}`);
  expect(told(pipelineOf(Array.from({ length: 3200 }, (_, at) => job(`s${at}`))))).toContain('error MR5011');
  expect(told(pipelineOf([crawl('cat', { timeoutSeconds: 86_400 })]))).toEqual(['warning MR5011']);
});

describe('what an execution leaves to be looked at', () => {
  const created = { ...site, roles: { ...site.roles, stateMachine: null } };
  const { resources } = compile(pipelineOf(every), created, sourcesOf(pipelineOf(every)));
  const machine = resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props;
  const role = JSON.stringify(resources.find(({ id }) => id === 'role.stateMachine')?.props);

  test('executions log every event, and no data, to a group below /aws/vendedlogs/states/', () => {
    const group = resources.find(({ type }) => type === 'AWS::Logs::LogGroup');
    expect(group?.name).toMatch(/^\/aws\/vendedlogs\/states\/[\w-]+$/);
    expect(machine?.['LoggingConfiguration']).toEqual({ Level: 'ALL', IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { ref: group?.id, attr: 'arn' } } }] });
    expect(role).toContain('logs:CreateLogDelivery');
  });

  test('executions are traced, and the role may send what is traced', () => {
    expect(machine?.['TracingConfiguration']).toEqual({ Enabled: true });
    expect(role).toContain('xray:PutTraceSegments');
  });
});

const good = () => ({ state: 'SUCCEEDED', minutes: 1 }) as const;
const left = (text: string) => (call: TaskCall): TaskAnswer | null => (call.resource.endsWith(':getObject') ? { output: { Body: text, ContentLength: Buffer.byteLength(text) } } : null);

test('data of 300 KB goes on by its URI; an outputs object above 64 KiB fails the attempt', async () => {
  const pipeline = pipelineOf([job('clean', { outputs: { data: 's3Uri' } }), job('load', { after: ['clean'], args: { DATA: { output: ['clean', 'data'], or: null } } })], { finally: job('finally') });
  const byAddress = await play(pipeline, good, { calls: left('{"data":"s3://curated/300-kilobytes.csv"}') });
  expect(byAddress).toMatchObject({ status: 'SUCCEEDED', args: { load: { '--DATA': 's3://curated/300-kilobytes.csv' } } });
  const byValue = await play(pipeline, good, { calls: left(JSON.stringify({ data: `s3://curated/${'x'.repeat(65_536)}` })) });
  expect(byValue).toMatchObject({ status: 'FAILED', error: 'Millrace.RunFailed', cause: 'The run failed: clean failed.', starts: { finally: [1] } });
});

const large = 'x'.repeat(262_144);

describe('an answer that is too large for a state', () => {
  const crowd = { Body: large, ContentLength: 2, JobRuns: [{ Arguments: { note: large } }], Crawls: [{ ErrorMessage: large }], AutomationExecution: { FailureMessage: large }, JobRun: { ErrorMessage: large }, AutomationExecutionId: 'a', Payload: 1 };
  /** What only starts or writes something answers briefly; a look gets more than a state takes. */
  const calls = ({ resource }: TaskCall): TaskAnswer => (/:(?:start|put|stop)/.test(resource) ? { output: { AutomationExecutionId: 'a', JobRunId: 'j' } } : { output: crowd });
  const cases: Readonly<Record<string, Step>> = { function: called('fit', 'lambda', { use: 'fit' }), automation: called('scale', 'ssm', { document: 'Scale' }), stream, crawl: crawl('catalog'), 'job with outputs': job('clean', { outputs: { rows: 'integer' } }) };

  test.each(Object.entries(cases))('fails the step, and what follows is decided as after any failure: a %s', async (_kind, step) => {
    const pipeline = pipelineOf([step, job('repair', { after: [{ step: step.name, on: 'failed' }] }), job('next', { after: [step.name] })], { finally: job('finally') });
    const run = await play(pipeline, good, { calls });
    expect(run).toMatchObject({ status: 'FAILED', error: 'Millrace.RunFailed', cause: `The run failed: ${step.name} failed.` });
    expect(Object.keys(run.starts)).toEqual(expect.arrayContaining(['repair', 'finally']));
    expect(run.starts).not.toHaveProperty('next');
  });

  test('that a look after an early stop gets keeps no handler from running', async () => {
    const pipeline = pipelineOf([job('clean', { outputs: { rows: 'integer' } }), stream, crawl('catalog'), called('scale', 'ssm', { document: 'Scale' }), job('bad')], { failurePolicy: 'stop', finally: job('finally') });
    const looks: string[] = [];
    // Before the stop all goes well; then every look answers with more than a state takes.
    const run = await play(pipeline, (step) => ({ state: step === 'bad' ? 'FAILED' : 'SUCCEEDED', minutes: step === 'bad' ? 1 : 9 }), {
      calls: (call) => {
        if (!call.state.endsWith('at the stop')) return call.resource.endsWith(':getObject') ? { output: { Body: '{"at":1,"id":"a"}', ContentLength: 17 } } : /:(?:start|put|stop)/.test(call.resource) ? { output: { AutomationExecutionId: 'a', JobRunId: 'j' } } : { output: { JobRuns: [], Crawls: [], JobRun: { JobRunState: 'STARTING' }, AutomationExecution: { AutomationExecutionStatus: 'InProgress' } } };
        looks.push(call.state);
        return { output: crowd };
      },
    });
    expect([...new Set(looks)].toSorted()).toEqual(['bad at the stop', 'catalog at the stop', 'clean at the stop', 'follow at the stop', 'scale at the stop']);
    expect(run.starts).toHaveProperty('finally');
  });
});

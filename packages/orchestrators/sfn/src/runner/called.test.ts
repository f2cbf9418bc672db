import type { Step } from '@millrace/core';
import { memoryStore } from '@millrace/deploy';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../port.ts';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';
import { called, job, pipelineOf, site } from '../test/pipelines.ts';

const ID = '20260131t020000-abcdef';
const calls: readonly Step[] = [
  called('f', 'lambda', { use: 'f' }, { retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } }), called('f-2', 'sns', { topic: 't' }), called('scale', 'ssm', { document: 'd' }), job('a'),
];

/** A run with what its history tells: name of the state or null, type, and details; a second apart, each after the one before, or after `after`. */
async function bench(events: readonly (Omit<HistoryEvent, 'id' | 'timestamp'> & { readonly after?: number })[], status: string | null, steps: readonly Step[] = calls) {
  const pipeline = pipelineOf(steps);
  const aws = new Double();
  const runner = connectWith(aws, memoryStore(), { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site });
  await runner.start({ id: ID, date: '2026-01-31', params: {} });
  const start = aws.now / 1000;
  aws.events.push(...events.map(({ after, ...event }, index) => ({ ...event, id: index + 1, previousEventId: after ?? index, timestamp: start + index + 1 })));
  aws.now += 60_000;
  if (status !== null) aws.end(`${ID}-1`, status);
  return { aws, runner };
}

const entered = (name: string, type = 'TaskStateEntered') => ({ type, stateEnteredEventDetails: { name } });
const exited = (name: string, output: Readonly<Record<string, string>>, type = 'TaskStateExited') => ({ type, stateExitedEventDetails: { name, output: JSON.stringify(output) } });
const failed = (error: string, cause: string) => ({ type: 'TaskFailed', taskFailedEventDetails: { error, cause } });

test('attempts of a function are read from the history, with what it said when it failed', async () => {
  const { runner } = await bench([
    exited('f ready?', { f: 'succeeded' }), entered('f'), failed('ValueError', 'no rows'), exited('f', { f: 'failed' }), exited('f again?', { f: 'failed' }), entered('f'), exited('f', { f: 'succeeded' }),
  ], 'SUCCEEDED');
  const { steps } = await runner.describe(ID);
  expect(steps['f']).toMatchObject({ state: 'succeeded', attempts: [{ outcome: 'failed', message: 'ValueError: no rows' }, { outcome: 'succeeded', message: null }] });
});

test('a name that begins another is not taken for it', async () => {
  const { runner } = await bench([entered('f'), entered('f-2'), exited('f-2', { 'f-2': 'failed' })], null);
  const { steps } = await runner.describe(ID);
  expect([steps['f']?.state, steps['f-2']?.state]).toEqual(['running', 'failed']);
});

test('a call in a branch that was aborted counts as stopped from then on', async () => {
  const { runner } = await bench([entered('f'), entered('f-2'), exited('f-2', { 'f-2': 'failed' }), { type: 'ParallelStateFailed' }, entered('Wait for the rest', 'ParallelStateEntered')], null);
  const { steps } = await runner.describe(ID);
  expect(steps['f']).toMatchObject({ state: 'stopped', attempts: [{ outcome: 'stopped' }] });
});

const started = { type: 'TaskSucceeded', taskSucceededEventDetails: { output: '{"AutomationExecutionId":"auto"}' } };

test('an automation that outlives its execution is looked at itself', async () => {
  const { aws, runner } = await bench([entered('scale'), started, exited('scale', { scale: 'running' }), entered('scale mark'), exited('scale mark', { scale: 'running' })], 'ABORTED');
  aws.automations.set('auto', { AutomationExecutionStatus: 'InProgress' });
  expect((await runner.describe(ID)).steps['scale']).toMatchObject({ state: 'running', attempts: [{ nativeId: 'auto', outcome: null }] });
  aws.automations.set('auto', { AutomationExecutionStatus: 'Cancelled', ExecutionEndTime: aws.now / 1000 });
  expect((await runner.describe(ID)).steps['scale']).toMatchObject({ state: 'stopped', attempts: [{ end: aws.now, outcome: 'stopped' }] });
});

const stream: Step = { ...job('follow'), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './f.py', args: {}, waitFor: 'started' } };
const answered = (output: Readonly<Record<string, unknown>>) => ({ type: 'TaskSucceeded', taskSucceededEventDetails: { output: JSON.stringify(output) } });
const begun = [entered('follow find'), exited('follow find', { follow: 'none' }), entered('follow'), answered({ JobRunId: 'jr_1' }), exited('follow', { follow: 'starting' }), entered('follow look'), answered({ JobRun: { Id: 'jr_1' } })];

test('an old run whose automation or job run is forgotten can still be looked at', async () => {
  const old = [entered('scale'), started, exited('scale', { scale: 'running' })];
  expect((await (await bench(old, 'ABORTED')).runner.describe(ID)).steps['scale']).toMatchObject({ state: 'stopped', attempts: [{ outcome: 'stopped' }] });
  expect((await (await bench([...begun, exited('follow look', { follow: 'live' })], 'ABORTED', [stream])).runner.describe(ID)).steps['follow']?.state).toBe('stopped');
});

test('a stop ends the automation too', async () => {
  const { aws, runner } = await bench([entered('scale'), started, exited('scale', { scale: 'running' })], null);
  aws.automations.set('auto', { AutomationExecutionStatus: 'InProgress' });
  await runner.stop(ID);
  expect(aws.stopped).toEqual([`${ID}-1`, 'auto']);
});

test('an automation tells why it failed', async () => {
  const answer = { type: 'TaskSucceeded', taskSucceededEventDetails: { output: '{"AutomationExecution":{"AutomationExecutionStatus":"Failed","FailureMessage":"no such node"}}' } };
  const { runner } = await bench([entered('scale'), started, exited('scale', { scale: 'running' }), entered('scale look'), answer, exited('scale look', { scale: 'failed' })], 'FAILED');
  expect((await runner.describe(ID)).steps['scale']).toMatchObject({ state: 'failed', attempts: [{ message: 'no such node' }] });
});

test('a stream has ended when the machine saw it run; a stopped run says how to end it, too', async () => {
  const { aws, runner } = await bench([...begun, exited('follow look', { follow: 'succeeded' })], null, [stream]);
  aws.ran('dev-orders-follow', 'follow', ID, 'RUNNING', 0);
  expect((await runner.describe(ID)).steps['follow']).toMatchObject({ state: 'succeeded', attempts: [{ nativeId: 'jr_1', outcome: 'succeeded' }] });
  await runner.stop(ID);
  expect(aws.stopped).toEqual([`${ID}-1`]);
  expect((await runner.describe(ID)).steps['follow']?.message).toContain('--job-name dev-orders-follow --job-run-ids jr_1');
});

test('a stop ends a stream of the run that has not come up, and leaves one of someone else', async () => {
  for (const [run, stopped, state] of [[ID, ['jr_1'], 'running'], ['another', [], 'stopped']] as const) {
    const { aws, runner } = await bench([...begun, exited('follow look', { follow: 'live' })], null, [stream]);
    aws.ran('dev-orders-follow', 'follow', run, 'STARTING', 0);
    await runner.stop(ID);
    expect(aws.stopped).toEqual([`${ID}-1`, ...stopped]);
    expect((await runner.describe(ID)).steps['follow']?.state).toBe(state);
  }
});

test('what prints nothing says where its log is', async () => {
  const { runner } = await bench([entered('f'), exited('f', { f: 'succeeded' })], null);
  const first = async () => { for await (const line of runner.log(ID, 'f', 1)) return line; };
  await expect(first()).rejects.toThrow("Step 'f' is a function, which prints nothing here. Its log is in the group '/aws/lambda/' and its name.");
});

test('an automation whose start was not answered when its execution ended counts as stopped from then on, and nobody is asked to stop it', async () => {
  const { aws, runner } = await bench([entered('scale')], 'ABORTED');
  const { state, steps } = await runner.describe(ID);
  expect(state).toBe('stopped');
  expect(steps['scale']).toMatchObject({ state: 'stopped', attempts: [{ outcome: 'stopped', message: 'The execution ended before its start was answered.' }] });
  await runner.stop(ID);
  expect(aws.stopped).toEqual([]);
});

test('a stream whose start was not answered is found by its arguments', async () => {
  const stream: Step = { ...job('follow'), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } };
  const { aws, runner } = await bench([entered('follow look'), exited('follow look', {}), entered('follow')], 'ABORTED', [stream]);
  aws.ran('dev-orders-follow', 'follow', ID, 'RUNNING', 0);
  const { steps } = await runner.describe(ID);
  expect(steps['follow']).toMatchObject({ state: 'succeeded', attempts: [{ nativeId: 'jr_1' }] });
});

test('a resume tells the new execution which start was not answered', async () => {
  const { aws, runner } = await bench([entered('scale')], 'ABORTED', [calls[2] ?? job('never')]);
  const plan = await runner.plan(ID);
  if ('refused' in plan) throw new Error(plan.refused);
  await runner.resume(plan);
  expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toMatchObject({ continuation: 2, unanswered: { scale: '0001-1' } });
});

test('a stream that could not be looked for has failed without an attempt, and says why', async () => {
  const stream: Step = { ...job('follow'), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } };
  const refused = failed('Glue.AccessDeniedException', 'Not authorized. (Service: Glue, Status Code: 400, Request ID: 1)');
  const { runner } = await bench([entered('follow find'), refused, exited('follow find', { follow: 'failed' })], 'FAILED', [stream]);
  const { steps } = await runner.describe(ID);
  expect(steps['follow']).toMatchObject({ state: 'failed', attempts: [], message: 'Glue.AccessDeniedException: Not authorized.' });
});

test.each([['a second time', true], ['and the next execution does not come to it', false]])('a start that is not answered %s is told of again, by the name that its token has', async (_, comes) => {
  const { aws, runner } = await bench([entered('scale')], 'ABORTED', [calls[2] ?? job('never')]);
  for (const n of [2, 3]) {
    const plan = await runner.plan(ID);
    if ('refused' in plan) throw new Error(plan.refused);
    await runner.resume(plan);
    aws.now += 60_000;
    aws.events.splice(0, aws.events.length, ...(comes ? [{ ...entered('scale'), id: 1, previousEventId: 0, timestamp: aws.now / 1000 }] : []));
    aws.now += 60_000;
    aws.end(`${ID}-${n}`, 'ABORTED');
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toMatchObject({ continuation: n, unanswered: { scale: '0001-1' } });
  }
});

test.each([[60, 'succeeded'], [61, 'stopped']] as const)('a wait of %i seconds that is aborted after 60 has %s', async (seconds, state) => {
  const at = Date.UTC(2026, 0, 31, 2) / 1000;
  const { aws, runner } = await bench([], 'ABORTED', [called('pause', 'wait', { seconds })]);
  aws.events.push({ ...entered('pause', 'WaitStateEntered'), id: 1, previousEventId: 0, timestamp: at }, { type: 'ExecutionAborted', id: 2, previousEventId: 1, timestamp: at + 60 });
  expect((await runner.describe(ID)).steps['pause']).toMatchObject({ state });
});

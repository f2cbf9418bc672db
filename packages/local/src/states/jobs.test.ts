import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { type Fields, job, lab, one } from './testing.ts';

const outputOf = (execution: Fields): unknown => JSON.parse(asText(execution.output));

test('startJobRun.sync ends with the job run', async () => {
  const l = lab();
  await l.create('m', one(job('clean')));
  const execution = await l.finish('m', 'x');
  expect(execution).toMatchObject({ status: 'SUCCEEDED', startDate: 1000, stopDate: 1060 });
  expect(outputOf(execution)).toMatchObject({ JobName: 'clean', Id: 'jr_1', JobRunState: 'SUCCEEDED', StartedOn: 1_000_000, ExecutionTime: 1 });
});

test.each(['FAILED', 'TIMEOUT', 'ERROR'])('a job run that ends %s fails the task with the job run as its cause', async (state) => {
  const l = lab({ play: () => ({ ms: 60_000, state }) });
  await l.create('m', one(job('clean')));
  const execution = await l.finish('m', 'x');
  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(JSON.parse(asText(execution.cause))).toMatchObject({ JobName: 'clean', JobRunState: state });
});

test.each([['success', 'SUCCEEDED'], ['failure', 'FAILED']])('a STOPPED job run is a %s if so answered', async (answer, status) => {
  const l = lab({ play: () => ({ ms: 60_000, state: 'STOPPED' }), answers: { 'sfn.syncStopped': answer } });
  await l.create('m', one(job('clean')));
  expect((await l.finish('m', 'x')).status).toBe(status);
  expect([...l.host.asked]).toEqual(['sfn.syncStopped']);
});

test('a refused start carries the name of the error', async () => {
  const l = lab({ play: () => ({ refuse: 'ConcurrentRunsExceededException' }) });
  await l.create('m', one(job('clean')));
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', error: 'Glue.ConcurrentRunsExceededException', cause: expect.stringMatching(/^refused clean \(Service: AWSGlue; Status Code: 400; Error Code: ConcurrentRunsExceededException;/u) as unknown });
});

test('without .sync the task ends when the job run has started', async () => {
  const l = lab();
  await l.create('m', one(job('clean', { Resource: 'arn:aws:states:::glue:startJobRun' })));
  const execution = await l.finish('m', 'x');
  expect(execution.stopDate).toBe(execution.startDate);
  expect(outputOf(execution)).toMatchObject({ JobName: 'clean', JobRunId: 'jr_1', SdkHttpMetadata: { HttpStatusCode: 200 } });
});

test('a task that times out stops its job run', async () => {
  const l = lab();
  await l.create('m', one(job('clean', { TimeoutSeconds: 30 })));
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stopDate: 1030 });
  expect(await l.runs()).toMatchObject([{ job: 'clean', stopped: true }]);
});

test('StopExecution stops the job runs under way', async () => {
  const l = lab();
  await l.create('m', { StartAt: 'P', States: { P: { Type: 'Parallel', End: true, Branches: [{ StartAt: 'A', States: { A: job('a') } }, { StartAt: 'B', States: { B: job('b') } }] } } });
  const executionArn = await l.start('m', 'x');
  await l.host.run(1_015_000);
  expect(await l.call('StopExecution', { executionArn, error: 'Enough', cause: 'of this' })).toEqual({ stopDate: 1015 });
  expect(await l.describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'of this', stopDate: 1015 });
  await l.host.run(null);
  expect((await l.runs()).map(({ stopped }) => stopped)).toEqual([true, true]);
});

test('an execution that is stopped before its job has started stops it as it starts', async () => {
  const l = lab();
  await l.create('m', one(job('clean')));
  const executionArn = await l.start('m', 'x');
  await l.call('StopExecution', { executionArn });
  await l.host.run(null);
  expect((await l.runs()).filter(({ stopped }) => stopped !== true)).toEqual([]);
});

import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { job, lab, machineArn, one, type Fields, type Lab } from './testing.ts';

const nested = (pattern: string, more: Fields = {}): Fields =>
  one({ Type: 'Task', Resource: `arn:aws:states:::states:startExecution${pattern}`, Arguments: { StateMachineArn: machineArn('child'), Name: 'inner', Input: { n: 4 } }, ...more });
const childArn = 'arn:aws:states:us-east-1:123456789012:execution:child:inner';

async function family(child: Fields, pattern: string, more: Fields = {}): Promise<Lab> {
  const l = lab();
  await l.create('child', child);
  await l.create('m', nested(pattern, more));
  return l;
}
const parsed = (json: unknown): Fields => JSON.parse(asText(json as string)) as Fields; // outputs and causes of tasks

test('without a pattern the task ends when the execution has started', async () => {
  const l = await family(one({ Type: 'Wait', Seconds: 60 }), '');
  const execution = await l.finish('m', 'x');
  expect(execution.stopDate).toBe(1000);
  expect(parsed(execution.output)).toMatchObject({ ExecutionArn: childArn, StartDate: 1_000_000, SdkHttpMetadata: { HttpStatusCode: 200 } });
  expect(await l.describe(childArn)).toMatchObject({ status: 'SUCCEEDED', input: '{"n":4}', stopDate: 1060 });
});

test.each([['.sync', '{"n":4}'], ['.sync:2', { n: 4 }]])('%s waits for the end, and gives input and output as %j', async (pattern, Output) => {
  const l = await family(one({ Type: 'Wait', Seconds: 60 }), pattern);
  const execution = await l.finish('m', 'x');
  expect(execution.stopDate).toBe(1060);
  expect(parsed(execution.output)).toMatchObject({ ExecutionArn: childArn, Status: 'SUCCEEDED', Input: Output, Output, OutputDetails: { Included: true }, StartDate: 1_000_000, StopDate: 1_060_000, StateMachineArn: machineArn('child') });
});

test('a nested execution that ends at once is waited for, too', async () => {
  const l = await family(one({ Type: 'Pass', Output: 5 }), '.sync:2');
  expect(parsed((await l.finish('m', 'x')).output)).toMatchObject({ Output: 5 });
});

test('a nested execution that fails fails the task', async () => {
  const l = await family({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Odd', Cause: 'so it is' } } }, '.sync:2');
  const execution = await l.finish('m', 'x');
  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  expect(parsed(execution.cause)).toMatchObject({ Error: 'Odd', Cause: 'so it is', Status: 'FAILED' });
});

test('a task that times out stops its nested execution, and so does the end of the whole', async () => {
  const l = await family(one({ Type: 'Wait', Seconds: 60 }), '.sync', { TimeoutSeconds: 30 });
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(await l.describe(childArn)).toMatchObject({ status: 'ABORTED', stopDate: 1030 });
  const other = await family(one(job('slow')), '.sync');
  const executionArn = await other.start('m', 'x');
  await other.host.run(1_010_000);
  await other.call('StopExecution', { executionArn });
  await other.host.run(null);
  expect(await other.describe(childArn)).toMatchObject({ status: 'ABORTED', stopDate: 1010 });
  expect(await other.runs()).toMatchObject([{ job: 'slow', stopped: true }]);
});

test('a nested execution that cannot be started fails with the error of AWS', async () => {
  const l = lab();
  await l.create('m', nested('.sync'));
  expect(await l.finish('m', 'x')).toMatchObject({
    status: 'FAILED', error: 'StepFunctions.StateMachineDoesNotExistException', cause: expect.stringMatching(/^State Machine Does Not Exist: '.*child' \(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist;/u) as unknown,
  });
});

test('an Express execution cannot be waited for by .sync', async () => {
  const l = lab();
  await l.create('child', one({ Type: 'Pass' }), { type: 'EXPRESS' });
  await l.create('m', nested('.sync'));
  expect(await l.finish('m', 'x')).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('Express') as unknown });
});

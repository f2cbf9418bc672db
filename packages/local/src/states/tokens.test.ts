import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { lab, machineArn, one, type Fields, type Lab } from './testing.ts';

/** The crawler stands for whoever is given the token. */
const waiting = (more: Fields = {}): Fields =>
  one({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:glue:startCrawler.waitForTaskToken', Arguments: { Name: '{% $states.context.Task.Token %}' }, ...more });

const events = async (l: Lab, executionArn: string): Promise<readonly Fields[]> => (await l.call('GetExecutionHistory', { executionArn })).events as readonly Fields[];

async function begun(more: Fields = {}): Promise<{ readonly l: Lab; readonly arn: string; readonly taskToken: string }> {
  const l = lab();
  await l.create('m', waiting(more));
  const arn = await l.start('m', 'x');
  await l.host.run(1_000_000);
  const scheduled = (await events(l, arn)).find(({ type }) => type === 'TaskScheduled');
  // What the task was called with holds the token.
  const { Name = '' } = JSON.parse(asText((scheduled?.taskScheduledEventDetails as Fields).parameters)) as Fields;
  return { l, arn, taskToken: asText(Name) };
}

test('a task that waits for its token ends with the answer that names it', async () => {
  const { l, arn, taskToken } = await begun();
  expect((await l.describe(arn)).status).toBe('RUNNING');
  await l.call('SendTaskSuccess', { taskToken, output: '{"yes":1}' });
  await l.host.run(null);
  expect(await l.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":1}' });
  expect((await events(l, arn)).map(({ type }) => type)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded']);
});

test('a failure may name neither error nor cause', async () => {
  const { l, arn, taskToken } = await begun();
  await l.call('SendTaskFailure', { taskToken });
  await l.host.run(null);
  const execution = await l.describe(arn);
  expect(execution.status).toBe('FAILED');
  expect(execution).not.toHaveProperty('error');
});

test('an answer counts once: the second is too late, and so is one for a task that ended otherwise', async () => {
  const { l, arn, taskToken } = await begun();
  await l.call('SendTaskSuccess', { taskToken, output: '1' });
  await expect(l.call('SendTaskSuccess', { taskToken, output: '2' })).rejects.toMatchObject({ name: 'TaskTimedOut' });
  await l.host.run(null);
  expect((await l.describe(arn)).output).toBe('1');
  const other = await begun({ TimeoutSeconds: 5 });
  await other.l.host.run(null);
  expect(await other.l.describe(other.arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  await expect(other.l.call('SendTaskFailure', { taskToken: other.taskToken })).rejects.toMatchObject({ name: 'TaskTimedOut' });
});

test.each([
  ['rubbish', 'InvalidToken'],
  [Buffer.from('["a","b"]').toString('base64url'), 'InvalidToken'],
  [Buffer.from(JSON.stringify(['arn:aws:states:us-east-1:123456789012:execution:m:none', '0#1'])).toString('base64url'), 'TaskDoesNotExist'],
  [Buffer.from(JSON.stringify(['arn:aws:states:us-east-1:123456789012:execution:m:x', '0#99'])).toString('base64url'), 'TaskTimedOut'],
])('the token %s is refused with %s', async (taskToken, name) => {
  const { l } = await begun();
  for (const op of ['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat']) {
    await expect(l.call(op, { taskToken, ...(op === 'SendTaskSuccess' ? { output: '1' } : {}) })).rejects.toMatchObject({ name });
  }
});

test('an output that is no JSON is refused, and the task waits on', async () => {
  const { l, arn, taskToken } = await begun();
  await expect(l.call('SendTaskSuccess', { taskToken, output: '{' })).rejects.toMatchObject({ name: 'InvalidOutput' });
  expect((await l.describe(arn)).status).toBe('RUNNING');
});

test('an answer that overtakes the call itself is told after it', async () => {
  const l = lab();
  // The nested execution answers at once, in the transaction that the call begins.
  await l.create('child', one({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', Arguments: { TaskToken: '{% $states.input.token %}', Output: '{% $string({"by": "child"}) %}' } }));
  await l.create('m', one({
    Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken',
    Arguments: { StateMachineArn: machineArn('child'), Input: { token: '{% $states.context.Task.Token %}' } },
  }));
  const execution = await l.finish('m', 'x');
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '{"by":"child"}' });
  const types = (await events(l, asText(execution.executionArn))).map(({ type }) => type);
  expect(types.slice(4, 6)).toEqual(['TaskSubmitted', 'TaskSucceeded']);
});

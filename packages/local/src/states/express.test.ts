import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { lab, machineArn, one, roleArn, sdk, type Fields, type Lab } from './testing.ts';

const stateMachineArn = machineArn('m');
async function express(definition: Fields, more: Fields = {}): Promise<Lab> {
  const l = lab();
  await l.create('m', definition, { type: 'EXPRESS', ...more });
  return l;
}
const sync = (l: Lab, more: Fields = {}): Promise<Fields> => l.call('StartSyncExecution', { stateMachineArn, name: 'x', input: '{"n":1}', ...more });

test('a synchronous run answers with its end', async () => {
  const l = await express(one({ Type: 'Pass', Output: '{% $states.input.n + 1 %}' }));
  const answer = await sync(l);
  expect(answer).toMatchObject({
    stateMachineArn, name: 'x', status: 'SUCCEEDED', input: '{"n":1}', inputDetails: { included: true }, output: '2', startDate: 1000, stopDate: 1000,
    billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
  });
  expect(answer.executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:m:x:[0-9a-f-]{36}$/u);
});

test('a run that takes a while is waited for', async () => {
  const l = await express({ StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 20, Next: 'C' }, C: sdk('glue:getCrawler', { Name: 'c' }, { Output: 'done' }) } });
  const answer = sync(l, { includedData: 'METADATA_ONLY' });
  await l.host.run(null);
  expect(await answer).toMatchObject({ status: 'SUCCEEDED', outputDetails: { included: false }, stopDate: 1020, billingDetails: { billedDurationInMilliseconds: 20_000 } });
  expect(await answer).not.toHaveProperty('output');
});

test('a run that fails is answered all the same, and so is one that takes five minutes', async () => {
  const failing = await express({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Odd', Cause: 'so it is' } } });
  expect(await sync(failing)).toMatchObject({ status: 'FAILED', error: 'Odd', cause: 'so it is' });
  const long = await express(one({ Type: 'Wait', Seconds: 400 }));
  const answer = sync(long);
  await long.host.run(null);
  expect(await answer).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout', stopDate: 1300 });
});

test('a run that loops without taking time ends all the same', async () => {
  const l = await express({ StartAt: 'A', States: { A: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n = 2 %}', Next: 'S' }], Default: 'B' }, B: { Type: 'Pass', Next: 'A' }, S: { Type: 'Succeed' } } });
  expect(await sync(l)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

test('an asynchronous run may be started again under its name; its history is in the logs alone', async () => {
  const logGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:/runs:*';
  const l = await express(one({ Type: 'Pass', Output: 5 }), { loggingConfiguration: { level: 'ALL', includeExecutionData: true, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] } });
  const start = async (): Promise<string> => asText((await l.call('StartExecution', { stateMachineArn, name: 'x' })).executionArn);
  const executionArn = await start();
  await start();
  await l.host.run(null);
  for (const op of ['DescribeExecution', 'StopExecution', 'GetExecutionHistory', 'RedriveExecution']) {
    await expect(l.call(op, { executionArn })).rejects.toMatchObject({ name: 'InvalidArn', message: expect.stringContaining('express') as unknown });
  }
  await expect(l.call('ListExecutions', { stateMachineArn })).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  expect(l.written.map(({ group }) => group)).toEqual(['/runs', '/runs']);
  const entries = l.written[0]?.messages.map((message) => JSON.parse(message) as Fields) ?? [];
  expect(entries.map(({ type }) => type)).toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
  expect(entries.at(-1)).toMatchObject({ id: '4', previous_event_id: '3', details: { output: '5' }, execution_arn: executionArn, redrive_count: '0', event_timestamp: '1000000' });
});

test.each([
  ['.sync', { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Arguments: { JobName: 'j' } }],
  ['.waitForTaskToken', { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Arguments: { FunctionName: 'f', Payload: '{% $states.context.Task.Token %}' } }],
  ['an activity', { Type: 'Task', Resource: 'arn:aws:states:us-east-1:123456789012:activity:a' }],
])('an Express machine with %s is refused', async (_what, state) => {
  await expect(express(one(state))).rejects.toMatchObject({ name: 'InvalidDefinition', message: expect.stringMatching(/^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: .* at \/States\/A\/Resource'$/u) as unknown });
});

test('a Standard machine has no synchronous runs', async () => {
  const l = lab();
  await l.create('m', one({ Type: 'Pass' }));
  await expect(sync(l)).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
  expect(await l.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({ type: 'STANDARD', roleArn });
});

import { expect, test } from 'vitest';
import { lab, machineArn, one, type Fields } from './testing.ts';

const waiting = one({ Type: 'Wait', Seconds: 60 });
const names = (list: Fields, of: string): readonly unknown[] => (list[of] as readonly Fields[]).map(({ name }) => name);

test('the same start again gives the running execution, other input is refused', async () => {
  const l = lab();
  await l.create('m', waiting);
  const arn = await l.start('m', 'x', { n: 1 });
  expect(await l.start('m', 'x', { n: 1 })).toBe(arn);
  await expect(l.start('m', 'x', { n: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await l.host.run(null);
  await expect(l.start('m', 'x', { n: 1 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('an execution without a name gets one', async () => {
  const l = lab();
  await l.create('m', waiting);
  const { executionArn } = await l.call('StartExecution', { stateMachineArn: machineArn('m') });
  expect(executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:execution:m:[0-9a-f-]{36}$/u);
});

test.each([
  [{ stateMachineArn: machineArn('none') }, 'StateMachineDoesNotExist'],
  [{ stateMachineArn: machineArn('m'), input: '{' }, 'InvalidExecutionInput'],
  [{ stateMachineArn: machineArn('m'), input: `"${'x'.repeat(262_144)}"` }, 'ValidationException'],
  [{ stateMachineArn: machineArn('m'), input: '['.repeat(100_000) + ']'.repeat(100_000) }, 'InvalidExecutionInput'],
  [{ stateMachineArn: machineArn('m'), name: 'a:b' }, 'InvalidName'],
])('a start is refused with the error of AWS (%#)', async (input, name) => {
  const l = lab();
  await l.create('m', waiting);
  await expect(l.call('StartExecution', input)).rejects.toMatchObject({ name });
});

test('executions are listed newest first, in pages, by status', async () => {
  const l = lab();
  await l.create('m', waiting);
  for (const name of ['a', 'b', 'c']) {
    await l.start('m', name);
    await l.host.run(l.host.now() + 30_000);
  }
  const stateMachineArn = machineArn('m');
  const first = await l.call('ListExecutions', { stateMachineArn, maxResults: 2 });
  expect(names(first, 'executions')).toEqual(['c', 'b']);
  const rest = await l.call('ListExecutions', { stateMachineArn, maxResults: 2, nextToken: first.nextToken ?? '' });
  expect(names(rest, 'executions')).toEqual(['a']);
  expect(rest.nextToken).toBeUndefined();
  expect(names(await l.call('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' }), 'executions')).toEqual(['c']);
});

test('the history comes in pages, both ways', async () => {
  const l = lab();
  await l.create('m', waiting);
  const { executionArn } = await l.finish('m', 'x', { n: 1 });
  const all = await l.call('GetExecutionHistory', { executionArn: executionArn ?? '' });
  expect(all.events).toMatchObject([
    { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: 1000, executionStartedEventDetails: { input: '{"n":1}' } },
    { id: 2, type: 'WaitStateEntered', stateEnteredEventDetails: { name: 'A', input: '{"n":1}' } },
    { id: 3, type: 'WaitStateExited', timestamp: 1060, stateExitedEventDetails: { name: 'A' } },
    { id: 4, type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '{"n":1}' } },
  ]);
  const last = await l.call('GetExecutionHistory', { executionArn: executionArn ?? '', reverseOrder: true, maxResults: 3 });
  expect((last.events as readonly Fields[]).map(({ id }) => id)).toEqual([4, 3, 2]);
  const more = await l.call('GetExecutionHistory', { executionArn: executionArn ?? '', reverseOrder: true, maxResults: 3, nextToken: last.nextToken ?? '' });
  expect((more.events as readonly Fields[]).map(({ id }) => id)).toEqual([1]);
});

test('the context tells the execution about itself', async () => {
  const l = lab();
  await l.create('m', one({ Type: 'Pass', Output: '{% $states.context.Execution.Name & " of " & $states.context.StateMachine.Name & " at " & $states.context.Execution.StartTime %}' }));
  expect((await l.finish('m', 'x')).output).toBe('"x of m at 1970-01-01T00:16:40.000Z"');
});

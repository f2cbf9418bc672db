import { expect, test } from 'vitest';
import { job, lab, machineArn, one, roleArn } from './testing.ts';

const pass = one({ Type: 'Pass' });

test('a machine is described as it was created', async () => {
  const l = lab();
  expect(await l.create('m', pass, { tags: [{ key: 'a', value: 'b' }] })).toEqual({ stateMachineArn: machineArn('m'), creationDate: 1000 });
  expect(await l.call('DescribeStateMachine', { stateMachineArn: machineArn('m') })).toMatchObject({
    name: 'm', status: 'ACTIVE', type: 'STANDARD', roleArn, creationDate: 1000, definition: JSON.stringify({ QueryLanguage: 'JSONata', ...pass }),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  });
  expect(await l.call('ListTagsForResource', { resourceArn: machineArn('m') })).toEqual({ tags: [{ key: 'a', value: 'b' }] });
});

test('the same machine again is no error, another of its name is', async () => {
  const l = lab();
  await l.create('m', pass);
  await l.create('m', pass);
  await expect(l.create('m', one({ Type: 'Succeed', End: true }))).rejects.toMatchObject({ name: 'InvalidDefinition' });
  await expect(l.create('m', one({ Type: 'Pass', Output: 1 }))).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
});

test('a definition is refused with all its problems and their places', async () => {
  const l = lab();
  const refused = l.create('m', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B', Output: '{% ( %}' } } });
  await expect(refused).rejects.toMatchObject({ name: 'InvalidDefinition', message: expect.stringMatching(/\/States\/A\/Next.*\/States\/A\/Output/su) as unknown });
  await expect(l.create('m', one(job('x', { Resource: 'arn:aws:states:::lambda:invoke' })))).rejects.toMatchObject({ name: 'InvalidDefinition' });
});

test.each([
  ['CreateStateMachine', { name: 'a b', definition: '{}', roleArn }, 'InvalidName'],
  ['CreateStateMachine', { name: 'm', definition: JSON.stringify({ QueryLanguage: 'JSONata', ...pass }), roleArn: 'me' }, 'InvalidArn'],
  ['CreateStateMachine', { name: 'm', definition: '{}' }, 'ValidationException'],
  ['DescribeStateMachine', { stateMachineArn: machineArn('none') }, 'StateMachineDoesNotExist'],
  ['DescribeStateMachine', { stateMachineArn: 'm' }, 'InvalidArn'],
  ['DescribeExecution', { executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m:none' }, 'ExecutionDoesNotExist'],
  ['TagResource', { resourceArn: machineArn('none'), tags: [] }, 'ResourceNotFound'],
])('%s %j fails with %s', async (op, input, name) => {
  await expect(lab().call(op, input)).rejects.toMatchObject({ name });
});

test('an update needs something to change, and leaves running executions alone', async () => {
  const l = lab();
  await l.create('m', one({ Type: 'Wait', Seconds: 60 }));
  await expect(l.call('UpdateStateMachine', { stateMachineArn: machineArn('m') })).rejects.toMatchObject({ name: 'MissingRequiredParameter' });
  const arn = await l.start('m', 'x', { n: 1 });
  await l.call('UpdateStateMachine', { stateMachineArn: machineArn('m'), definition: JSON.stringify({ QueryLanguage: 'JSONata', ...one({ Type: 'Pass', Output: 2 }) }) });
  await l.host.run(null);
  expect((await l.describe(arn)).output).toBe('{"n":1}');
  expect((await l.finish('m', 'y')).output).toBe('2');
});

test('deleting ends what runs, and may be done twice', async () => {
  const l = lab();
  await l.create('m', one({ Type: 'Wait', Seconds: 60 }));
  const arn = await l.start('m', 'x');
  await l.call('DeleteStateMachine', { stateMachineArn: machineArn('m') });
  await l.call('DeleteStateMachine', { stateMachineArn: machineArn('m') });
  expect((await l.describe(arn)).status).toBe('ABORTED');
  expect(await l.call('ListStateMachines', {})).toEqual({ stateMachines: [] });
});

test('tags are added and taken away', async () => {
  const l = lab();
  await l.create('m', pass);
  await l.call('TagResource', { resourceArn: machineArn('m'), tags: [{ key: 'a', value: '1' }, { key: 'b', value: '2' }] });
  await l.call('UntagResource', { resourceArn: machineArn('m'), tagKeys: ['a'] });
  expect(await l.call('ListTagsForResource', { resourceArn: machineArn('m') })).toEqual({ tags: [{ key: 'b', value: '2' }] });
});

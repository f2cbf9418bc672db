import { expect, test } from 'vitest';
import { asText } from './input.ts';
import { lab, machineArn, one, type Fields, type Lab } from './testing.ts';

const pass = (Output: number): Fields => one({ Type: 'Pass', Output });
const stateMachineArn = machineArn('m');
const update = (l: Lab, Output: number, more: Fields = {}): Promise<Fields> =>
  l.call('UpdateStateMachine', { stateMachineArn, definition: JSON.stringify({ QueryLanguage: 'JSONata', ...pass(Output) }), ...more });
const publish = (l: Lab, more: Fields = {}): Promise<Fields> => l.call('PublishStateMachineVersion', { stateMachineArn, ...more });
const versions = async (l: Lab): Promise<readonly unknown[]> =>
  ((await l.call('ListStateMachineVersions', { stateMachineArn })).stateMachineVersions as readonly Fields[]).map((one) => one.stateMachineVersionArn);
const route = (...weights: readonly number[]): readonly Fields[] => weights.map((weight, i) => ({ stateMachineVersionArn: `${stateMachineArn}:${i + 1}`, weight }));

async function twoVersions(): Promise<Lab> {
  const l = lab();
  await l.create('m', pass(1), { publish: true, versionDescription: 'first' });
  await update(l, 2, { publish: true });
  return l;
}

test('a version is the machine as it was: executions of it and its description stay', async () => {
  const l = await twoVersions();
  await update(l, 3);
  expect(await versions(l)).toEqual([`${stateMachineArn}:2`, `${stateMachineArn}:1`]);
  const first = await l.call('DescribeStateMachine', { stateMachineArn: `${stateMachineArn}:1` });
  expect(first).toMatchObject({ stateMachineArn: `${stateMachineArn}:1`, name: 'm', description: 'first', definition: JSON.stringify({ QueryLanguage: 'JSONata', ...pass(1) }) });
  expect(first).not.toHaveProperty('revisionId');
  const { executionArn } = await l.call('StartExecution', { stateMachineArn: `${stateMachineArn}:1`, name: 'x' });
  await l.host.run(null);
  expect(await l.describe(asText(executionArn))).toMatchObject({ output: '1', stateMachineArn, stateMachineVersionArn: `${stateMachineArn}:1` });
  expect(await l.call('DescribeStateMachineForExecution', { executionArn: executionArn ?? '' })).toMatchObject({ stateMachineArn, name: 'm', definition: first.definition });
  expect((await l.finish('m', 'y')).output).toBe('3');
  const listed = (await l.call('ListExecutions', { stateMachineArn: `${stateMachineArn}:1` })).executions as readonly Fields[];
  expect(listed.map(({ name }) => name)).toEqual(['x']);
});

test('a revision has one version, an update that changes nothing is no new revision, and numbers are not used again', async () => {
  const l = lab();
  await l.create('m', pass(1));
  expect((await publish(l)).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
  expect((await publish(l)).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
  expect(await l.call('UpdateStateMachine', { stateMachineArn, publish: true })).toEqual({ updateDate: 1000, stateMachineVersionArn: `${stateMachineArn}:1` });
  const { revisionId = '' } = await update(l, 2);
  expect((await update(l, 2)).revisionId).toBe(revisionId);
  await expect(publish(l, { revisionId: 'another' })).rejects.toMatchObject({ name: 'ConflictException' });
  expect((await publish(l, { revisionId })).stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
  await l.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:2` });
  await l.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:2` });
  expect((await publish(l)).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
});

test('a description of a version needs a version, and an update of a version is refused', async () => {
  const l = await twoVersions();
  await expect(l.create('n', pass(1), { versionDescription: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(l.call('UpdateStateMachine', { stateMachineArn: `${stateMachineArn}:1`, publish: true })).rejects.toMatchObject({ name: 'InvalidArn' });
  await expect(l.call('StartExecution', { stateMachineArn: `${stateMachineArn}:9` })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});

test('an alias is made once, changed, described and deleted', async () => {
  const l = await twoVersions();
  const stateMachineAliasArn = `${stateMachineArn}:live`;
  const asked = { name: 'live', description: 'd', routingConfiguration: route(100) };
  expect(await l.call('CreateStateMachineAlias', asked)).toEqual({ stateMachineAliasArn, creationDate: 1000 });
  expect(await l.call('CreateStateMachineAlias', asked)).toEqual({ stateMachineAliasArn, creationDate: 1000 });
  await expect(l.call('CreateStateMachineAlias', { ...asked, description: 'other' })).rejects.toMatchObject({ name: 'ConflictException' });
  await l.call('UpdateStateMachineAlias', { stateMachineAliasArn, routingConfiguration: route(60, 40) });
  expect(await l.call('DescribeStateMachineAlias', { stateMachineAliasArn })).toEqual({ stateMachineAliasArn, name: 'live', description: 'd', routingConfiguration: route(60, 40), creationDate: 1000, updateDate: 1000 });
  expect(await l.call('ListStateMachineAliases', { stateMachineArn: `${stateMachineArn}:2` })).toEqual({ stateMachineAliases: [{ stateMachineAliasArn, creationDate: 1000 }] });
  await expect(l.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${stateMachineArn}:2` })).rejects.toMatchObject({ name: 'ConflictException', message: expect.stringContaining('[live]') as unknown });
  await l.call('DeleteStateMachineAlias', { stateMachineAliasArn });
  await l.call('DeleteStateMachineAlias', { stateMachineAliasArn });
  await expect(l.call('DescribeStateMachineAlias', { stateMachineAliasArn })).rejects.toMatchObject({ name: 'ResourceNotFound' });
});

test.each([
  [route(70, 29), /Sum of routing configuration weights must equal 100. Received: \[70, 29\]/u],
  [[{ stateMachineVersionArn: stateMachineArn, weight: 100 }], /must contain state machine version ARNs/u],
  [[...route(50), ...route(50)], /must contain distinct/u],
])('an alias with the routing %j is refused', async (routingConfiguration, message) => {
  const l = await twoVersions();
  await expect(l.call('CreateStateMachineAlias', { name: 'live', routingConfiguration })).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) as unknown });
});

test('a start by an alias draws the version by the weights', async () => {
  const l = await twoVersions();
  const start = async (name: string): Promise<Fields> => {
    const { executionArn } = await l.call('StartExecution', { stateMachineArn: `${stateMachineArn}:live`, name });
    await l.host.run(null);
    return l.describe(asText(executionArn));
  };
  // The lab draws 0.5 always.
  await l.call('CreateStateMachineAlias', { name: 'live', routingConfiguration: route(60, 40) });
  expect(await start('x')).toMatchObject({ output: '1', stateMachineAliasArn: `${stateMachineArn}:live`, stateMachineVersionArn: `${stateMachineArn}:1` });
  await l.call('UpdateStateMachineAlias', { stateMachineAliasArn: `${stateMachineArn}:live`, routingConfiguration: route(40, 60) });
  expect(await start('y')).toMatchObject({ output: '2' });
});

test('deleting a machine takes its versions and aliases along', async () => {
  const l = await twoVersions();
  await l.call('CreateStateMachineAlias', { name: 'live', routingConfiguration: route(100) });
  await l.call('DeleteStateMachine', { stateMachineArn });
  await l.create('m', pass(5));
  expect(await versions(l)).toEqual([]);
  expect(await l.call('ListStateMachineAliases', { stateMachineArn })).toEqual({ stateMachineAliases: [] });
});

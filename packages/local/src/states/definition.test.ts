import { expect, test } from 'vitest';
import { lab, type Fields } from './testing.ts';

const check = (definition: unknown, more: Fields = {}): Promise<Fields> => lab().call('ValidateStateMachineDefinition', { definition: typeof definition === 'string' ? definition : JSON.stringify(definition), ...more });
const found = async (definition: unknown, more: Fields = {}): Promise<readonly (readonly unknown[])[]> =>
  ((await check(definition, more)).diagnostics as readonly Fields[]).map(({ severity, code, location }) => [severity, code, location]);

test('a definition without problems is OK', async () => {
  expect(await check({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } })).toEqual({ result: 'OK', diagnostics: [], truncated: false });
});

test.each([
  ['no definition', [['ERROR', 'INVALID_JSON_DESCRIPTION', '/']]],
  ['StartAt: A', [['ERROR', 'INVALID_JSON_DESCRIPTION', '/']]],
  [{}, [['ERROR', 'SCHEMA_VALIDATION_FAILED', '/'], ['ERROR', 'SCHEMA_VALIDATION_FAILED', '/']]],
  [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }, [['ERROR', 'MISSING_TRANSITION_TARGET', '/States/A/Next']]],
])('%j has its diagnostics', async (definition, wanted) => {
  expect((await check(definition)).result).toBe('FAIL');
  expect(await found(definition)).toEqual(expect.arrayContaining(wanted));
});

const careless = { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, Next: 'B' }, B: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { QueueUrl: 'q', MessageBody: 'm' }, End: true } } };

test('warnings are told when they are asked for, and leave the result', async () => {
  expect(await check(careless)).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  const all = await check(careless, { severity: 'WARNING' });
  expect(all.result).toBe('OK');
  expect(await found(careless, { severity: 'WARNING' })).toContainEqual(['WARNING', 'NOT_IN_EMBEDDED_AWS', '/States/B/Resource']);
});

test('no more are told than were asked for', async () => {
  const answer = await check(careless, { severity: 'WARNING', maxResults: 1 });
  expect(answer).toMatchObject({ result: 'OK', truncated: true });
  expect(answer.diagnostics).toHaveLength(1);
});

test('Express machines are checked as such', async () => {
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' }, End: true } } };
  expect((await check(definition)).result).toBe('OK');
  expect(await found(definition, { type: 'EXPRESS' })).toContainEqual(['ERROR', 'SCHEMA_VALIDATION_FAILED', '/States/A/Resource']);
});

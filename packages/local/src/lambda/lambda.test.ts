import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import type { Play } from '../host/scripted.ts';
import { logsService, noJobLogs } from '../logs/index.ts';
import { type Bench, benchOf } from '../service/testing.ts';
import { lambdaService } from './index.ts';

async function withFunction(play: Play): Promise<Bench> {
  const bench = benchOf([lambdaService, logsService(noJobLogs)], { play: () => play });
  const Code = { ZipFile: Buffer.from('PK, not really an archive').toString('base64') };
  await bench.host.call('lambda', 'CreateFunction', { FunctionName: 'f', Runtime: 'python3.12', Handler: 'a.b', Role: 'arn:aws:iam::111122223333:role/r', Code, Timeout: 60, Environment: { Variables: { AB: '1' } } });
  return bench;
}
const invoke = async (bench: Bench, more: { readonly [key: string]: Json } = {}): Promise<Json> => {
  const answer = bench.host.call('lambda', 'Invoke', { FunctionName: 'f', Payload: '{"n":1}', ...more });
  await bench.host.run(null);
  return answer;
};

test('a call is answered when the function ends', async () => {
  const bench = await withFunction({ ms: 5000, outcome: 'succeeded', message: '{"sum":3}' });
  expect(await invoke(bench, { FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:f' })).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: '{"sum":3}' });
  expect(bench.host.now()).toBe(5000);
  expect(bench.works).toMatchObject([{ kind: 'function', functionName: 'f', handler: 'a.b', payload: { n: 1 }, environment: { AB: '1', AWS_LAMBDA_FUNCTION_NAME: 'f' } }]);
  expect(await bench.host.call('logs', 'DescribeLogGroups', {})).toMatchObject({ logGroups: [{ logGroupName: '/aws/lambda/f' }] });
});

test('an exception is an answer with a function error', async () => {
  const bench = await withFunction({ ms: 0, outcome: 'failed', message: '{"errorType":"ValueError","errorMessage":"no"}' });
  expect(await invoke(bench)).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', Payload: '{"errorType":"ValueError","errorMessage":"no"}' });
});

test('a function that takes too long is cut short', async () => {
  const bench = await withFunction({ ms: 120_000, outcome: 'succeeded' });
  const called = bench.host.call('lambda', 'Invoke', { FunctionName: 'f' });
  await bench.pass(60_000);
  const answer = await called;
  expect(answer).toMatchObject({ FunctionError: 'Unhandled' });
  expect(JSON.stringify(answer)).toContain('Task timed out after 60.00 seconds');
});

test('an event is taken at once', async () => {
  const bench = await withFunction({ ms: 5000, outcome: 'succeeded' });
  expect(await bench.host.call('lambda', 'Invoke', { FunctionName: 'f', InvocationType: 'Event', Payload: '' })).toMatchObject({ StatusCode: 202 });
  await bench.host.run(null);
  expect(bench.works).toHaveLength(1);
});

test('wrong requests have the names of their errors', async () => {
  const bench = await withFunction({ ms: 0, outcome: 'succeeded' });
  const refused = (op: string, input: Json, name: string): Promise<void> => expect(bench.host.call('lambda', op, input)).rejects.toMatchObject({ name });
  await refused('Invoke', { FunctionName: 'g' }, 'ResourceNotFoundException');
  await refused('Invoke', { FunctionName: 'f', Payload: '{' }, 'InvalidRequestContentException');
  const Role = 'arn:aws:iam::111122223333:role/r';
  await refused('CreateFunction', { FunctionName: 'f', Role, Code: { S3Bucket: 'bucket', S3Key: 'k' } }, 'ResourceConflictException');
  await refused('CreateFunction', { FunctionName: 'g', Role, Runtime: 'nodejs22.x', Handler: 'a.b', Code: { S3Bucket: 'bucket', S3Key: 'k' } }, 'InvalidParameterValueException');
  await refused('CreateFunction', { FunctionName: 'g', Role, Runtime: 'python3.12', Handler: 'a.b', Code: { ZipFile: 'AAAA' } }, 'InvalidParameterValueException');
});

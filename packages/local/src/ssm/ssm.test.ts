import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import type { Play } from '../host/scripted.ts';
import { snsService } from '../sns/index.ts';
import { benchOf } from '../service/testing.ts';
import { ssmService } from './index.ts';

const document = (...mainSteps: readonly Json[]): string => JSON.stringify({ schemaVersion: '0.3', parameters: { Wait: { type: 'String', default: 'PT1M' }, Name: { type: 'String' } }, outputs: ['script.Answer'], mainSteps });
const sleep = { name: 'sleep', action: 'aws:sleep', inputs: { Duration: '{{ Wait }}' } };
const script = {
  name: 'script', action: 'aws:executeScript', inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): ...', InputPayload: { name: '{{ Name }}', hello: 'Hello {{ Name }}' } },
  outputs: [{ Name: 'Answer', Selector: '$.Payload.answer', Type: 'String' }],
};
async function automation(steps: readonly Json[], play: Play, more: { readonly [key: string]: Json } = {}) {
  const bench = benchOf([ssmService, snsService], { play: () => play });
  const ssm = (op: string, input: Json): Promise<Json> => bench.host.call('ssm', op, input);
  await ssm('CreateDocument', { Name: 'doc', DocumentType: 'Automation', Content: document(...steps) });
  // The operation answers one id.
  const { AutomationExecutionId } = (await ssm('StartAutomationExecution', { DocumentName: 'doc', Parameters: { Name: ['Ann'], ...more } })) as { readonly AutomationExecutionId: string };
  return { bench, ssm, seen: () => ssm('GetAutomationExecution', { AutomationExecutionId }), stop: () => ssm('StopAutomationExecution', { AutomationExecutionId, Type: 'Cancel' }) };
}

test('an automation goes step by step, with its parameters and outputs', async () => {
  const { bench, seen } = await automation([sleep, script], { ms: 5000, outcome: 'succeeded', message: '{"answer":"42"}' });
  expect(await seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'InProgress', CurrentStepName: 'sleep' } });
  await bench.host.run(null);
  expect(bench.host.now()).toBe(65_000);
  expect(bench.works).toMatchObject([{ handler: 'script.main', payload: { name: 'Ann', hello: 'Hello Ann' } }]);
  expect(await seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'Success', Outputs: { 'script.Answer': ['42'] }, StepExecutions: [{ StepStatus: 'Success' }, { StepStatus: 'Success' }] } });
});

test('a step that fails ends the automation, unless it may go on', async () => {
  const play = { ms: 0, outcome: 'failed', message: '{"errorType":"ValueError","errorMessage":"no"}' } as const;
  const first = await automation([script, sleep], play);
  await first.bench.host.run(null);
  expect(await first.seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'Failed', StepExecutions: [{ StepStatus: 'Failed' }, { StepStatus: 'Pending' }] } });
  const second = await automation([{ ...script, onFailure: 'Continue' }, sleep], play);
  await second.bench.host.run(null);
  expect(await second.seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'Success' } });
});

test('a step has its timeout, and an automation can be stopped', async () => {
  const timed = await automation([{ ...sleep, timeoutSeconds: 10 }], { ms: 0, outcome: 'succeeded' });
  await timed.bench.host.run(null);
  expect(timed.bench.host.now()).toBe(10_000);
  expect(await timed.seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'TimedOut' } });
  const stopped = await automation([sleep], { ms: 0, outcome: 'succeeded' });
  await stopped.stop();
  await stopped.bench.host.run(null);
  expect(await stopped.seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'Cancelled', ExecutionEndTime: 0 } });
  await expect(stopped.stop()).rejects.toMatchObject({ name: 'InvalidAutomationStatusUpdateException' });
});

test('a step calls another service', async () => {
  const api = { name: 'tell', action: 'aws:executeAwsApi', inputs: { Service: 'sns', Api: 'Publish', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:none', Message: 'hi' } };
  const { bench, seen } = await automation([api], { ms: 0, outcome: 'succeeded' });
  await bench.host.run(null);
  expect(await seen()).toMatchObject({ AutomationExecution: { AutomationExecutionStatus: 'Failed', StepExecutions: [{ FailureMessage: 'NotFound: Topic does not exist' }] } });
});

test('parameters have versions, and secure ones are hidden unless asked for', async () => {
  const bench = benchOf([ssmService]);
  const ssm = (op: string, input: Json): Promise<Json> => bench.host.call('ssm', op, input);
  await ssm('PutParameter', { Name: '/a/b', Value: 'secret', Type: 'SecureString' });
  await expect(ssm('PutParameter', { Name: '/a/b', Value: 'x', Type: 'String' })).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  expect(JSON.stringify(await ssm('GetParameter', { Name: '/a/b' }))).not.toContain('"secret"');
  expect(await ssm('GetParameter', { Name: '/a/b', WithDecryption: true })).toMatchObject({ Parameter: { Value: 'secret', Version: 1 } });
  expect(await ssm('PutParameter', { Name: '/a/b', Value: 'new', Overwrite: true })).toMatchObject({ Version: 2 });
  expect(await ssm('GetParameters', { Names: ['/a/b', '/c'] })).toMatchObject({ Parameters: [{ Type: 'SecureString' }], InvalidParameters: ['/c'] });
  expect(await ssm('GetParametersByPath', { Path: '/a', WithDecryption: true })).toMatchObject({ Parameters: [{ Value: 'new' }] });
  await expect(ssm('StartAutomationExecution', { DocumentName: 'none' })).rejects.toMatchObject({ name: 'AutomationDefinitionNotFoundException' });
});

test('a start that is repeated with its token is answered with the automation that it has started', async () => {
  const { ssm } = await automation([sleep], { ms: 0, outcome: 'succeeded', message: '' });
  const start = (name: string): Promise<Json> => ssm('StartAutomationExecution', { DocumentName: 'doc', Parameters: { Name: [name] }, ClientToken: '0C5C1C3A-0000-5000-A000-000000000001' });
  const first = await start('Ann');
  expect(await start('Ann')).toEqual(first);
  await expect(start('Bob')).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
  expect(await ssm('DescribeAutomationExecutions', {})).toMatchObject({ AutomationExecutionMetadataList: [{}, {}] });
});

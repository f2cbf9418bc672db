import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import { eventsService } from '../events/index.ts';
import type { Play } from '../host/scripted.ts';
import { iamService } from '../iam/index.ts';
import { lambdaService } from '../lambda/index.ts';
import { logsService, noJobLogs } from '../logs/index.ts';
import { secretsService } from '../secrets/index.ts';
import { benchOf, type Bench } from '../service/testing.ts';
import { snsService } from '../sns/index.ts';
import { ssmService } from '../ssm/index.ts';
import { stsService } from '../sts/index.ts';
import { asText } from './input.ts';
import { sfnService } from './index.ts';
import type { Fields } from './testing.ts';

const account = 'eu-west-1:111122223333';
const roleArn = 'arn:aws:iam::111122223333:role/r';

function benchWith(play: Play): Bench {
  return benchOf([sfnService, lambdaService, snsService, eventsService, iamService, secretsService, ssmService, stsService, logsService(noJobLogs)], { play: () => play });
}

/** Runs one state that is a task, with JSONPath, and gives the execution. */
async function run(bench: Bench, Resource: string, Parameters: Json, more: Fields = {}, input: Json = {}): Promise<Fields> {
  const call = async (op: string, given: Fields): Promise<Fields> => (await bench.host.call('sfn', op, given)) as Fields; // operations answer objects
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource, ...(Parameters === null ? {} : { Parameters }), End: true, ...more } } };
  await call('CreateStateMachine', { name: 'm', definition: JSON.stringify(definition), roleArn });
  const { executionArn = '' } = await call('StartExecution', { stateMachineArn: `arn:aws:states:${account}:stateMachine:m`, input: JSON.stringify(input) });
  await bench.host.run(null);
  return call('DescribeExecution', { executionArn });
}
const output = ({ output: text }: Fields): Fields => JSON.parse(asText(text)) as Fields; // what succeeded has one

async function withFunction(play: Play): Promise<Bench> {
  const bench = benchWith(play);
  const Code = { ZipFile: Buffer.from('PK, not really an archive').toString('base64') };
  await bench.host.call('lambda', 'CreateFunction', { FunctionName: 'f', Runtime: 'python3.12', Handler: 'a.b', Role: roleArn, Code, Timeout: 60 });
  return bench;
}
const functionArn = `arn:aws:lambda:${account}:function:f`;
const answers = { ms: 0, outcome: 'succeeded', message: '{"sum":3}' } as const;

test('a function by its ARN gets the input and gives its output', async () => {
  const bench = await withFunction(answers);
  expect(output(await run(bench, functionArn, null, {}, { n: 1 }))).toEqual({ sum: 3 });
  expect(bench.works).toMatchObject([{ payload: { n: 1 } }]);
});

test('lambda:invoke gives what the call answered, with the payload as JSON', async () => {
  const bench = await withFunction(answers);
  const end = output(await run(bench, 'arn:aws:states:::lambda:invoke', { FunctionName: 'f', Payload: { 'n.$': '$.n' } }, {}, { n: 7 }));
  expect(end).toMatchObject({ ExecutedVersion: '$LATEST', StatusCode: 200, Payload: { sum: 3 }, SdkHttpMetadata: { HttpStatusCode: 200 } });
  expect(bench.works).toMatchObject([{ payload: { n: 7 } }]);
});

test('what a function returns is its output whatever its members are called', async () => {
  const bench = await withFunction({ ms: 0, outcome: 'succeeded', message: '{"failure":{"error":"none"}}' });
  expect(output(await run(bench, functionArn, null))).toEqual({ failure: { error: 'none' } });
});

test.each([functionArn, 'arn:aws:states:::lambda:invoke'])('a function that raises fails %s under the name of what it raised', async (resource) => {
  const bench = await withFunction({ ms: 0, outcome: 'failed', message: '{"errorType":"ValueError","errorMessage":"no"}' });
  const parameters = resource === functionArn ? null : { FunctionName: 'f' };
  expect(await run(bench, resource, parameters)).toMatchObject({ status: 'FAILED', error: 'ValueError', cause: '{"errorType":"ValueError","errorMessage":"no"}' });
});

test('a function that is not there is told with the error of AWS', async () => {
  expect(await run(benchWith(answers), functionArn, null)).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException', cause: expect.stringContaining('Function not found') as unknown });
});

test('sns:publish writes JSON messages as text', async () => {
  const bench = benchWith(answers);
  await bench.host.call('sns', 'CreateTopic', { Name: 'alarm' });
  expect(output(await run(bench, 'arn:aws:states:::sns:publish', { TopicArn: `arn:aws:sns:${account}:alarm`, Message: { late: true } }))).toHaveProperty('MessageId');
  expect(await bench.host.call('sns', '~Messages', {})).toMatchObject([{ message: '{"late":true}' }]);
});

test('events:putEvents delivers, and fails when an entry does', async () => {
  const right = { Source: 'mine', DetailType: 't', Detail: { n: 1 } };
  expect(output(await run(benchWith(answers), 'arn:aws:states:::events:putEvents', { Entries: [right] }))).toMatchObject({ FailedEntryCount: 0 });
  expect(await run(benchWith(answers), 'arn:aws:states:::events:putEvents', { Entries: [{ ...right, DetailType: '' }] })).toMatchObject({ status: 'FAILED', error: 'EventBridge.FailedEntry' });
});

test.each<[string, Fields, Fields]>([
  ['sfn:listStateMachines', {}, { StateMachines: [{ Name: 'm', Type: 'STANDARD', CreationDate: '1970-01-01T00:00:00.000Z' }] }],
  ['cloudwatchlogs:describeLogGroups', { LogGroupNamePrefix: '/x' }, { LogGroups: [] }],
  ['sts:getCallerIdentity', {}, { Account: '111122223333' }],
  ['iam:listRoles', {}, { Roles: [] }],
  ['ssm:putParameter', { Name: 'p', Value: 'v', Type: 'String' }, { Version: 1 }],
  ['secretsmanager:createSecret', { Name: 's', SecretString: 'x' }, { Name: 's' }],
  ['eventbridge:listRules', {}, { Rules: [] }],
])('aws-sdk:%s answers in PascalCase, times as text', async (action, parameters, wanted) => {
  expect(output(await run(benchWith(answers), `arn:aws:states:::aws-sdk:${action}`, parameters))).toMatchObject(wanted);
});

test.each([
  ['iam:getRole', { RoleName: 'none' }, 'Iam.NoSuchEntityException'],
  ['ssm:getParameter', { Name: 'none' }, 'Ssm.ParameterNotFoundException'],
  ['secretsmanager:getSecretValue', { SecretId: 'none' }, 'SecretsManager.ResourceNotFoundException'],
  ['cloudwatchlogs:createLogStream', { LogGroupName: 'none', LogStreamName: 's' }, 'CloudWatchLogs.ResourceNotFoundException'],
  ['sfn:describeStateMachine', { StateMachineArn: `arn:aws:states:${account}:stateMachine:none` }, 'Sfn.StateMachineDoesNotExistException'],
  ['sfn:sendTaskSuccess', { TaskToken: 'none', Output: '1' }, 'Sfn.InvalidTokenException'],
  ['sns:publish', { TopicArn: `arn:aws:sns:${account}:none`, Message: 'm' }, 'Sns.NotFoundException'],
])('aws-sdk:%s %j fails with %s', async (action, parameters, error) => {
  const cause = new RegExp(`\\(Service: ${error.split('.')[0] ?? ''}, Status Code: 40\\d, Request ID: [0-9a-f-]{36}\\)$`, 'u');
  expect(await run(benchWith(answers), `arn:aws:states:::aws-sdk:${action}`, parameters)).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) as unknown });
});

test('a parameter that is to be text and is not is refused before the call', async () => {
  expect(await run(benchWith(answers), 'arn:aws:states:::aws-sdk:ssm:putParameter', { Name: 'p', Value: { a: 1 }, Type: 'String' })).toMatchObject({
    status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining("[The value for the field 'Value' must be a STRING]") as unknown,
  });
});

test.each([
  ['arn:aws:states:::sqs:sendMessage', { QueueUrl: 'q', MessageBody: 'm' }, /does not run the resource 'arn:aws:states:::sqs:sendMessage'. It runs functions and activities/u],
  ['arn:aws:states:::aws-sdk:dynamodb:listTables', {}, /has no service 'dynamodb'/u],
  ['arn:aws:states:::aws-sdk:iam:listUsers', {}, /does not support ListUsers of iam/u],
])('%s is not here, and nothing catches that', async (resource, parameters, cause) => {
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] };
  const bench = benchWith(answers);
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource: resource, Parameters: parameters, ...caught, End: true }, B: { Type: 'Pass', End: true } } };
  await bench.host.call('sfn', 'CreateStateMachine', { name: 'm', definition: JSON.stringify(definition), roleArn });
  const { executionArn = '' } = (await bench.host.call('sfn', 'StartExecution', { stateMachineArn: `arn:aws:states:${account}:stateMachine:m` })) as Fields; // answers an object
  await bench.host.run(null);
  expect(await bench.host.call('sfn', 'DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringMatching(cause) as unknown });
});

import { defaultServices, supportedOperations } from '@millrace/local';
import { expect, test } from 'vitest';
import { makeCalls, type Client, type Outcomes } from './clients.ts';
import { between } from './compare.ts';
import { serveEmbedded } from './servers.ts';
import { statesCalls as calls } from './states-calls.ts';

/** Calls that are refused, with the errors of AWS. */
const refusals: Readonly<Record<string, string>> = {
  'another of its name': 'StateMachineAlreadyExists', 'bad name': 'InvalidName', 'bad definition': 'InvalidDefinition', 'no text of JSON': 'InvalidDefinition',
  'logging without destination': 'InvalidLoggingConfiguration', 'update of nothing': 'MissingRequiredParameter', 'bad alias': 'ValidationException', 'version in use': 'ConflictException',
  'its name again': 'ExecutionAlreadyExists', 'no input': 'InvalidExecutionInput', 'not redrivable': 'ExecutionNotRedrivable', 'no execution': 'ExecutionDoesNotExist', 'no map run': 'ResourceNotFound',
  'no machine': 'StateMachineDoesNotExist', 'not synchronous': 'StateMachineTypeNotSupported', 'express executions': 'StateMachineTypeNotSupported', 'no output': 'InvalidOutput',
  'success again': 'TaskTimedOut', 'no token': 'InvalidToken', 'tested without a role': 'ValidationException', 'no activity': 'ActivityDoesNotExist',
};

async function on(client: Client): Promise<Outcomes> {
  const served = await serveEmbedded();
  try {
    return await makeCalls(client, calls, served.url, 'stepfunctions');
  } finally {
    await served.close();
  }
}

test('the AWS CLI, boto3 and the JS SDK see the same in all operations of Step Functions', async () => {
  const [boto3, cli, js] = await Promise.all([on('boto3'), on('aws-driver'), on('js')]);
  const supported = supportedOperations(defaultServices).find(({ service }) => service === 'sfn')?.operations ?? [];
  expect([...new Set(calls.map(({ operation }) => operation))].sort()).toEqual(supported);
  const refused = Object.entries(boto3).flatMap(([id, outcome]) => ('error' in outcome ? [[id, outcome.error]] : []));
  expect(Object.fromEntries(refused)).toEqual(refusals);
  expect(between(calls, boto3, cli)).toEqual([]);
  expect(between(calls, boto3, js)).toEqual([]);
  expect(boto3).toMatchObject({
    ended: { answer: { status: 'SUCCEEDED', output: '{"n":1}', stateMachineAliasArn: expect.stringMatching(/:live$/u) as unknown, redriveStatus: 'NOT_REDRIVABLE' } },
    'failed again': { answer: { status: 'FAILED', error: 'Odd', redriveCount: 1, redriveStatus: 'REDRIVABLE' } },
    stopped: { answer: { status: 'ABORTED', error: 'Enough', cause: 'of this' } },
    'map run': { answer: { status: 'SUCCEEDED', itemCounts: { succeeded: 2, total: 2 } } },
    synchronous: { answer: { status: 'SUCCEEDED', output: '{"n":3}' } },
    worked: { answer: { status: 'SUCCEEDED', output: '{"done":true}' } },
    'tested choice': { answer: { status: 'SUCCEEDED', nextState: 'Two' } },
    'tested failure': { answer: { status: 'RETRIABLE', inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 4 } } } },
  });
}, 90_000);

import { expect, test } from 'vitest';
import { asText } from '../input.ts';
import { lab, roleArn, type Fields } from '../testing.ts';

const run = async (definition: Fields, more: Fields = {}, input: unknown = {}): Promise<Fields> =>
  lab().call('TestState', { definition: JSON.stringify(definition), input: JSON.stringify(input), inspectionLevel: 'DEBUG', ...more });
const mock = (result: unknown): Fields => ({ mock: { result: JSON.stringify(result), fieldValidationMode: 'NONE' } });
const mockError = (error: string, more: Fields = {}): Fields => ({ mock: { errorOutput: { error, cause: 'why' } }, ...more });
/** Steps are JSON texts, numbers and objects as they are. */
const steps = ({ inspectionData }: Fields): Fields =>
  Object.fromEntries(Object.entries(inspectionData as Fields).map(([name, value]) => [name, typeof value === 'string' ? (JSON.parse(value) as Fields) : value])); // what was asked for

test('data goes through a Pass state as the guide shows it', async () => {
  const state = { Type: 'Pass', InputPath: '$.payload', Parameters: { data: 1 }, ResultPath: '$.result', OutputPath: '$.result.data', Next: 'Another State' };
  const answer = await run(state, {}, { payload: { foo: 'bar' } });
  expect(answer).toMatchObject({ output: '1', nextState: 'Another State', status: 'SUCCEEDED' });
  expect(steps(answer)).toEqual({
    input: { payload: { foo: 'bar' } }, afterInputPath: { foo: 'bar' }, afterParameters: { data: 1 }, afterResultSelector: { data: 1 },
    afterResultPath: { payload: { foo: 'bar' }, result: { data: 1 } },
  });
});

test('INFO shows no steps', async () => {
  expect(await run({ Type: 'Succeed' }, { inspectionLevel: 'INFO' }, { a: 1 })).toEqual({ status: 'SUCCEEDED', output: '{"a":1}' });
});

test('a Choice says where it leads, a Fail how it fails', async () => {
  const choice = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'One' }, { Variable: '$.n', NumericEquals: 2, Next: 'Two' }], Default: 'No Match' };
  expect(await run(choice, {}, { n: 2 })).toMatchObject({ status: 'SUCCEEDED', nextState: 'Two', output: '{"n":2}' });
  expect(await run(choice, {}, { n: 7 })).toMatchObject({ nextState: 'No Match' });
  const fail = await run({ Type: 'Fail', Error: 'Odd', Cause: 'so it is' });
  expect(fail).toMatchObject({ status: 'FAILED', error: 'Odd', cause: 'so it is' });
  expect(fail).not.toHaveProperty('nextState');
});

test('a mocked task shows its arguments, result and variables', async () => {
  const state = {
    Type: 'Task', QueryLanguage: 'JSONata', Resource: 'arn:aws:states:::glue:startJobRun.sync', Arguments: { JobName: '{% $states.input.job & $suffix %}' },
    Assign: { rows: '{% $states.result.Rows %}' }, Output: '{% $states.result.Rows + 1 %}', End: true,
  };
  const answer = await run(state, { variables: '{"suffix":"-eu"}', ...mock({ Rows: 2 }) }, { job: 'clean' });
  expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '3' });
  expect(steps(answer)).toEqual({ input: { job: 'clean' }, afterArguments: { JobName: 'clean-eu' }, result: { Rows: 2 }, variables: { suffix: '-eu', rows: 2 } });
});

test('a mocked task in JSONPath goes through selector and paths', async () => {
  const state = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName.$': '$.f' }, ResultSelector: { 'p.$': '$.Payload' }, ResultPath: '$.r', Next: 'N' };
  const answer = await run(state, mock({ Payload: 5 }), { f: 'double' });
  expect(answer).toMatchObject({ output: '{"f":"double","r":{"p":5}}', nextState: 'N' });
  expect(steps(answer)).toMatchObject({ afterParameters: { FunctionName: 'double' }, result: { Payload: 5 }, afterResultSelector: { p: 5 }, afterResultPath: { f: 'double', r: { p: 5 } } });
});

const recovering = {
  Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' },
  Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['Odd'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 }],
  Catch: [{ ErrorEquals: ['Other'], Next: 'A' }, { ErrorEquals: ['Odd'], ResultPath: '$.error', Next: 'B' }], Next: 'N',
};

test.each([[0, 2], [1, 4]])('a failure after %i retries is tried again after %i seconds', async (retrierRetryCount, retryBackoffIntervalSeconds) => {
  const answer = await run(recovering, mockError('Odd', { stateConfiguration: { retrierRetryCount } }));
  expect(answer).toMatchObject({ status: 'RETRIABLE', error: 'Odd', cause: 'why', inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds } } });
});

test('a failure that was tried often enough is caught; one that nothing catches fails', async () => {
  const caught = await run(recovering, mockError('Odd', { stateConfiguration: { retrierRetryCount: 2 } }), { a: 1 });
  expect(caught).toMatchObject({ status: 'CAUGHT_ERROR', nextState: 'B', error: 'Odd', output: '{"a":1,"error":{"Error":"Odd","Cause":"why"}}', inspectionData: { errorDetails: { catchIndex: 1 } } });
  const failed = await run(recovering, mockError('Unknown'));
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Unknown', cause: 'why' });
  expect(failed).not.toHaveProperty('nextState');
});

const map = {
  Type: 'Map', ItemsPath: '$.items', ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' }, MaxConcurrency: 2, ToleratedFailureCount: 1,
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } }, End: true,
};

test('a mocked Map shows its items and what it tolerates', async () => {
  const answer = await run(map, mock([1, 2]), { items: [7, 8] });
  expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
  expect(steps(answer)).toMatchObject({ afterItemsPath: [7, 8], afterItemSelector: [{ v: 7, i: 0 }, { v: 8, i: 1 }], maxConcurrency: 2, toleratedFailureCount: 1 });
});

test('a Map that tolerates fewer failures than there were fails', async () => {
  const failing = (mapIterationFailureCount: number): Promise<Fields> => run(map, { ...mock([1, 2]), stateConfiguration: { mapIterationFailureCount } }, { items: [7, 8] });
  expect(await failing(1)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await failing(2)).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  await expect(failing(3)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a state of a whole machine is tested within it: inside a Map it has an item', async () => {
  const machine = { StartAt: 'M', States: { M: { ...map, ItemProcessor: { ...map.ItemProcessor, States: { Item: { Type: 'Pass', Parameters: { 'v.$': '$$.Map.Item.Value.a' }, End: true } } } } } };
  expect(await run(machine, { stateName: 'Item' }, { a: 4 })).toMatchObject({ output: '{"v":4}' });
  await expect(run(machine, { stateName: 'None' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a context that is given is what the state sees', async () => {
  const state = { Type: 'Task', QueryLanguage: 'JSONata', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: '{% $states.context.Execution.Name %}' }, End: true };
  const answer = await run(state, { context: JSON.stringify({ Execution: { Name: 'mine' } }), ...mock({}) });
  expect(steps(answer)).toMatchObject({ afterArguments: { FunctionName: 'mine' } });
});

test('a token that the context gives is the one that the state passes on', async () => {
  const state = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Parameters: { FunctionName: 'f', 'Payload': { 'token.$': '$$.Task.Token' } }, End: true };
  const answer = await run(state, { context: JSON.stringify({ Task: { Token: 'mine' } }), ...mock({}) });
  expect(steps(answer)).toMatchObject({ afterParameters: { Payload: { token: 'mine' } } });
});

test('a task without a mock calls the service, and answers when that has', async () => {
  const l = lab();
  const definition = JSON.stringify({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:glue:getCrawler', Parameters: { 'Name.$': '$.name' }, ResultSelector: { 'state.$': '$.Crawler.State' }, End: true });
  const call = (name: string): Promise<Fields> => l.call('TestState', { definition, roleArn, input: JSON.stringify({ name }) });
  const [there, missing] = [call('c'), call('none')];
  await l.host.run(null);
  expect(await there).toEqual({ status: 'SUCCEEDED', output: '{"state":"READY"}' });
  expect(await missing).toMatchObject({ status: 'FAILED', error: 'Glue.EntityNotFoundException', cause: expect.stringContaining('no such crawler') as unknown });
});

test('a Wait is waited for, five minutes at most', async () => {
  const l = lab();
  const waits = (Seconds: number): Promise<Fields> => l.call('TestState', { definition: JSON.stringify({ Type: 'Wait', Seconds, Next: 'N' }), input: '{"a":1}' });
  const [short, long] = [waits(20), waits(400)];
  await l.host.run(1_019_000);
  await l.host.run(1_020_000);
  expect(await short).toEqual({ status: 'SUCCEEDED', output: '{"a":1}', nextState: 'N' });
  await l.host.run(null);
  expect(await long).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  expect(l.host.now()).toBe(1_300_000);
});

const lambda: Fields = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true };
const parallel: Fields = { Type: 'Parallel', Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', End: true } } }], End: true };

test.each<[string, Fields, Fields, string, RegExp]>([
  ['a mock of a Pass', { Type: 'Pass', End: true }, mock({}), 'ValidationException', /'Pass' is not supported when a mock/u],
  ['a Parallel without a mock', parallel, {}, 'ValidationException', /Map and Parallel states only when a mock is specified: the tested state is a Parallel state/u],
  ['a Map without a mock', { Type: 'Map', ItemProcessor: { StartAt: 'X', States: { X: { Type: 'Pass', End: true } } }, End: true }, {}, 'ValidationException', /only when a mock is specified: the tested state is a Map state/u],
  ['two mocks', lambda, { mock: { result: '{}', errorOutput: { error: 'E' } } }, 'ValidationException', /only one of/u],
  ['a mock that is no array', parallel, mock({}), 'ValidationException', /must be an array/u],
  ['a mock of too many branches', parallel, mock([1, 2]), 'ValidationException', /same number of items/u],
  ['secrets of a mock', lambda, { ...mock({}), revealSecrets: true }, 'ValidationException', /RevealSecrets/u],
  ['a task without a role', lambda, {}, 'ValidationException', /RoleArn must be specified/u],
  ['a job that is waited for', { ...lambda, Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' } }, { roleArn }, 'ValidationException', /only when a mock/u],
  ['a wrong state', { Type: 'Pass', Wrong: 1, End: true }, {}, 'InvalidDefinition', /SCHEMA_VALIDATION_FAILED.* at \/Wrong/u],
  ['a cause that is not inside', parallel, mockError('E', { stateConfiguration: { errorCausedByState: 'Y' } }), 'ValidationException', /'Y'/u],
])('%s is refused', async (_what, definition, more, name, message) => {
  await expect(run(definition, more)).rejects.toMatchObject({ name, message: expect.stringMatching(message) as unknown });
});

const task = (resource: string): Fields => ({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters: resource.startsWith('states') ? { StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m' } : {}, End: true });

test.each<[string, unknown, string, string | null]>([
  ['states:startExecution', {}, 'STRICT', "Required field 'ExecutionArn' is missing"],
  ['states:startExecution', {}, 'PRESENT', null],
  ['states:startExecution', { StartDate: 7 }, 'PRESENT', "Field 'StartDate' must be a string"],
  ['states:startExecution', { StartDate: 7 }, 'NONE', null],
  ['aws-sdk:glue:getJobs', { Jobs: {} }, 'STRICT', "Field 'Jobs' must be an array"],
  ['aws-sdk:glue:getJobs', { Jobs: [{ MaxRetries: 'x' }], More: 1 }, 'STRICT', "Field 'MaxRetries' must be a number"],
  ['aws-sdk:sfn:listStateMachines', { StateMachines: [{ Type: 'ODD' }] }, 'PRESENT', "Field 'Type' is not an expected value"],
])('a mocked result of %s %j is checked against the service (%s)', async (resource, result, fieldValidationMode, message) => {
  const answer = run(task(resource), { mock: { result: JSON.stringify(result), fieldValidationMode } });
  if (message === null) expect(asText((await answer).status)).toBe('SUCCEEDED');
  else await expect(answer).rejects.toMatchObject({ name: 'ValidationException', message: `Mock result schema validation error: ${message}` });
});

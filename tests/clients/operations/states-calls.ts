import type { Call } from './clients.ts';

const account = 'us-east-1:123456789012';
const roleArn = 'arn:aws:iam::123456789012:role/states';
const machine = (name: string): string => `arn:aws:states:${account}:stateMachine:${name}`;
const execution = (machineName: string, name: string): string => `arn:aws:states:${account}:execution:${machineName}:${name}`;
const activityArn = `arn:aws:states:${account}:activity:work`;

const text = (json: unknown): string => JSON.stringify(json);
const one = (state: object, more: object = {}): string => text({ StartAt: 'A', States: { A: { End: true, ...state } }, ...more });
const pass = (Result: unknown): string => one({ Type: 'Pass', Result });
const failing = text({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'Odd', Cause: 'so it is' } } });
const work = one({ Type: 'Task', Resource: activityArn, HeartbeatSeconds: 60, TimeoutSeconds: 600 });
const wide = one({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'I', States: { I: { Type: 'Pass', End: true } } } });
const choice = text({ Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 2, Next: 'Two' }], Default: 'Other' });
const task = text({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, Retry: [{ ErrorEquals: ['Odd'], IntervalSeconds: 2 }], End: true });

const call = (id: string, operation: string, input: object): Call => ({ id, operation, input });
const from = (...path: readonly (string | number)[]): object => ({ from: path });

const machines: readonly Call[] = [
  call('machine', 'CreateStateMachine', { name: 'm', definition: pass({ n: 1 }), roleArn, tags: [{ key: 'team', value: 'data' }], publish: true, versionDescription: 'first' }),
  call('machine again', 'CreateStateMachine', { name: 'm', definition: pass({ n: 1 }), roleArn, publish: true, versionDescription: 'first' }),
  call('another of its name', 'CreateStateMachine', { name: 'm', definition: pass({ n: 2 }), roleArn }),
  call('bad name', 'CreateStateMachine', { name: 'a b', definition: pass(1), roleArn }),
  call('bad definition', 'CreateStateMachine', { name: 'bad', definition: text({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }), roleArn }),
  call('no text of JSON', 'CreateStateMachine', { name: 'bad', definition: 'no definition', roleArn }),
  call('logging without destination', 'CreateStateMachine', { name: 'bad', definition: pass(1), roleArn, loggingConfiguration: { level: 'ALL' } }),
  call('update', 'UpdateStateMachine', { stateMachineArn: machine('m'), definition: pass({ n: 2 }), publish: true }),
  call('update of nothing', 'UpdateStateMachine', { stateMachineArn: machine('m') }),
  call('publish', 'PublishStateMachineVersion', { stateMachineArn: machine('m'), description: 'second' }),
  call('versions', 'ListStateMachineVersions', { stateMachineArn: machine('m') }),
  call('version', 'DescribeStateMachine', { stateMachineArn: `${machine('m')}:1` }),
  call('described', 'DescribeStateMachine', { stateMachineArn: machine('m') }),
  call('alias', 'CreateStateMachineAlias', { name: 'live', routingConfiguration: [{ stateMachineVersionArn: `${machine('m')}:1`, weight: 100 }] }),
  call('bad alias', 'CreateStateMachineAlias', { name: 'other', routingConfiguration: [{ stateMachineVersionArn: `${machine('m')}:1`, weight: 50 }] }),
  call('alias update', 'UpdateStateMachineAlias', { stateMachineAliasArn: `${machine('m')}:live`, description: 'what runs' }),
  call('alias described', 'DescribeStateMachineAlias', { stateMachineAliasArn: `${machine('m')}:live` }),
  call('aliases', 'ListStateMachineAliases', { stateMachineArn: machine('m') }),
  call('version in use', 'DeleteStateMachineVersion', { stateMachineVersionArn: `${machine('m')}:1` }),
  call('tag', 'TagResource', { resourceArn: machine('m'), tags: [{ key: 'stage', value: 'test' }] }),
  call('untag', 'UntagResource', { resourceArn: machine('m'), tagKeys: ['team'] }),
  call('tags', 'ListTagsForResource', { resourceArn: machine('m') }),
  call('machines', 'ListStateMachines', {}),
  call('fine', 'ValidateStateMachineDefinition', { definition: pass(1) }),
  call('not fine', 'ValidateStateMachineDefinition', { definition: text({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } }), maxResults: 1 }),
];

const executions: readonly Call[] = [
  call('start by alias', 'StartExecution', { stateMachineArn: `${machine('m')}:live`, name: 'x', input: '{"a":1}' }),
  call('ended', 'DescribeExecution', { executionArn: execution('m', 'x') }),
  call('its machine', 'DescribeStateMachineForExecution', { executionArn: execution('m', 'x') }),
  call('its name again', 'StartExecution', { stateMachineArn: machine('m'), name: 'x', input: '{"a":2}' }),
  call('no input', 'StartExecution', { stateMachineArn: machine('m'), input: '{' }),
  call('its history', 'GetExecutionHistory', { executionArn: execution('m', 'x'), reverseOrder: true }),
  call('its history without data', 'GetExecutionHistory', { executionArn: execution('m', 'x'), includeExecutionData: false }),
  call('not redrivable', 'RedriveExecution', { executionArn: execution('m', 'x') }),
  call('by alias', 'ListExecutions', { stateMachineArn: `${machine('m')}:live`, statusFilter: 'SUCCEEDED' }),
  call('failing machine', 'CreateStateMachine', { name: 'failing', definition: failing, roleArn }),
  call('start failing', 'StartExecution', { stateMachineArn: machine('failing'), name: 'y' }),
  call('failed', 'DescribeExecution', { executionArn: execution('failing', 'y') }),
  call('redrive', 'RedriveExecution', { executionArn: execution('failing', 'y'), clientToken: 'once' }),
  call('failed again', 'DescribeExecution', { executionArn: execution('failing', 'y') }),
  call('redriven', 'ListExecutions', { stateMachineArn: machine('failing'), redriveFilter: 'REDRIVEN' }),
  call('waiting machine', 'CreateStateMachine', { name: 'waiting', definition: one({ Type: 'Wait', Seconds: 600 }), roleArn }),
  call('start waiting', 'StartExecution', { stateMachineArn: machine('waiting'), name: 'z' }),
  call('stop', 'StopExecution', { executionArn: execution('waiting', 'z'), error: 'Enough', cause: 'of this' }),
  call('stopped', 'DescribeExecution', { executionArn: execution('waiting', 'z') }),
  call('no execution', 'DescribeExecution', { executionArn: execution('m', 'none') }),
  call('wide machine', 'CreateStateMachine', { name: 'wide', definition: wide, roleArn }),
  call('start wide', 'StartExecution', { stateMachineArn: machine('wide'), name: 'w', input: '[1,2]' }),
  call('map runs', 'ListMapRuns', { executionArn: execution('wide', 'w') }),
  call('map run', 'DescribeMapRun', { mapRunArn: from('map runs', 'mapRuns', 0, 'mapRunArn') }),
  call('no map run', 'DescribeMapRun', { mapRunArn: `arn:aws:states:${account}:mapRun:wide/A:none` }),
  call('no machine', 'DescribeStateMachine', { stateMachineArn: machine('none') }),
  call('express machine', 'CreateStateMachine', { name: 'fast', definition: pass({ n: 3 }), roleArn, type: 'EXPRESS' }),
  call('synchronous', 'StartSyncExecution', { stateMachineArn: machine('fast'), name: 's', input: '{"n":1}' }),
  call('not synchronous', 'StartSyncExecution', { stateMachineArn: machine('m') }),
  call('express executions', 'ListExecutions', { stateMachineArn: machine('fast') }),
];

const tasks: readonly Call[] = [
  call('activity', 'CreateActivity', { name: 'work' }),
  call('activity described', 'DescribeActivity', { activityArn }),
  call('activities', 'ListActivities', {}),
  call('worked machine', 'CreateStateMachine', { name: 'worked', definition: work, roleArn }),
  call('start worked', 'StartExecution', { stateMachineArn: machine('worked'), name: 'w', input: '{"n":5}' }),
  call('task', 'GetActivityTask', { activityArn, workerName: 'me' }),
  call('heartbeat', 'SendTaskHeartbeat', { taskToken: from('task', 'taskToken') }),
  call('no output', 'SendTaskSuccess', { taskToken: from('task', 'taskToken'), output: '{' }),
  call('success', 'SendTaskSuccess', { taskToken: from('task', 'taskToken'), output: '{"done":true}' }),
  call('success again', 'SendTaskSuccess', { taskToken: from('task', 'taskToken'), output: '{}' }),
  call('no token', 'SendTaskFailure', { taskToken: 'none' }),
  call('worked', 'DescribeExecution', { executionArn: execution('worked', 'w') }),
  call('worked history', 'GetExecutionHistory', { executionArn: execution('worked', 'w') }),
  call('tested choice', 'TestState', { definition: choice, input: '{"n":2}', inspectionLevel: 'DEBUG' }),
  call('tested failure', 'TestState', { definition: task, mock: { errorOutput: { error: 'Odd', cause: 'so it is' } }, stateConfiguration: { retrierRetryCount: 1 }, inspectionLevel: 'DEBUG' }),
  call('tested without a role', 'TestState', { definition: task }),
  call('activity deleted', 'DeleteActivity', { activityArn }),
  call('no activity', 'GetActivityTask', { activityArn }),
  call('alias deleted', 'DeleteStateMachineAlias', { stateMachineAliasArn: `${machine('m')}:live` }),
  call('version deleted', 'DeleteStateMachineVersion', { stateMachineVersionArn: `${machine('m')}:1` }),
  call('machine deleted', 'DeleteStateMachine', { stateMachineArn: machine('m') }),
];

/** Every operation of Step Functions that the embedded AWS has, and its usual refusals. */
export const statesCalls: readonly Call[] = [...machines, ...executions, ...tasks];

import { expect, test } from 'vitest';
import type { Action, Json, Message } from '../engine-types.ts';
import { branchOf, machineOf, run, runPaths, task, typesOf } from '../testing.ts';
import { createEngine } from './engine.ts';
import { readToken } from './token.ts';

const activity = 'arn:aws:states:eu-west-1:123456789012:activity:human';
const callback = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const engine = createEngine({ random: () => 0.5 });
const context = { Execution: { Id: 'arn:aws:states:eu-west-1:123456789012:execution:m:e' } };
type Task = Extract<Action, { readonly type: 'task' }>;

async function begin(definition: Json, now = 0) {
  const begun = await engine.start({ definition, input: {}, context, now });
  const task = begun.actions.find((action): action is Task => action.type === 'task');
  const tell = (message: Message, at: number, state = begun.state) => engine.deliver(definition, state, [message], at);
  return { begun, task, tell };
}

test('the token names its execution and its task, stands in the context, and answers', async () => {
  const { task, tell } = await begin(machineOf({ T: { Type: 'Task', Resource: callback, Arguments: { token: '{% $states.context.Task.Token %}' }, End: true } }));
  expect(readToken(task?.token ?? '')).toEqual({ execution: context.Execution.Id, task: task?.id });
  expect(task?.arguments).toEqual({ token: task?.token });
  const end = await tell({ type: 'taskSucceeded', token: task?.token ?? '', output: 7 }, 5);
  expect(end.actions.at(-1)).toEqual({ type: 'ended', status: 'SUCCEEDED', output: 7 });
});

test('the token of an attempt that is over answers nothing', async () => {
  const { begun, task, tell } = await begin(machineOf({ T: { Type: 'Task', Resource: callback, TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'] }], End: true } }));
  const timer = begun.actions.find((action) => action.type === 'timer');
  const late = await tell({ type: 'timer', id: timer?.id ?? '' }, 5000);
  const told = await tell({ type: 'taskSucceeded', token: task?.token ?? '', output: 7 }, 5001, late.state);
  expect(told).toMatchObject({ actions: [], events: [] });
});

test.each(['', 'no token', 'bm8', Buffer.from('[1,2]').toString('base64url')])('%j is no token', (token) => {
  expect(readToken(token)).toBeNull();
});

test('in JSONPath the token is $$.Task.Token, of .sync tasks too; other tasks have none', async () => {
  const parameters = { Parameters: { 'token.$': '$$.Task.Token' } };
  expect((await runPaths({ T: task({ Resource: 'arn:aws:states:::states:startExecution.sync:2', ...parameters }) })).status).toBe('SUCCEEDED');
  expect((await runPaths({ T: task({ Resource: 'arn:aws:states:::sqs:sendMessage', ...parameters }) })).error).toBe('States.Runtime');
});

test('what the call answers is told before the end', async () => {
  const end = await runPaths({ T: task({ Resource: callback }) }, {}, { tasks: () => ({ submitted: { MessageId: '1' }, output: 'done', ms: 1000 }) });
  expect(typesOf(end).slice(2)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded']);
  expect(end.events[4]?.details).toEqual({ resourceType: 'sqs', resource: 'sendMessage.waitForTaskToken', output: '{"MessageId":"1"}', outputDetails: { truncated: false } });
});

test('a heartbeat puts off the end; without one the task times out, and States.HeartbeatTimeout catches it', async () => {
  const definition = machineOf({ T: { Type: 'Task', Resource: callback, HeartbeatSeconds: 10, Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'S' }], End: true }, S: { Type: 'Succeed' } });
  const { begun, task, tell } = await begin(definition);
  const first = begun.actions.find((action) => action.type === 'timer');
  const beaten = await tell({ type: 'heartbeat', token: task?.token ?? '' }, 8000);
  expect(beaten.actions).toEqual([{ type: 'cancelTimer', id: first?.id }, { type: 'timer', id: expect.any(String) as string, at: 18_000 }]);
  expect(beaten.events).toEqual([]);
  const timer = beaten.actions.find((action) => action.type === 'timer');
  const late = await tell({ type: 'timer', id: timer?.id ?? '' }, 18_000, beaten.state);
  expect(late.events.map(({ type }) => type)).toEqual(['TaskTimedOut', 'TaskStateExited', 'SucceedStateEntered', 'SucceedStateExited', 'ExecutionSucceeded']);
  expect(late.events[0]?.details).toMatchObject({ error: 'States.Timeout' });
  expect(late.actions).toContainEqual({ type: 'cancelTask', id: task?.id });
});

test('a task that nothing can beat for waits for no heartbeat', async () => {
  const end = await runPaths({ T: task({ Resource: 'arn:aws:states:::lambda:invoke', HeartbeatSeconds: 1 }) }, {}, { tasks: () => ({ output: 1, ms: 5000 }) });
  expect(end.status).toBe('SUCCEEDED');
  expect(end.events[2]?.details).toMatchObject({ heartbeatInSeconds: 1 });
});

test('an activity starts when a worker takes its task; its timeout counts from there', async () => {
  const definition = machineOf({ T: { Type: 'Task', Resource: activity, Arguments: { n: 1 }, TimeoutSeconds: 60, HeartbeatSeconds: 10, End: true } });
  const { begun, task, tell } = await begin(definition);
  expect(begun.events.at(-1)).toMatchObject({ type: 'ActivityScheduled', details: { resource: activity, input: '{"n":1}', timeoutInSeconds: 60, heartbeatInSeconds: 10 } });
  expect(begun.actions.filter(({ type }) => type === 'timer')).toEqual([]);
  const started = await tell({ type: 'taskStarted', token: task?.token ?? '', worker: 'anna' }, 100_000);
  expect(started.events).toMatchObject([{ type: 'ActivityStarted', details: { workerName: 'anna' } }]);
  expect(started.actions.map((action) => action.type === 'timer' && action.at)).toEqual([160_000, 110_000]);
  const end = await tell({ type: 'taskFailed', token: task?.token ?? '', error: 'No', cause: 'she said' }, 105_000, started.state);
  expect(end.events.map(({ type }) => type)).toEqual(['ActivityFailed', 'ExecutionFailed']);
});

test('a function named by its ARN has events of its own', async () => {
  const end = await runPaths({ T: task({ Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f', Credentials: { RoleArn: 'r' } }) }, { a: 1 });
  expect(typesOf(end).slice(2, 5)).toEqual(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded']);
  expect(end.events[2]?.details).toMatchObject({ input: '{"a":1}', taskCredentials: { roleArn: 'r' } });
  expect(end.events[3]?.details).toBeNull();
});

test('a result that is too long fails the task under the name of its service, and only its own name catches it', async () => {
  const caught = (name: string) => run({ T: task({ Resource: 'arn:aws:states:::lambda:invoke', Catch: [{ ErrorEquals: [name], Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { maxBytes: 100, tasks: () => ({ output: 'x'.repeat(200) }) });
  expect(await caught('States.ALL')).toMatchObject({ status: 'FAILED', cause: "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit." });
  expect(await caught('States.DataLimitExceeded')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('a token works inside branches and items', async () => {
  const end = await runPaths({ P: { Type: 'Parallel', End: true, Branches: [branchOf({ M: { Type: 'Map', ItemProcessor: branchOf({ T: task({ Resource: callback, Parameters: { 'token.$': '$$.Task.Token' } }) }), End: true } })] } }, [1, 2], { tasks: ({ token, arguments: given }) => ({ output: JSON.stringify(given).includes(token ?? 'none') }) });
  expect(end.output).toEqual([[true, true]]);
});

test('a token of the given context stays where the host asks for it', async () => {
  const given = { Arguments: { token: '{% $states.context.Task.Token %}' }, Resource: callback };
  const context = { Execution: { Id: 'e' }, Task: { Token: 'mine' } };
  const tasks = ({ arguments: output }: { readonly arguments: Json }) => ({ output });
  expect((await run({ T: task(given) }, {}, { context, tasks, keepsToken: true })).output).toEqual({ token: 'mine' });
  expect((await run({ T: task(given) }, {}, { context, tasks })).output).not.toEqual({ token: 'mine' });
  expect((await run({ T: task(given) }, {}, { context: { Execution: { Id: 'e' } }, tasks, keepsToken: true })).calls[0]?.arguments).toEqual({ token: expect.any(String) as string });
});

import { expect, test } from 'vitest';
import { memoryPersistence } from '../host/memory.ts';
import { asText } from './input.ts';
import { lab, one, type Fields, type Lab } from './testing.ts';

const activityArn = 'arn:aws:states:us-east-1:123456789012:activity:work';
const task = (more: Fields = {}): Fields => one({ Type: 'Task', Resource: activityArn, Arguments: { n: '{% $states.input.n %}' }, ...more });

async function withActivity(more: Fields = {}, options: Parameters<typeof lab>[0] = {}): Promise<Lab> {
  const l = lab(options);
  await l.call('CreateActivity', { name: 'work' });
  await l.create('m', task(more));
  return l;
}
const poll = (l: Lab, workerName = 'me'): Promise<Fields> => l.call('GetActivityTask', { activityArn, workerName });
const typesOf = async (l: Lab, executionArn: string): Promise<readonly unknown[]> =>
  ((await l.call('GetExecutionHistory', { executionArn })).events as readonly Fields[]).map(({ type }) => type);

test('an activity is made once, described, tagged, listed and deleted', async () => {
  const l = lab();
  expect(await l.call('CreateActivity', { name: 'work', tags: [{ key: 'a', value: 'b' }] })).toEqual({ activityArn, creationDate: 1000 });
  expect(await l.call('CreateActivity', { name: 'work' })).toEqual({ activityArn, creationDate: 1000 });
  expect(await l.call('DescribeActivity', { activityArn })).toEqual({ activityArn, name: 'work', creationDate: 1000 });
  expect(await l.call('ListActivities', {})).toEqual({ activities: [{ activityArn, name: 'work', creationDate: 1000 }] });
  expect(await l.call('ListTagsForResource', { resourceArn: activityArn })).toEqual({ tags: [{ key: 'a', value: 'b' }] });
  await l.call('DeleteActivity', { activityArn });
  await l.call('DeleteActivity', { activityArn });
  await expect(poll(l)).rejects.toMatchObject({ name: 'ActivityDoesNotExist' });
  await expect(l.call('CreateActivity', { name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
});

test('a worker takes a task that waits, and its answer goes on', async () => {
  const l = await withActivity();
  const arn = await l.start('m', 'x', { n: 4 });
  await l.host.run(null);
  const { taskToken = '', input } = await poll(l);
  expect(JSON.parse(asText(input))).toEqual({ n: 4 });
  await l.call('SendTaskSuccess', { taskToken, output: '{"done":true}' });
  await l.host.run(null);
  expect(await l.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"done":true}' });
  expect(await typesOf(l, arn)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ActivityScheduled', 'ActivityStarted', 'ActivitySucceeded', 'TaskStateExited', 'ExecutionSucceeded']);
  const events = (await l.call('GetExecutionHistory', { executionArn: arn })).events as readonly Fields[];
  expect(events[3]).toMatchObject({ activityStartedEventDetails: { workerName: 'me' } });
});

test('a worker that waits gets the task as it comes; another one waits on for a minute, and gets none', async () => {
  const l = await withActivity();
  const [first, second] = [poll(l, 'first'), poll(l, 'second')];
  await l.host.run(1_030_000);
  const arn = await l.start('m', 'x', { n: 1 });
  await l.host.run(1_030_000);
  const { taskToken = '' } = await first;
  await l.host.run(1_060_000);
  expect(await second).toEqual({});
  await l.call('SendTaskFailure', { taskToken, error: 'Odd', cause: 'so it is' });
  await l.host.run(null);
  expect(await l.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Odd', cause: 'so it is' });
});

test('tasks are taken in their order, each once', async () => {
  const l = await withActivity();
  for (const n of [1, 2, 3]) {
    await l.start('m', `x${n}`, { n });
    await l.host.run(null);
  }
  const inputs = [await poll(l), await poll(l), await poll(l)].map(({ input }) => JSON.parse(asText(input)) as Fields); // what the tasks were given
  expect(inputs).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('a worker that was killed with its server gets nothing: the task waits for one that is there', async () => {
  const persistence = memoryPersistence();
  const first = await withActivity({}, { persistence });
  void poll(first, 'lost').catch(() => undefined);
  await first.host.run(1_010_000);
  const second = lab({ persistence, now: 1_010_000 });
  const arn = await second.start('m', 'x', { n: 1 });
  await second.host.run(1_020_000);
  const { taskToken = '' } = await poll(second);
  await second.call('SendTaskSuccess', { taskToken, output: '1' });
  await second.host.run(null);
  expect((await second.describe(arn)).status).toBe('SUCCEEDED');
});

test('a worker that hung up gets nothing', async () => {
  const l = await withActivity();
  const gone = new AbortController();
  void l.host.call('sfn', 'GetActivityTask', { activityArn }, gone.signal).catch(() => undefined);
  await l.host.run(1_010_000);
  gone.abort();
  await l.start('m', 'x', { n: 1 });
  await l.host.run(1_020_000);
  expect(await poll(l)).toHaveProperty('taskToken');
});

test('heartbeats keep a task alive, and a worker that falls silent has lost it', async () => {
  const l = await withActivity({ HeartbeatSeconds: 10, TimeoutSeconds: 300 });
  const arn = await l.start('m', 'x', { n: 1 });
  await l.host.run(1_000_000);
  const { taskToken = '' } = await poll(l);
  for (const at of [1_008_000, 1_016_000]) {
    await l.host.run(at);
    await l.call('SendTaskHeartbeat', { taskToken });
  }
  await l.host.run(1_025_999);
  expect((await l.describe(arn)).status).toBe('RUNNING');
  await l.host.run(null);
  expect(await l.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stopDate: 1026 });
  await expect(l.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ name: 'TaskTimedOut' });
});

test('a task of an activity that is not there fails, and so nothing waits for ever', async () => {
  const l = lab();
  await l.create('m', task());
  expect(await l.finish('m', 'x', { n: 1 })).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(activityArn) as unknown });
});

test('a task that is stopped before a worker took it is not handed out', async () => {
  const l = await withActivity();
  const executionArn = await l.start('m', 'x', { n: 1 });
  await l.host.run(null);
  await l.call('StopExecution', { executionArn });
  const asked = poll(l);
  await l.host.run(null);
  expect(await asked).toEqual({});
});

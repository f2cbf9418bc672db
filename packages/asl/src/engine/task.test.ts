import { expect, test } from 'vitest';
import { run, simulateMachine, task, typesOf } from '../testing.ts';

test('a task gets its Arguments and its answer becomes $states.result', async () => {
  const end = await run({ T: task({ Arguments: { n: '{% $states.input.n + 1 %}' }, Output: { got: '{% $states.result.n %}' } }) }, { n: 1 });
  expect(end.calls[0]).toMatchObject({ state: 'T', resource: 'work', arguments: { n: 2 }, attempt: 1 });
  expect(end.output).toEqual({ got: 2 });
});

test('the history tells of its start and end', async () => {
  const end = await run({ T: task({ Resource: 'arn:aws:states:::glue:startJobRun.sync', Arguments: { JobName: 'clean' } }) });
  expect(typesOf(end)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded']);
  expect(end.events[2]?.details).toMatchObject({ resourceType: 'glue', resource: 'startJobRun.sync', parameters: '{"JobName":"clean"}' });
});

test('an error that nothing catches ends the execution with its name and cause', async () => {
  const end = await run({ T: task() }, {}, { tasks: () => ({ error: 'Broken', cause: 'a wheel came off' }) });
  expect(end).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'a wheel came off' });
});

test('TimeoutSeconds stops the task and raises States.Timeout', async () => {
  const end = await run({ T: task({ TimeoutSeconds: '{% 20 + 40 %}' }) }, {}, { tasks: () => null });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Timeout', endedAt: 60_000, cancelled: ['T'] });
  expect(typesOf(end)).toContain('TaskTimedOut');
});

test('a task that ends at the instant of its timeout has ended', async () => {
  const end = await run({ T: task({ TimeoutSeconds: 60 }) }, {}, { tasks: () => ({ output: 'just', ms: 60_000 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'just' });
});

test('TimeoutSeconds of the machine ends it and what it runs', async () => {
  const end = await simulateMachine({ T: task() }, { TimeoutSeconds: 30 }, { tasks: () => null });
  expect(end).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout', endedAt: 30_000, cancelled: ['T'] });
});

test('an execution that ends at the instant of its timeout has ended', async () => {
  const end = await simulateMachine({ T: task() }, { TimeoutSeconds: 30 }, { tasks: () => ({ output: 1, ms: 30_000 }) });
  expect(end.status).toBe('SUCCEEDED');
});

test('one that only goes on at that instant starts nothing more', async () => {
  const end = await simulateMachine({ T: task({ Next: 'U' }), U: task() }, { TimeoutSeconds: 30 }, { tasks: () => ({ output: 1, ms: 30_000 }) });
  expect(end).toMatchObject({ status: 'TIMED_OUT', cancelled: [] });
  expect(end.calls.map(({ state }) => state)).toEqual(['T']);
});

test('an execution that is stopped cancels its tasks', async () => {
  const end = await run({ T: task() }, {}, { tasks: () => null, abortAt: 5000 });
  expect(end).toMatchObject({ status: 'ABORTED', endedAt: 5000, cancelled: ['T'] });
  expect(typesOf(end).at(-1)).toBe('ExecutionAborted');
});

test('HeartbeatSeconds is taken and told', async () => {
  const end = await run({ T: task({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }) });
  expect(end.events[2]?.details).toMatchObject({ heartbeatInSeconds: 5, timeoutInSeconds: 60 });
});

import { expect, test } from 'vitest';
import { branchOf, run, runPaths, task, typesOf } from '../testing.ts';

const failing = (times: number, error = 'Broken') => ({ attempt }: { readonly attempt: number }) =>
  attempt <= times ? { error, cause: `attempt ${attempt}`, ms: 1000 } : { output: 'done', ms: 1000 };

const startsOf = (end: Awaited<ReturnType<typeof run>>) => end.calls.map(({ now }) => now);

test('Retry starts the task again, each time after a longer delay', async () => {
  const end = await run({ T: task({ Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 10, MaxAttempts: 3, BackoffRate: 2 }] }) }, {}, { tasks: failing(3) });
  expect(end.output).toBe('done');
  // 1 s each attempt; delays of 10, 20 and 40 s.
  expect(startsOf(end)).toEqual([0, 11_000, 32_000, 73_000]);
});

test('MaxDelaySeconds bounds the delay, and full jitter draws below it', async () => {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 10, MaxDelaySeconds: 20, JitterStrategy: 'FULL' }];
  const end = await run({ T: task({ Retry }) }, {}, { tasks: failing(2), random: () => 0.5 });
  expect(startsOf(end)).toEqual([0, 6000, 17_000]);
});

test('after MaxAttempts the error is caught', async () => {
  const end = await run({
    T: task({ Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', Assign: { why: '{% $states.errorOutput.Error %}' } }] }),
    C: { Type: 'Pass', Output: { why: '{% $why %}', cause: '{% $states.input.Cause %}' }, End: true },
  }, {}, { tasks: failing(9) });
  expect(end.output).toEqual({ why: 'Broken', cause: 'attempt 2' });
  expect(typesOf(end)).toContain('TaskStateExited');
});

test('MaxAttempts 0 never retries', async () => {
  const end = await run({ T: task({ Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }] }) }, {}, { tasks: failing(1) });
  expect(end.status).toBe('FAILED');
});

test('a second visit of the state counts its retries anew', async () => {
  const end = await run({
    A: { Type: 'Pass', Assign: { turn: 0 }, Next: 'T' },
    T: task({ Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 1, MaxAttempts: 1 }], Assign: { turn: '{% $turn + 1 %}' }, Next: 'C' }),
    C: { Type: 'Choice', Choices: [{ Condition: '{% $turn < 2 %}', Next: 'T' }], Default: 'S' },
    S: { Type: 'Succeed' },
  }, {}, { tasks: ({ attempt }) => (attempt % 2 === 1 ? { error: 'Broken' } : { output: 1 }) });
  expect(end.status).toBe('SUCCEEDED');
  expect(end.calls).toHaveLength(4);
});

test('$states.context tells the state how often it was retried', async () => {
  const end = await run({ T: task({ Arguments: '{% $states.context.State.RetryCount %}', Retry: [{ ErrorEquals: ['Broken'] }] }) }, {}, { tasks: failing(2) });
  expect(end.calls.map((call) => call.arguments)).toEqual([0, 1, 2]);
});

test.each([
  ['States.Timeout', ['States.TaskFailed'], 'FAILED'],
  ['States.Timeout', ['States.Timeout'], 'SUCCEEDED'],
  ['Custom', ['States.TaskFailed'], 'SUCCEEDED'],
  ['Custom', ['Other'], 'FAILED'],
  ['States.DataLimitExceeded', ['States.ALL'], 'FAILED'],
  ['States.Runtime', ['States.ALL'], 'FAILED'],
] as const)('%s against ErrorEquals %j: %s', async (error, names, status) => {
  const end = await run({ T: task({ Catch: [{ ErrorEquals: [...names], Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { tasks: () => ({ error }) });
  expect(end.status).toBe(status);
});

test('an expression that fails in a task can be caught', async () => {
  const end = await run({ T: task({ Arguments: '{% $nothing %}', Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: 'caught', Next: 'S' }] }), S: { Type: 'Succeed' } });
  expect(end.output).toBe('caught');
  expect(typesOf(end)).toContain('EvaluationFailed');
});

test('an expression that fails in a catcher fails the state', async () => {
  const end = await run({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { tasks: failing(1) });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test.each(['States.ReferencePathConflict', 'States.ResultPathMatchFailure'])('a ResultPath that cannot be applied answers to %s', async (name) => {
  const states = { T: { Type: 'Pass', Result: 1, ResultPath: '$.a.b', End: true } };
  const caught = await runPaths({ P: { Type: 'Parallel', Branches: [branchOf(states)], Catch: [{ ErrorEquals: [name], Next: 'S' }], End: true }, S: { Type: 'Succeed' } }, { a: 1 });
  expect(caught).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.ReferencePathConflict' } });
});

import { expect, test } from 'vitest';
import { branchOf, enteredIn, machineOf, run, simulateMachine, task, typesOf } from '../testing.ts';
import { createEngine } from './engine.ts';

const once = { redrive: (times: number) => times === 0 };

test('the state that failed starts again, with all its retries; those before it do not', async () => {
  const end = await run({ A: task({ Next: 'B' }), B: task({ Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 1, MaxAttempts: 1 }] }) }, {}, {
    ...once, tasks: ({ state, attempt }) => (state === 'B' && attempt <= 3 ? { error: 'Broken' } : { output: attempt }),
  });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 4 });
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B', 'B', 'B', 'B']);
  expect(enteredIn(end)).toEqual(['A', 'B']);
  expect(end.events.find(({ type }) => type === 'ExecutionRedriven')?.details).toEqual({ redriveCount: 1 });
});

test('branches that succeeded keep their outputs; those that failed or were aborted go on where they stood', async () => {
  const end = await run({
    P: { Type: 'Parallel', End: true, Branches: [branchOf({ Good: task() }), branchOf({ First: task({ Next: 'Bad' }), Bad: task() }), branchOf({ W: { Type: 'Wait', Seconds: 100, Next: 'Last' }, Last: task() })] },
  }, {}, { ...once, tasks: ({ state, attempt }) => (state === 'Bad' && attempt === 1 ? { error: 'Broken', ms: 1000 } : { output: state, ms: 1 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: ['Good', 'Bad', 'Last'] });
  expect(end.calls.map(({ state }) => state)).toEqual(['Good', 'First', 'Bad', 'Bad', 'Last']);
});

test('items that succeeded are kept, those that failed or were not reached run', async () => {
  const end = await run({ M: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: branchOf({ T: task() }), End: true } }, [1, 2, 3], {
    ...once, tasks: ({ arguments: item, attempt }) => (item === 2 && attempt === 2 ? { error: 'Broken' } : { output: item }),
  });
  expect(end.output).toEqual([1, 2, 3]);
  expect(end.calls.map((call) => call.arguments)).toEqual([1, 2, 2, 3]);
});

test('an execution that timed out gets its whole time again', async () => {
  const end = await simulateMachine({ T: task() }, { TimeoutSeconds: 10 }, { ...once, tasks: ({ attempt }) => (attempt === 1 ? null : { output: 'late', ms: 9000 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'late', endedAt: 19_000, cancelled: ['T'] });
  expect(typesOf(end)).toContain('ExecutionTimedOut');
});

test('so does one that was aborted; variables are as they were', async () => {
  const end = await run({ A: { Type: 'Pass', Assign: { x: 5 }, Next: 'T' }, T: task({ Output: '{% $x %}' }) }, {}, { ...once, abortAt: 3000, tasks: ({ attempt }) => (attempt === 1 ? null : { output: 1 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 5 });
});

test('the context object tells how often and when the execution was redriven', async () => {
  const end = await run({ T: task({ Output: '{% $states.context.Execution %}' }) }, {}, { ...once, now: 60_000, tasks: ({ attempt }) => (attempt === 1 ? { error: 'Broken' } : { output: 1 }) });
  expect(end.output).toMatchObject({ Name: 'run', RedriveCount: 1, RedriveTime: '1970-01-01T00:01:00.000Z' });
});

test('Fail fails again', async () => {
  const end = await run({ F: { Type: 'Fail', Error: 'No' } }, {}, once);
  expect(end).toMatchObject({ status: 'FAILED', error: 'No' });
  expect(typesOf(end)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed', 'ExecutionRedriven', 'ExecutionFailed']);
});

test('one that runs, succeeded or has no room for events is refused', async () => {
  const engine = createEngine({ random: () => 0, maxEvents: 8 });
  const refused = async (definition: ReturnType<typeof machineOf>) => {
    const begun = await engine.start({ definition, input: {}, context: {}, now: 0 });
    return engine.redrive(definition, begun.state, 0);
  };
  await expect(refused(machineOf({ T: task() }))).rejects.toThrow(/is RUNNING/u);
  await expect(refused(machineOf({ S: { Type: 'Succeed' } }))).rejects.toThrow(/has SUCCEEDED/u);
  await expect(refused(machineOf({ A: { Type: 'Pass', Next: 'A' } }))).rejects.toThrow(/has 8 history events/u);
});

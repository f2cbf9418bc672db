import { expect, test } from 'vitest';
import { branchOf, machineOf, run, task } from '../testing.ts';
import { visitsOf } from './trace.ts';

const told = (end: Awaited<ReturnType<typeof run>>) => visitsOf(end.events).map(({ state, outcome, attempts, index, around, before, enteredAt, leftAt }) => ({ state, outcome, attempts, index, around, before, enteredAt, leftAt }));
const short = (end: Awaited<ReturnType<typeof run>>) => visitsOf(end.events).map(({ state, outcome }) => `${state} ${outcome}`);

test('visits have their times, starts, failures and the visit before them', async () => {
  const end = await run({
    A: task({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2 }], Assign: { x: 1 }, Next: 'B' }),
    B: { Type: 'Pass', End: true },
  }, {}, { tasks: { A: [{ error: 'Busy', cause: 'full' }, { output: 7, ms: 500 }] } });
  expect(told(end)).toEqual([
    { state: 'A', outcome: 'succeeded', attempts: 2, index: 0, around: null, before: null, enteredAt: 0, leftAt: 2500 },
    { state: 'B', outcome: 'succeeded', attempts: 0, index: 0, around: null, before: 0, enteredAt: 2500, leftAt: 2500 },
  ]);
  expect(visitsOf(end.events)[0]).toMatchObject({ input: '{}', output: '7', assigned: { x: '1' }, failures: [{ error: 'Busy', cause: 'full' }] });
});

test('what a catcher took over is caught; what nothing takes over has failed', async () => {
  const end = await run({ A: task({ Catch: [{ ErrorEquals: ['E'], Next: 'B' }], End: true }), B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Fail', Error: 'Gone', Cause: 'no way' } }, {}, { tasks: () => ({ error: 'E' }) });
  expect(short(end)).toEqual(['A caught', 'B succeeded', 'C failed']);
  expect(visitsOf(end.events)[2]?.failures).toEqual([{ error: 'Gone', cause: 'no way' }]);
});

test('branches know the state around them; the one that fails ends its siblings', async () => {
  const end = await run({
    P: { Type: 'Parallel', Branches: [branchOf({ A: task() }), branchOf({ X: { Type: 'Parallel', Branches: [branchOf({ B: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail', Error: 'E' } })], End: true } })], Catch: [{ ErrorEquals: ['E'], Next: 'Z' }], End: true },
    Z: { Type: 'Pass', End: true },
  }, {}, { tasks: () => null });
  expect(told(end).map(({ state, outcome, around, index }) => [state, outcome, around, index])).toEqual([
    ['P', 'caught', null, 0], ['A', 'aborted', 0, 0], ['X', 'failed', 0, 1], ['B', 'succeeded', 2, 0], ['F', 'failed', 2, 0], ['Z', 'succeeded', null, 0],
  ]);
});

test('items of a Map are told one by one, also those that may fail', async () => {
  const end = await run({ M: { Type: 'Map', ToleratedFailureCount: 1, MaxConcurrency: 1, ItemProcessor: branchOf({ I: task({ Next: 'J' }), J: { Type: 'Pass', End: true } }), End: true } }, [1, 2, 3], { tasks: { I: [{ output: 1 }, { error: 'E' }, { output: 3 }] } });
  expect(told(end).map(({ state, outcome, index }) => `${state}${index} ${outcome}`)).toEqual(['M0 succeeded', 'I0 succeeded', 'J0 succeeded', 'I1 failed', 'I2 succeeded', 'J2 succeeded']);
});

test('a branch that starts again after a retry has visits of its own', async () => {
  const end = await run({ P: { Type: 'Parallel', Branches: [branchOf({ A: task() })], Retry: [{ ErrorEquals: ['E'] }], End: true } }, {}, { tasks: { A: [{ error: 'E' }, { output: 1 }] } });
  expect(told(end).map(({ state, outcome, attempts }) => [state, outcome, attempts])).toEqual([['P', 'succeeded', 2], ['A', 'failed', 1], ['A', 'succeeded', 1]]);
});

test('a failed expression of the first state of a branch is told of that state', async () => {
  const end = await run({ P: { Type: 'Parallel', Branches: [branchOf({ A: { Type: 'Pass', Output: '{% $nobody %}', End: true } })], End: true } });
  expect(short(end)).toEqual(['P failed', 'A failed']);
  expect(visitsOf(end.events)[1]?.failures[0]?.error).toBe('States.QueryEvaluationError');
});

test('an execution that is stopped or takes too long ends where it stands', async () => {
  const wait = { W: { Type: 'Wait', Seconds: 9, End: true } };
  expect(short(await run(wait, {}, { abortAt: 3000 }))).toEqual(['W aborted']);
  const { run: runMachine } = await import('../run/run.ts');
  expect(short(await runMachine(machineOf(wait, { TimeoutSeconds: 2 }), {}))).toEqual(['W timedOut']);
});

test('a redriven task goes on in its visit', async () => {
  const end = await run({ A: task({ Next: 'B' }), B: { Type: 'Pass', End: true } }, {}, { tasks: { A: [{ error: 'E' }, { output: 1 }] }, redrive: () => true });
  expect(told(end).map(({ state, outcome, attempts }) => [state, outcome, attempts])).toEqual([['A', 'succeeded', 2], ['B', 'succeeded', 0]]);
});

test('10,000 items are read in the time of their number', async () => {
  const end = await run({ M: { Type: 'Map', ItemProcessor: branchOf({ I: { Type: 'Pass', End: true } }), End: true } }, Array.from({ length: 4000 }, () => 0));
  expect(visitsOf(end.events)).toHaveLength(4001);
});

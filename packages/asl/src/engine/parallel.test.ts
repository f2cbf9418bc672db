import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { branchOf, enteredIn, run, runPaths, task, typesOf } from '../testing.ts';

const parallel = (branches: readonly Json[], more: { readonly [key: string]: Json } = {}): { readonly [key: string]: Json } => ({ Type: 'Parallel', Branches: branches, ...('Next' in more ? {} : { End: true }), ...more });

test('the outputs come in the order of the branches, whichever ends first', async () => {
  const end = await run({ P: parallel([branchOf({ A: task({ Arguments: 'a' }) }), branchOf({ B: task({ Arguments: 'b' }) })], { Output: '{% $join($states.result) %}' }) }, {}, {
    tasks: ({ state, arguments: output }) => ({ output, ms: state === 'A' ? 2000 : 1000 }),
  });
  expect(end).toMatchObject({ output: 'ab', endedAt: 2000 });
});

test('Arguments are the input of every branch', async () => {
  const end = await run({ P: parallel([branchOf({ A: { Type: 'Pass', End: true } })], { Arguments: { n: '{% $states.input.n %}' } }) }, { n: 4, other: 1 });
  expect(end.output).toEqual([{ n: 4 }]);
});

test('a branch that fails aborts its siblings: their tasks, waits and inner branches', async () => {
  const end = await run({
    P: parallel([
      branchOf({ Bad: task() }),
      branchOf({ Long: task({ TimeoutSeconds: 600 }) }),
      branchOf({ W: { Type: 'Wait', Seconds: 600, End: true } }),
      branchOf({ Inner: parallel([branchOf({ Deep: task() })]) }),
    ], { Catch: [{ ErrorEquals: ['Broken'], Next: 'After' }] }),
    After: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  }, {}, { tasks: ({ state }) => (state === 'Bad' ? { error: 'Broken', ms: 1000 } : null) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'Broken', endedAt: 1000 });
  expect([...end.cancelled].sort()).toEqual(['Deep', 'Long']);
  expect(typesOf(end)).toEqual(expect.arrayContaining(['TaskStateAborted', 'WaitStateAborted', 'ParallelStateAborted', 'ParallelStateFailed']));
});

test('Retry of a Parallel starts all its branches again', async () => {
  const end = await run({ P: parallel([branchOf({ A: task() }), branchOf({ B: task() })], { Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 5 }] }) }, {}, {
    tasks: ({ state, attempt }) => (state === 'A' && attempt === 1 ? { error: 'Broken' } : { output: state }),
  });
  expect(end.output).toEqual(['A', 'B']);
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B', 'A', 'B']);
});

test('when one branch fails and another goes on at the same instant, nothing new starts', async () => {
  const end = await run({
    P: parallel([branchOf({ A: task({ Next: 'A2' }), A2: task() }), branchOf({ B: task() })], { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }),
    S: { Type: 'Succeed' },
  }, {}, { tasks: ({ state }) => (state === 'B' ? { error: 'Broken', ms: 1000 } : { output: 1, ms: 1000 }) });
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B']);
  expect(enteredIn(end)).not.toContain('A2');
});

test('nor when the failure comes out of transitions that take no time', async () => {
  const end = await run({
    P: parallel([
      branchOf({ A: task({ Next: 'A2' }), A2: task() }),
      branchOf({ B: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }), C: { Type: 'Pass', Next: 'D' }, D: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'Stop' } }),
    ]),
  }, {}, { tasks: ({ state }) => (state === 'B' ? { error: 'Broken', ms: 1000 } : { output: 1, ms: 1000 }) });
  expect(end).toMatchObject({ status: 'FAILED', error: 'Stop' });
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B']);
  expect(end.cancelled).toEqual([]);
});

test('1,000 branches end one by one, and each end changes a few rows only', async () => {
  const branches = Array.from({ length: 1000 }, (_, i) => branchOf({ [`T${i}`]: task() }));
  const end = await run({ P: parallel(branches) }, {}, { tasks: ({ state }) => ({ output: 0, ms: 1 + Number(state.slice(1)) }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', endedAt: 1000 });
});

test('two branches that fail at one instant fail the Parallel once, with the error of the first', async () => {
  const end = await run({
    P: parallel([branchOf({ A: task() }), branchOf({ B: task() }), branchOf({ C: task() })], { Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'T' }] }),
    T: task(),
  }, {}, { tasks: ({ state, arguments: output }) => (state === 'T' ? { output } : { error: state, ms: 1000 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'A' });
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B', 'C', 'T']);
  expect(typesOf(end).filter((type) => type === 'ParallelStateFailed')).toHaveLength(1);
});

test('so does one whose inner and outer branches fail together', async () => {
  const end = await run({
    P: parallel([branchOf({ A: task() }), branchOf({ Q: parallel([branchOf({ B: task() }), branchOf({ C: task() })], { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'R' }] }), R: task() })], { Catch: [{ ErrorEquals: ['States.ALL'], Output: 1, Next: 'T' }] }),
    T: task(),
  }, {}, { tasks: ({ state, arguments: output }) => (state === 'T' ? { output } : { error: state, ms: 1000 }) });
  expect(end.calls.map(({ state }) => state)).toEqual(['A', 'B', 'C', 'T']);
});

test('a thousand branches over a long input write it once', async () => {
  const input = { text: 'x'.repeat(250_000) };
  const each = { T: task({ Parameters: { n: 1 }, ResultPath: null }) };
  const end = await runPaths({ P: parallel(Array.from({ length: 1000 }, () => branchOf(each)), { ResultSelector: { 'n.$': 'States.ArrayLength($)' } }) }, input, { maxHistoryChars: 2_000_000 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: { n: 1000 } });
});

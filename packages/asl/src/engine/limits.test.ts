import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { createEngine } from './engine.ts';
import { branchOf, machineOf, run, runPaths, task } from '../testing.ts';

test('an output above 262,144 bytes ends the state, past States.ALL', async () => {
  const end = await run({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { tasks: () => ({ output: 'é'.repeat(131_072) }) });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('the outputs of branches count together', async () => {
  const branch = (name: string) => branchOf({ [name]: { Type: 'Pass', Output: '{% $pad("", 150000, "x") %}', End: true } });
  const end = await run({ P: { Type: 'Parallel', Branches: [branch('A'), branch('B')], End: true } });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('a loop that never waits ends when the history is full', async () => {
  const end = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }, {}, { maxEvents: 1000 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.events).toHaveLength(1000);
});

test('what goes from state to state as it is is written once, and takes no time for each event', async () => {
  const text = 'x'.repeat(250_000);
  const end = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Output: '{% $states.input %}', Next: 'A' } }, { text }, { maxHistoryChars: 300_000 });
  expect(end.cause).toBe('The execution reached the maximum number of history events (25000).');
});

test('a history whose texts have too many characters is full', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% $states.input & "x" %}', Next: 'A' } }, 'x'.repeat(100_000), { maxHistoryChars: 1_000_000 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: "The texts of the execution's history have more than 1000000 characters together." });
  expect(end.events.at(-1)?.type).toBe('ExecutionFailed');
  expect(end.events.length).toBeLessThan(30);
});

test('a history that is full while tasks start cancels those that have started', async () => {
  const branches = Array.from({ length: 5 }, (_, i) => branchOf({ [`T${i}`]: task() }));
  const end = await run({ P: { Type: 'Parallel', Branches: branches, End: true } }, {}, { maxEvents: 13, tasks: () => null });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(end.calls.length).toBeGreaterThan(0);
  expect([...end.cancelled].sort()).toEqual(end.calls.map(({ state }) => state));
});

test('an expression that recurses for ever fails', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% ($f := function($n) { 1 + $f($n + 1) }; $f(0)) %}', End: true } });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
});

test('a QueryLanguage that does not exist is refused with the name of the state', async () => {
  const engine = createEngine({ random: () => 0 });
  const definition = { ...machineOf({ Old: { Type: 'Pass', End: true } }), QueryLanguage: 'XPath' };
  await expect(engine.start({ definition, input: {}, context: {}, now: 0 })).rejects.toThrow(/'Old' has the QueryLanguage "XPath"/u);
});

describe('what nests too deep ends in an error, not in an overflow', () => {
  const deep = (levels: number): Json => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as Json; // JSON.parse gives any

  test('as the input', async () => {
    await expect(run({ S: { Type: 'Succeed' } }, deep(100_000))).rejects.toThrow('nests too deep');
  });
  test('as the definition', async () => {
    await expect(run({ S: { Type: 'Pass', Output: deep(100_000), End: true } })).rejects.toThrow(/nests too deep/u);
  });
  test('as the answer of a task, and of its call', async () => {
    const end = await run({ T: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }) }, {}, { tasks: () => ({ submitted: deep(100_000), output: deep(100_000), ms: 1 }) });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: 'A value nests too deep to be written as JSON.' });
  });
  test('as what nests deeper with each state of a loop: before that takes long', async () => {
    const end = await runPaths({ A: { Type: 'Pass', Parameters: { 'b.$': '$' }, ResultPath: '$.a', Next: 'A' } });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(end.cause).toMatch(/nests too deep/u);
    expect(end.events.length).toBeLessThan(2100);
  });
  test('but brackets in texts nest nothing, and wide is not deep', async () => {
    const input = { text: `${'[{"\\'.repeat(5000)}`, list: Array.from({ length: 5000 }, () => ({})), end: ['\\"'] };
    expect((await run({ A: { Type: 'Pass', Output: { same: '{% $states.input %}' }, End: true } }, input)).output).toEqual({ same: input });
  });
  test('as what an expression makes', async () => {
    const end = await run({ P: { Type: 'Parallel', Branches: [branchOf({ S: { Type: 'Succeed' } })], Arguments: '{% $reduce([1..20000], function($in, $i) { {"in": $in} }, 1) %}', End: true } });
    expect(end.status).toBe('FAILED');
  });
  test('as a machine of Parallel states in each other', async () => {
    const around = (inner: Json): Json => ({ StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [inner], End: true } } });
    let machine: Json = { StartAt: 'S', States: { S: { Type: 'Succeed' } } };
    for (let i = 0; i < 1000; i++) machine = around(machine);
    const engine = createEngine({ random: () => 0 });
    const begun = await engine.start({ definition: machine, input: {}, context: {}, now: 0 });
    expect(begun.actions.at(-1)).toMatchObject({ type: 'ended', status: 'SUCCEEDED' });
  });
});

test('arguments of a task that are too long fail the state', async () => {
  const end = await run({ T: task({ Arguments: ['{% $states.input %}', '{% $states.input %}'] }) }, 'x'.repeat(200_000));
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(end.calls).toEqual([]);
});

test('variables have limits: 256 KiB at once, 10 MiB together', async () => {
  const text = '{% $pad("", 200000, "x") %}';
  expect((await run({ A: { Type: 'Pass', Assign: { a: text, b: text }, End: true } })).error).toBe('States.DataLimitExceeded');
  const states = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`S${i}`, { Type: 'Pass', Assign: { [`v${i}`]: text }, ...(i < 59 ? { Next: `S${i + 1}` } : { End: true }) }]));
  const end = await run(states);
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(end.cause).toMatch(/variables of the execution/u);
  // Written again and again, one of them counts once.
  const loop = { A: { Type: 'Pass', Assign: { n: 0 }, Next: 'B' }, B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', v: text }, Next: 'C' }, C: { Type: 'Choice', Choices: [{ Condition: '{% $n < 80 %}', Next: 'B' }], Default: 'D' }, D: { Type: 'Succeed' } };
  expect((await run(loop)).status).toBe('SUCCEEDED');
});

const spinning = (more: { readonly [key: string]: Json } = {}) => ({
  Type: 'Map', End: true, ...more,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    ...branchOf({ C: { Type: 'Choice', Choices: [{ Variable: '$.done', IsPresent: true, Next: 'D' }], Default: 'P' }, P: { Type: 'Pass', Next: 'C' }, D: { Type: 'Succeed' } }),
  },
});

test('an item of a distributed Map that loops for ever ends when its own history would be full', async () => {
  const end = await runPaths({ M: spinning() }, [{}]);
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(end.events.length).toBeLessThan(15);
  const tolerant = await runPaths({ M: spinning({ ToleratedFailureCount: 1 }) }, [{}, { done: 1 }]);
  expect(tolerant).toMatchObject({ status: 'SUCCEEDED', output: [{ done: 1 }] });
});

test('a loop in a branch of such an item ends the item, and its siblings do not count', async () => {
  const spin = branchOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } });
  const inner = { P: { Type: 'Parallel', Branches: [spin, branchOf({ W: { Type: 'Wait', Seconds: 9, End: true } })], End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }, S: { Type: 'Succeed' } };
  const M = { Type: 'Map', End: true, ToleratedFailureCount: 1, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...branchOf(inner) } };
  const end = await runPaths({ M }, [{}], { maxEvents: 1000 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: [] });
});

test('work that takes no time sees the signal', async () => {
  const end = await runPaths({ M: spinning() }, Array.from({ length: 10_000 }, () => ({})), { signal: AbortSignal.timeout(20) });
  expect(end).toMatchObject({ status: 'ABORTED', cause: 'The operation was aborted due to timeout' });
});

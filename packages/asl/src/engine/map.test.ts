import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { branchOf, enteredIn, machineOf, run, runPaths, task, typesOf } from '../testing.ts';
import { createEngine } from './engine.ts';

type Fields = { readonly [key: string]: Json };
const map = (each: { readonly [name: string]: Fields }, more: Fields = {}): Fields => ({ Type: 'Map', ItemProcessor: branchOf(each), ...('Next' in more ? {} : { End: true }), ...more });
const pass: Fields = { Type: 'Pass', End: true };

test('each item goes through the processor, and the outputs come in the order of the items', async () => {
  const end = await run({ M: map({ T: task() }) }, [3, 1, 2], { tasks: ({ arguments: output }) => ({ output, ms: Number(output) * 1000 }) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: [3, 1, 2], endedAt: 3000 });
});

test('its history has the events of Step Functions, with indexes', async () => {
  const end = await runPaths({ M: map({ P: pass }, { MaxConcurrency: 1 }) }, ['a', 'b']);
  expect(end.events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`)).toEqual([
    '1<0 ExecutionStarted', '2<0 MapStateEntered', '3<2 MapStateStarted', '4<3 MapIterationStarted', '5<4 PassStateEntered', '6<5 PassStateExited', '7<6 MapIterationSucceeded',
    '8<6 MapIterationStarted', '9<8 PassStateEntered', '10<9 PassStateExited', '11<10 MapIterationSucceeded', '12<11 MapStateSucceeded', '13<11 MapStateExited', '14<13 ExecutionSucceeded',
  ]);
  expect(end.events[7]?.details).toEqual({ name: 'M', index: 1 });
});

test('MaxConcurrency bounds how many run at once; the next starts when one ends', async () => {
  const end = await run({ M: map({ T: task() }, { MaxConcurrency: 2 }) }, [0, 0, 0, 0, 0], { tasks: () => ({ output: 1, ms: 1000 }) });
  expect(end.calls.map(({ now }) => now)).toEqual([0, 0, 1000, 1000, 2000]);
});

test('at most 40 items of an inline Map run at once', async () => {
  const end = await run({ M: map({ T: task() }, { MaxConcurrency: 100 }) }, Array.from({ length: 50 }, () => 0), { tasks: () => ({ output: 1, ms: 1000 }) });
  expect(end.calls.filter(({ now }) => now === 0)).toHaveLength(40);
});

test('no items: no iteration, and an empty result', async () => {
  const end = await run({ M: map({ P: pass }) }, []);
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: [] });
  expect(typesOf(end)).toEqual(['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded']);
});

test('ItemSelector and the states inside see the item and its index, in both languages', async () => {
  const jsonata = await run({ M: map({ P: { Type: 'Pass', Output: { in: '{% $states.input %}', at: '{% $states.context.Map.Item.Index %}' }, End: true } }, { Items: '{% $states.input.list %}', ItemSelector: { v: '{% $states.context.Map.Item.Value %}', all: '{% $count($states.input.list) %}' } }) }, { list: ['x', 'y'] });
  expect(jsonata.output).toEqual([{ in: { v: 'x', all: 2 }, at: 0 }, { in: { v: 'y', all: 2 }, at: 1 }]);
  const paths = await runPaths({ M: map({ P: { Type: 'Pass', Parameters: { 'in.$': '$', 'at.$': '$$.Map.Item.Index' }, End: true } }, { ItemsPath: '$.list', ItemSelector: { 'v.$': '$$.Map.Item.Value', 'from.$': '$.from' }, ResultPath: '$.out' }) }, { list: ['x', 'y'], from: 'z' });
  expect(paths.output).toEqual({ list: ['x', 'y'], from: 'z', out: [{ in: { v: 'x', from: 'z' }, at: 0 }, { in: { v: 'y', from: 'z' }, at: 1 }] });
});

test('inside a Map in a Map, the item is that of the inner one', async () => {
  const inner = map({ P: { Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', End: true } });
  expect((await run({ M: map({ I: inner }) }, [[1, 2], [3]])).output).toEqual([[1, 2], [3]]);
});

test('Iterator and Parameters are the older names of ItemProcessor and ItemSelector', async () => {
  const end = await runPaths({ M: { Type: 'Map', Iterator: branchOf({ P: pass }), Parameters: { 'v.$': '$$.Map.Item.Value' }, End: true } }, [1]);
  expect(end.output).toEqual([{ v: 1 }]);
});

test('a failing item aborts the others; the Map starts again from its first item, then is caught', async () => {
  const end = await run({
    M: map({ T: task() }, { Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 5, MaxAttempts: 1 }], Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput.Cause %}', Next: 'S' }] }),
    S: { Type: 'Succeed' },
  }, ['slow', 'bad'], { tasks: ({ arguments: item }) => (item === 'bad' ? { error: 'Broken', cause: 'so', ms: 1000 } : null) });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: 'so', endedAt: 7000, cancelled: ['T', 'T'] });
  const types = typesOf(end);
  expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
  expect(types.filter((type) => type === 'MapStateFailed')).toHaveLength(1);
  expect(types.filter((type) => type === 'MapIterationAborted')).toHaveLength(2);
  expect(types.filter((type) => type === 'MapIterationFailed')).toHaveLength(2);
});

test.each([
  ['ToleratedFailureCount', 1, 'SUCCEEDED'], ['ToleratedFailureCount', 0, 'FAILED'], ['ToleratedFailurePercentage', 34, 'SUCCEEDED'], ['ToleratedFailurePercentage', 33, 'FAILED'],
])('%s %d, when one of three items fails: %s', async (field, value, status) => {
  const end = await run({ M: map({ T: task() }, { [field]: value }) }, [1, 2, 3], { tasks: ({ arguments: item }) => (item === 2 ? { error: 'Broken' } : { output: item }) });
  expect(end.status).toBe(status);
  if (status === 'SUCCEEDED') expect(end.output).toEqual([1, 3]);
});

test('of two thresholds the narrower one counts', async () => {
  const end = await run({ M: map({ T: task() }, { ToleratedFailureCount: 5, ToleratedFailurePercentage: 10 }) }, [1, 2, 3], { tasks: ({ arguments: item }) => (item === 2 ? { error: 'Broken' } : { output: item }) });
  expect(end.status).toBe('FAILED');
});

test('the items of a distributed Map leave no events of their own, and see no variables around it', async () => {
  const end = await run({
    A: { Type: 'Pass', Assign: { x: 1 }, Output: '{% $states.input %}', Next: 'M' },
    M: { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...branchOf({ P: { Type: 'Pass', Output: '{% $exists($x) %}', End: true } }) }, End: true },
  }, [1, 2]);
  expect(end.output).toEqual([false, false]);
  expect(typesOf(end).slice(3)).toEqual(['MapStateEntered', 'MapStateStarted', 'MapRunStarted', 'MapRunSucceeded', 'MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded']);
});

test('a distributed Map fails when more items fail than it tolerates', async () => {
  const end = await run({ M: { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...branchOf({ F: { Type: 'Fail', Error: 'No' } }) }, End: true } }, [1, 2]);
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(typesOf(end)).toContain('MapRunFailed');
});

test.each([
  ['JSONPath', { ItemsPath: '$.no' }, 'States.Runtime'], ['JSONata', {}, 'States.QueryEvaluationError'], ['JSONata', { Items: '{% 1 %}' }, 'States.QueryEvaluationError'],
])('%s items that are no array fail the state', async (QueryLanguage, more, error) => {
  const end = await run({ M: { ...map({ P: pass }, more), QueryLanguage } }, { no: 'array' });
  expect(end).toMatchObject({ status: 'FAILED', error });
});

test.each([['1', 1], [2, 2]])('MaxConcurrencyPath reads %j as %d', async (given, atOnce) => {
  const end = await runPaths({ M: map({ T: task() }, { ItemsPath: '$.list', MaxConcurrencyPath: '$.width' }) }, { list: [0, 0, 0], width: given }, { tasks: () => ({ output: 1, ms: 1000 }) });
  expect(end.calls.filter(({ now }) => now === 0)).toHaveLength(atOnce);
});

test('an item that ends changes its own row, that of the next and the count, not the one that holds all items', async () => {
  const engine = createEngine({ random: () => 0 });
  const definition = machineOf({ M: map({ T: task() }, { MaxConcurrency: 2, ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } }) });
  const begun = await engine.start({ definition, input: Array.from({ length: 100 }, (_, i) => i), context: {}, now: 0 });
  const started = begun.actions.find((action) => action.type === 'task');
  const next = await engine.deliver(definition, begun.state, [{ type: 'taskSucceeded', id: started?.id ?? '', output: 1 }], 5);
  expect([...next.changed].sort()).toEqual(['1', '1/0', '1/2']);
});

test('10,000 items', async () => {
  const end = await run({ M: map({ T: task() }) }, Array.from({ length: 10_000 }, (_, i) => i), { maxEvents: 1_000_000, tasks: ({ arguments: item }) => ({ output: item, ms: 1 + (Number(item) % 7) }) });
  expect(end.status).toBe('SUCCEEDED');
  expect(enteredIn(end)).toHaveLength(10_001);
});

const distributed = (each: { readonly [name: string]: Fields }, more: Fields = {}): Fields => map(each, { ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...branchOf(each) }, ...more });
const pairs = [{ Key: 'b', Value: { n: 1 } }, { Key: 'a', Value: 2 }];

test('of an object each pair of key and value is an item', async () => {
  const input = { list: { b: { n: 1 }, a: 2 } };
  for (const kind of [map, distributed]) expect(await runPaths({ M: kind({ P: pass }, { ItemsPath: '$.list' }) }, input)).toMatchObject({ status: 'SUCCEEDED', output: pairs });
  expect(await run({ M: distributed({ P: pass }, { Items: '{% $states.input.list %}' }) }, input)).toMatchObject({ status: 'SUCCEEDED', output: pairs });
  expect(await run({ M: distributed({ P: pass }, { Items: { a: '{% 1 + 1 %}' } }) }, input)).toMatchObject({ output: [{ Key: 'a', Value: 2 }] });
  expect(await runPaths({ M: map({ P: pass }) }, {})).toMatchObject({ status: 'SUCCEEDED', output: [] });
});

test('the context object tells the key of an item, and where it comes from', async () => {
  const seen = { ItemSelector: { 'item.$': '$$.Map.Item' } };
  expect((await runPaths({ M: map({ P: pass }, seen) }, { b: 1 })).output).toEqual([{ item: { Index: 0, Key: 'b', Value: 1, Source: 'STATE_DATA' } }]);
  expect((await runPaths({ M: map({ P: pass }, seen) }, [1])).output).toEqual([{ item: { Index: 0, Value: 1, Source: 'STATE_DATA' } }]);
  const within = await runPaths({ M: map({ P: { ...pass, Parameters: { 'key.$': '$$.Map.Item.Key', 'value.$': '$$.Map.Item.Value' } } }) }, { b: 1 });
  expect(within.output).toEqual([{ key: 'b', value: 1 }]);
});

test('a constant that Items cannot be is named in the cause', async () => {
  expect((await run({ M: map({ P: pass }, { Items: 5 }) })).cause).toContain("The JSONata expression '5' specified for the field 'Items'");
});

import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { branchOf, run, runPaths } from '../testing.ts';

const input = { text: 'x'.repeat(200_000) };
const fields = (count: number, key: string, value: (i: number) => Json): { readonly [key: string]: Json } => Object.fromEntries(Array.from({ length: count }, (_, i) => [key.replace('#', String(i)), value(i)]));
const tooLong = { status: 'FAILED', error: 'States.DataLimitExceeded', cause: "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit." };

describe('a payload that a short definition makes very long ends before it is written', () => {
  test('20,000 fields of a JSONata Output', async () => {
    expect(await run({ A: { Type: 'Pass', Output: fields(20_000, 'k#', () => '{% $states.input %}'), End: true } }, input)).toMatchObject(tooLong);
  });
  test('and of one whose values JSONata makes', async () => {
    expect(await run({ A: { Type: 'Pass', Output: { list: Array.from({ length: 2000 }, () => '{% $merge([$states.input, {"a": 1}]) %}') }, End: true } }, input)).toMatchObject(tooLong);
  });
  test('20,000 fields of Parameters', async () => {
    expect(await runPaths({ A: { Type: 'Pass', Parameters: fields(20_000, 'k#.$', () => '$'), End: true } }, input)).toMatchObject(tooLong);
  });
  test('50,000 arguments of States.Array', async () => {
    expect(await runPaths({ A: { Type: 'Pass', Parameters: { 'k.$': `States.Array(${Array.from({ length: 50_000 }, () => '$').join(',')})` }, End: true } }, input)).toMatchObject(tooLong);
  });
  test('texts of States.JsonToString', async () => {
    expect(await runPaths({ A: { Type: 'Pass', Parameters: { 'k.$': `States.ArrayLength(States.Array(${Array.from({ length: 20_000 }, () => 'States.JsonToString($)').join(',')}))` }, End: true } }, input)).toMatchObject(tooLong);
  });
  test('arrays within arrays', async () => {
    const nested = (levels: number): string => (levels === 0 ? '$' : `States.Array(${Array.from({ length: 4 }, () => nested(levels - 1)).join(',')})`);
    expect(await runPaths({ A: { Type: 'Pass', Parameters: { 'k.$': nested(7) }, End: true } }, input)).toMatchObject(tooLong);
  });
  test('variables of Assign', async () => {
    expect(await runPaths({ A: { Type: 'Pass', Assign: fields(20_000, 'k#.$', () => '$'), End: true } }, input)).toMatchObject(tooLong);
  });
  test('keys count as values do', async () => {
    expect(await runPaths({ A: { Type: 'Pass', Parameters: fields(20_000, 'k#.$', () => '$'), End: true } }, { ['x'.repeat(200_000)]: 1 })).toMatchObject(tooLong);
  });
  test('outputs of 3,000 branches', async () => {
    const branches = Array.from({ length: 3000 }, () => branchOf({ P: { Type: 'Pass', End: true } }));
    expect(await runPaths({ A: { Type: 'Parallel', Branches: branches, End: true } }, input)).toMatchObject(tooLong);
  });
});

describe('what a payload is made of may be long, as long as it is not', () => {
  test('a hundred parts of an input', async () => {
    const list = Array.from({ length: 100 }, (_, i) => ({ i, text: 'y'.repeat(2000) }));
    const end = await runPaths({ A: { Type: 'Pass', Parameters: fields(100, 'k#.$', (i) => `States.ArrayGetItem($.list, ${i})`), End: true } }, { list });
    expect(end.output).toMatchObject({ k99: { i: 99 } });
    const jsonata = await run({ A: { Type: 'Pass', Output: fields(100, 'k#', (i) => `{% $states.input.list[${i}] %}`), End: true } }, { list });
    expect(jsonata.output).toMatchObject({ k99: { i: 99 } });
  });
  test('the results of a Map, which a ResultSelector makes short', async () => {
    const M = { Type: 'Map', ItemProcessor: branchOf({ P: { Type: 'Pass', Result: 'z'.repeat(50_000), End: true } }), ResultSelector: { 'n.$': 'States.ArrayLength($)' }, End: true };
    expect(await runPaths({ M }, Array.from({ length: 100 }, () => 1))).toMatchObject({ status: 'SUCCEEDED', output: { n: 100 } });
  });
});

test('the rules of a Choice read a path once', async () => {
  const rules = Array.from({ length: 3000 }, () => ({ Variable: '$..*', IsNumeric: true, Next: 'B' }));
  const end = await runPaths({ A: { Type: 'Choice', Choices: rules, Default: 'B' }, B: { Type: 'Succeed' } }, Array.from({ length: 30_000 }, () => 1));
  expect(end.status).toBe('SUCCEEDED');
});

test('the paths of one state have a limit together', async () => {
  const cause = /The paths of the state visit more than 4000000 places together/u;
  const list = Array.from({ length: 30_000 }, () => 1);
  const rules = Array.from({ length: 3000 }, (_, i) => ({ Variable: `$..*[${i}]`, IsPresent: true, Next: 'B' }));
  const choice = await runPaths({ A: { Type: 'Choice', Choices: rules.map((rule) => ({ Not: rule, Next: 'B' })), Default: 'B' }, B: { Type: 'Succeed' } }, list);
  expect(choice.cause ?? '').toMatch(cause);
  const filled = await runPaths({ A: { Type: 'Pass', Parameters: fields(3000, 'k#.$', () => '$..[30001]'), End: true } }, list);
  expect(filled.cause ?? '').toMatch(cause);
  const called = await runPaths({ A: { Type: 'Pass', Parameters: fields(3000, 'k#.$', () => "States.ArrayContains($, 'no')"), End: true } }, Array.from({ length: 30_000 }, () => 'abcde'));
  expect(called.cause ?? '').toMatch(cause);
});

import { describe, expect, test } from 'vitest';
import { run, runPaths, task } from '../testing.ts';

const end = { End: true };

test('InputPath, Parameters, ResultSelector, ResultPath and OutputPath act in this order', async () => {
  const ran = await runPaths({
    T: task({ InputPath: '$.in', Parameters: { 'n.$': '$.n', 'from.$': '$$.Execution.Input.name' }, ResultSelector: { 'rows.$': '$.count' }, ResultPath: '$.result', OutputPath: '$.result' }),
  }, { in: { n: 4 }, name: 'x' }, { tasks: ({ arguments: given }) => ({ output: { count: given, other: 1 } }) });
  expect(ran.output).toEqual({ rows: { n: 4, from: 'x' } });
});

test.each([
  ['the result alone', {}, 'r'],
  ['ResultPath $', { ResultPath: '$' }, 'r'],
  ['ResultPath null keeps the input', { ResultPath: null }, { a: { b: 1 }, c: 2 }],
  ['ResultPath goes into the raw input, past InputPath', { InputPath: '$.a', ResultPath: '$.d' }, { a: { b: 1 }, c: 2, d: 'r' }],
  ['ResultPath replaces what is there', { ResultPath: '$.a.b' }, { a: { b: 'r' }, c: 2 }],
  ['OutputPath null', { OutputPath: null }, {}],
  ['OutputPath', { ResultPath: '$.d', OutputPath: '$.a' }, { b: 1 }],
])('%s', async (_name, more, output) => {
  expect((await runPaths({ T: task(more) }, { a: { b: 1 }, c: 2 }, { tasks: () => ({ output: 'r' }) })).output).toEqual(output);
});

test('InputPath null gives the task an empty object', async () => {
  expect((await runPaths({ T: task({ InputPath: null }) }, { a: 1 })).calls[0]?.arguments).toEqual({});
});

test('Pass gives its Result, else its Parameters, else its input', async () => {
  const ran = await runPaths({
    A: { Type: 'Pass', Result: { x: 1 }, ResultPath: '$.a', Next: 'B' },
    B: { Type: 'Pass', Parameters: { 'y.$': '$.a.x' }, ResultPath: '$.b', Next: 'C' },
    C: { Type: 'Pass', ...end },
  }, {});
  expect(ran.output).toEqual({ a: { x: 1 }, b: { y: 1 } });
});

test('Assign reads the result, before ResultPath, with the variables as they were', async () => {
  const ran = await runPaths({
    A: { Type: 'Pass', Assign: { n: 1 }, Next: 'T' },
    T: task({ Assign: { 'n.$': 'States.MathAdd($n, 1)', 'before.$': '$n', 'seen.$': '$.v' }, ResultPath: null, Next: 'B' }),
    B: { Type: 'Pass', Parameters: { 'n.$': '$n', 'before.$': '$before', 'seen.$': '$seen' }, ...end },
  }, {}, { tasks: () => ({ output: { v: 'r' } }) });
  expect(ran.output).toEqual({ n: 2, before: 1, seen: 'r' });
});

test('a catcher places the error output into the raw input, and assigns from it', async () => {
  const ran = await runPaths({
    T: task({ InputPath: '$.a', OutputPath: '$.none', Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Assign: { 'why.$': '$.Cause' }, Next: 'B' }] }),
    B: { Type: 'Pass', Parameters: { 'all.$': '$', 'why.$': '$why' }, ...end },
  }, { a: {} }, { tasks: () => ({ error: 'Broken', cause: 'so' }) });
  expect(ran.output).toEqual({ all: { a: {}, error: { Error: 'Broken', Cause: 'so' } }, why: 'so' });
});

test('a failure that names neither error nor cause is caught with nulls', async () => {
  const ran = await runPaths({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }), B: { Type: 'Pass', ...end } }, {}, { tasks: () => ({ error: null, cause: null }) });
  expect(ran.output).toEqual({ Error: null, Cause: null });
});

test('Choice compares, and cuts what goes on', async () => {
  const states = { C: { Type: 'Choice', InputPath: '$.in', OutputPath: '$.deep', Choices: [{ Variable: '$.n', NumericGreaterThan: 1, Assign: { 'n.$': '$.n' }, Next: 'P' }], Default: 'F' }, P: { Type: 'Pass', Parameters: { 'n.$': '$n', 'in.$': '$' }, ...end }, F: { Type: 'Fail' } };
  expect((await runPaths(states, { in: { n: 2, deep: 'x' } })).output).toEqual({ n: 2, in: 'x' });
  expect((await runPaths(states, { in: { n: 1, deep: 'x' } })).status).toBe('FAILED');
});

test('Fail reads ErrorPath and CausePath, which may be intrinsic functions', async () => {
  const ran = await runPaths({ F: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('because of {}', $.e)" } }, { e: 'Odd' });
  expect(ran).toMatchObject({ error: 'Odd', cause: 'because of Odd' });
});

describe('Wait', () => {
  test.each([
    [{ SecondsPath: '$.s' }, { s: 30 }, 30_000], [{ SecondsPath: '$.s' }, { s: '30' }, 30_000], [{ Seconds: 5 }, {}, 5000],
    [{ TimestampPath: '$.t' }, { t: '1970-01-01T00:01:00Z' }, 60_000], [{ Timestamp: '1970-01-01T00:00:30.5+00:00' }, {}, 30_500],
  ])('%j of %j', async (more, input, endedAt) => {
    expect(await runPaths({ W: { Type: 'Wait', ...more, ...end } }, input)).toMatchObject({ status: 'SUCCEEDED', endedAt, output: input });
  });
  test.each([
    [{ SecondsPath: '$.s' }, { s: 1.5 }, 'The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5'],
    [{ TimestampPath: '$.t' }, { t: '2031-02-30T10:00:00Z' }, 'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2031-02-30T10:00:00Z'],
    [{ TimestampPath: '$.t' }, { t: '2031-02-20T10:00:00' }, 'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2031-02-20T10:00:00'],
    [{ SecondsPath: '$.none.deep' }, { s: 1 }, "Invalid path '$.none.deep' : Missing property in path $['none']"],
    [{ SecondsPath: '$.none' }, { s: 1 }, "Invalid path '$.none' : No results for path: $['none']"],
  ])('%j of %j fails', async (more, input, cause) => {
    const ran = await runPaths({ W: { Type: 'Wait', ...more, ...end } }, input);
    expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: `An error occurred while executing the state 'W' (entered at the event id #2). ${cause}` });
  });
});

test('TimeoutSecondsPath and HeartbeatSecondsPath are read from the input', async () => {
  const ran = await runPaths({ T: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h', Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'S' }] }), S: { Type: 'Succeed' } }, { t: 60, h: 10 }, { tasks: () => null });
  expect(ran).toMatchObject({ status: 'SUCCEEDED', endedAt: 10_000, output: { Error: 'States.Timeout', Cause: '' } });
});

test('each state may speak its own language; variables and data go from one to the other', async () => {
  const ran = await run({
    A: { Type: 'Pass', QueryLanguage: 'JSONPath', Parameters: { 'list.$': '$.items[?(@.n > 1)].n' }, Assign: { 'first.$': '$.list[0]' }, Next: 'B' },
    B: { Type: 'Pass', Output: '{% $first + $sum($states.input.list) %}', Assign: { total: '{% $sum($states.input.list) %}' }, Next: 'C' },
    C: { Type: 'Pass', QueryLanguage: 'JSONPath', Parameters: { 'in.$': '$', 'total.$': '$total' }, ...end },
  }, { items: [{ n: 1 }, { n: 2 }, { n: 3 }] });
  expect(ran.output).toEqual({ in: 7, total: 5 });
});

test('a template in a state of JSONata is no template, nor an expression in one of JSONPath', async () => {
  expect((await run({ A: { Type: 'Pass', Output: { 'a.$': '$.x' }, ...end } })).output).toEqual({ 'a.$': '$.x' });
  expect((await runPaths({ A: { Type: 'Pass', Parameters: { a: '{% 1 %}' }, ...end } })).output).toEqual({ a: '{% 1 %}' });
});

test('a path that leads nowhere fails past States.ALL', async () => {
  const ran = await runPaths({ T: task({ OutputPath: '$.none', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }), S: { Type: 'Succeed' } }, {}, { tasks: () => ({ output: {} }) });
  expect(ran).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

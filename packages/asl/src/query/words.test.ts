import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { run, task } from '../testing.ts';

type Fields = { readonly [key: string]: Json };
const pass = (Output: Json): Fields => ({ Type: 'Pass', Output, End: true });
const causeOf = async (states: { readonly [name: string]: Fields }): Promise<string | null> => (await run(states, { n: 1 }, { tasks: () => ({ error: 'Broken' }) })).cause;

/** Causes as the service words them: with the expression, and the place of its field. */
test.each<[string, { readonly [name: string]: Fields }, string]>([
  ['nothing', { A: pass('{% $states.input.none %}') }, "The JSONata expression '$states.input.none' specified for the field 'Output' returned nothing (undefined)."],
  ['nothing, deep in a field', { A: pass({ list: [1, { v: '{% $none %}' }] }) }, "The JSONata expression '$none' specified for the field 'Output/list[1]/v' returned nothing (undefined)."],
  ['a function', { A: pass('{% $sum %}') }, "The JSONata expression '$sum' specified for the field 'Output' returned an unsupported result type."],
  ['another type', { C: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'D' }, { Condition: '{% $states.input.n %}', Next: 'D' }] }, D: pass(1) }, "The JSONata expression '$states.input.n' specified for the field 'Choices[1]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"],
  ['in a rule', { C: { Type: 'Choice', Choices: [{ Condition: true, Output: { v: '{% $none %}' }, Next: 'D' }] }, D: pass(1) }, "The JSONata expression '$none' specified for the field 'Choices[0]/Output/v' returned nothing (undefined)."],
  ['in a catcher', { T: task({ Catch: [{ ErrorEquals: ['Other'], Next: 'D' }, { ErrorEquals: ['States.ALL'], Assign: { v: '{% $none %}' }, Next: 'D' }] }), D: pass(1) }, "The JSONata expression '$none' specified for the field 'Catch[1]/Assign/v' returned nothing (undefined)."],
  ['a type that its field does not take', { W: { Type: 'Wait', Seconds: '{% "5" %}', End: true } }, `The JSONata expression '"5"' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "5"`],
])('%s', async (_name, states, cause) => {
  const said = await causeOf(states);
  expect(said).toMatch(/^An error occurred while executing the state '\w' \(entered at the event id #2\)\. /u);
  expect(said).toContain(cause);
});

test('an error of JSONata itself is told with its code', async () => {
  expect(await causeOf({ A: pass('{% $sum("a" + 1) %}') })).toMatch(/'Output' threw an error during evaluation\. T2001: /u);
});

test('the event of a failed evaluation names the state and the field', async () => {
  const end = await run({ A: pass('{% $none %}') });
  expect(end.events[2]).toMatchObject({ type: 'EvaluationFailed', previousEventId: 0, details: { state: 'A', location: 'Output', error: 'States.QueryEvaluationError' } });
});

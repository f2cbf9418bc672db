import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { branchOf, machineOf } from '../testing.ts';
import { validate, type ValidateOptions } from './validate.ts';

const end = { Type: 'Pass', End: true };
const errors = (definition: Json, options?: ValidateOptions) => validate(definition, options).problems.filter(({ severity }) => severity === 'error').map(({ code, pointer }) => `${code} ${pointer}`);
const codes = (definition: Json) => validate(definition).problems.map(({ code, pointer }) => `${code} ${pointer}`);
const one = (state: Json, more: { readonly [key: string]: Json } = {}): Json => ({ StartAt: 'A', States: { A: state }, ...more });

test('all problems come at once', () => {
  expect(errors(machineOf({ A: { Type: 'Pass', Next: 'X', Output: '{% ( %}' }, B: end }))).toEqual(['ASL1301 /States/A/Output', 'ASL1201 /States/A/Next', 'ASL1202 /States/B']);
});

test('keys like __proto__ are names like others', () => {
  const text = '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"}}}';
  expect(errors(text)).toEqual(['ASL1201 /States/__proto__/Next']);
  expect(errors(JSON.parse('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"__proto__":1,"toString":2}}}') as Json)).toEqual(['ASL1102 /States/A/__proto__', 'ASL1102 /States/A/toString']);
});

test('a definition is left as it was', () => {
  const frozen = (json: Json): Json => {
    if (typeof json === 'object' && json !== null) Object.values(json).forEach(frozen);
    return Object.freeze(json);
  };
  const definition = frozen(JSON.parse(JSON.stringify(machineOf({ A: { Type: 'Parallel', Branches: [branchOf({ B: end })], Next: 'M' }, M: { Type: 'Map', Items: [1], ItemProcessor: branchOf({ C: end }), End: true } }))) as Json);
  const { machine, problems } = validate(definition);
  expect(machine).toBe(definition);
  expect(problems).toEqual([]);
});

test('values nested without end are refused, not followed', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(errors(`{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Result":${deep}}}}`)).toEqual(['ASL1003 ']);
  expect(errors(`${'{"a":'.repeat(100_000)}`)).toEqual(['ASL1001 ']);
  expect(errors(`{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Result":${'['.repeat(450)}${']'.repeat(450)}}}}`)).toEqual([]);
});

test('an expression nested without end is refused, not followed', () => {
  expect(errors(machineOf({ A: { ...end, Output: `{% ${'('.repeat(100_000)}1${')'.repeat(100_000)} %}` } }))).toEqual(['ASL1301 /States/A/Output']);
});

test('an object that holds itself is refused, not followed', () => {
  const loop: { [key: string]: Json } = { Type: 'Pass', End: true };
  loop['Result'] = loop;
  expect(errors(one(loop))).toEqual(['ASL1003 ']);
  const both: { [key: string]: Json } = { Type: 'Pass', End: true };
  both['Result'] = [both, both, both];
  expect(errors(one(both))).toHaveLength(1);
});

test('one mebibyte is taken and one byte more is not', () => {
  const text = (length: number): string => `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}},"Comment":"${'x'.repeat(length - 70)}"}`;
  expect(text(1_048_576)).toHaveLength(1_048_576);
  expect(errors(text(1_048_576))).toEqual([]);
  expect(errors(text(1_048_577))).toEqual(['ASL1004 ']);
  expect(errors(JSON.parse(text(1_048_577)) as Json)).toEqual(['ASL1004 ']);
});

test('both query languages may be mixed from JSONPath on, and not from JSONata', () => {
  const mixed = { A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', Next: 'B' }, B: { ...end, ResultPath: '$.b' } };
  expect(errors({ StartAt: 'A', States: mixed })).toEqual([]);
  expect(errors({ QueryLanguage: 'JSONata', StartAt: 'A', States: mixed })).toEqual(['ASL1103 /States/B/ResultPath']);
  expect(errors({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { ...end, QueryLanguage: 'JSONPath' } } })).toEqual(['ASL1111 /States/A/QueryLanguage']);
});

test('inside of a state with a language of its own, either is taken and a word for it asked for', () => {
  const inside = (state: Json): Json => one({ Type: 'Parallel', QueryLanguage: 'JSONata', Branches: [{ StartAt: 'B', States: { B: state } }], End: true });
  expect(codes(inside({ ...end, Output: '{% 1 %}' }))).toEqual(['ASL2011 /States/A/Branches/0/States/B']);
  expect(codes(inside({ ...end, ResultPath: '$.x' }))).toEqual(['ASL2011 /States/A/Branches/0/States/B']);
  expect(codes(inside({ ...end, QueryLanguage: 'JSONata', Output: '{% 1 %}' }))).toEqual([]);
});

test('variables of the scope around are read; those of a branch are gone after it', () => {
  const states = (after: string): Json => machineOf({
    A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'P' },
    P: { Type: 'Parallel', Branches: [branchOf({ B: { Type: 'Pass', Assign: { inner: '{% $outer %}' }, Next: 'C' }, C: { ...end, Output: '{% $inner + $outer %}' } })], Next: 'Z' },
    Z: { ...end, Output: after },
  });
  expect(codes(states('{% $outer %}'))).toEqual([]);
  expect(codes(states('{% $inner %}'))).toEqual(['ASL2013 /States/Z/Output']);
});

test('variables in paths and intrinsic functions are known, too', () => {
  const states = (value: string): Json => ({ StartAt: 'A', States: { A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' }, B: { ...end, Parameters: { 'v.$': value } } } });
  expect(codes(states('$x.a'))).toEqual([]);
  expect(codes(states("States.Format('{}', $x)"))).toEqual([]);
  expect(codes(states('$y'))).toEqual(['ASL2013 /States/B/Parameters/v.$']);
  expect(codes(states("States.Format('{}', States.Array($y))"))).toEqual(['ASL2013 /States/B/Parameters/v.$']);
});

test('names that an expression binds itself, and all functions, are no variables', () => {
  const expressions = ['( $f := function($a) { $a * 2 }; $map([1, 2], $f) )', '$states.input.a@$x.b#$i.{ "x": $x, "i": $i }', '$reduce([1, 2], function($p, $n) { $p + $n })', '$partition([1], 1)', '$toMillis($now())', '$$.a', '$'];
  for (const expression of expressions) expect(codes(machineOf({ A: { ...end, Output: `{% ${expression} %}` } })), expression).toEqual([]);
});

test('a distributed map sees no variables of outside and may use their names', () => {
  const map = (mode: Json, state: Json): Json => machineOf({
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
    M: { Type: 'Map', Items: [1], ItemProcessor: { StartAt: 'I', States: { I: state }, ProcessorConfig: mode }, End: true },
  });
  const wide = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  expect(codes(map({ Mode: 'INLINE' }, { ...end, Output: '{% $x %}' }))).toEqual([]);
  expect(codes(map(wide, { ...end, Output: '{% $x %}' }))).toEqual(['ASL2013 /States/M/ItemProcessor/States/I/Output']);
  expect(codes(map({ Mode: 'INLINE' }, { ...end, Assign: { x: 2 } }))).toEqual(['ASL1402 /States/M/ItemProcessor/States/I/Assign/x']);
  expect(codes(map(wide, { ...end, Assign: { x: 2 } }))).toEqual([]);
});

test('labels are unique over the machine', () => {
  const map = (label: string, next: Json) => ({ Type: 'Map', Label: label, ItemProcessor: { StartAt: `in ${label}${JSON.stringify(next)}`, States: { [`in ${label}${JSON.stringify(next)}`]: end }, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }, ...(next as object) });
  expect(errors({ StartAt: 'A', States: { A: map('one', { Next: 'B' }), B: map('one', { End: true }) } })).toEqual(['ASL1703 /States/B/Label']);
});

test('messages of the readers of expressions and texts are cut, and say no position that is not known', () => {
  const messages = (definition: Json) => validate(definition).problems.map(({ message }) => message);
  expect(messages(machineOf({ A: { ...end, Output: '{% % %}' } }))[0]).toMatch(/not JSONata: .* expression\.$/u);
  for (const text of [`a: |${'x'.repeat(5000)}`, `a: b\n${'c'.repeat(5000)}`]) expect(messages(text)[0]?.length).toBeLessThan(250);
  expect(messages(machineOf({ A: { ...end, Output: `{% 1 ${'a'.repeat(5000)} %}` } }))[0]?.length).toBeLessThan(400);
});

test('lists with holes, which JSON does not have, are told like other wrong lists', () => {
  const holes: Json[] = [];
  holes.length = 2;
  const task = { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:f', End: true };
  expect(errors(one({ ...task, Retry: [{ ErrorEquals: holes }] }))).toEqual(['ASL1503 /States/A/Retry/0/ErrorEquals']);
  expect(errors(one({ ...task, Retry: holes }))).toEqual(['ASL1005 /States/A/Retry/0', 'ASL1005 /States/A/Retry/1']);
});

test('Express machines have no jobs to wait for', () => {
  const job = one({ Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', Parameters: { JobName: 'j' }, End: true });
  expect(errors(job)).toEqual([]);
  expect(errors(job, { type: 'EXPRESS' })).toEqual(['ASL1806 /States/A/Resource']);
});

test('a misspelt name is told with the one that was probably meant', () => {
  const hints = (definition: Json) => validate(definition).problems.map(({ hint }) => hint);
  expect(hints(one({ Type: 'Pas', End: true }))).toEqual(["Did you mean 'Pass'?"]);
  expect(hints({ StartAt: 'Frist', States: { First: end } })).toEqual(["Did you mean 'First'?"]);
});

test('what CloudFormation fills in is taken for what it stands for', () => {
  expect(errors(one({ Type: 'Task', Resource: '${Function}', TimeoutSeconds: '${Timeout}', Retry: [{ ErrorEquals: ['E'], MaxAttempts: '${Attempts}' }], End: true }))).toEqual([]);
  expect(errors(one({ Type: 'Task', Resource: '${Function}', TimeoutSeconds: '${a} or ${b}', End: true }))).toEqual(['ASL1104 /States/A/TimeoutSeconds']);
});

test.each([null, true, 7, '', '[]', 'null', '"text"', '\u0000', '\uFEFF', []] as Json[])('%j is no definition, and that is told', (definition) => {
  expect(errors(definition)).toHaveLength(1);
});

test('a bug: days that no calendar has were taken for timestamps, and failed when they were waited for', () => {
  const until = (moment: string): Json => one({ Type: 'Wait', Timestamp: moment, End: true });
  for (const moment of ['2026-02-31T00:00:00Z', '2026-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '2026-13-01T00:00:00Z']) expect(errors(until(moment))).toEqual(['ASL1104 /States/A/Timestamp']);
  expect(errors(until('2028-02-29T23:59:59.5+14:00'))).toEqual([]);
});

test('a bug: States.ReferencePathConflict, with which executions end, was told as an error that nothing reports', () => {
  const names = ['States.ReferencePathConflict', 'States.ResultPathMatchFailure'];
  expect(codes(one({ Type: 'Parallel', Branches: [branchOf({ B: end })], Retry: [{ ErrorEquals: names }], End: true }))).toEqual([]);
});

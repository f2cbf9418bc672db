import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { branchOf, machineOf } from '../testing.ts';
import { parseDefinition } from './parse.ts';

const found = (definition: Json) => parseDefinition(definition).problems.map(({ pointer, message }) => `${pointer}: ${message}`);
const end = { Type: 'Pass', End: true };

test('a sound machine has no problems and is given back', () => {
  const definition = machineOf({
    A: { Type: 'Task', Resource: 'r', Arguments: { n: '{% \n $states.input \n %}', one: '{%1+1%}' }, TimeoutSeconds: '{% 5 %}', Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }], Catch: [{ ErrorEquals: ['States.ALL'], Output: [], Next: 'F' }], Next: 'C' },
    C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'P' }], Default: 'W' },
    W: { Type: 'Wait', Seconds: 0, Next: 'P' },
    P: { Type: 'Parallel', Branches: [branchOf({ B: end })], Next: 'S' },
    S: { Type: 'Succeed', Output: '{% $states.input %}' },
    F: { Type: 'Fail', Error: 'E', Cause: '{% "c" %}' },
  });
  expect(parseDefinition(definition)).toEqual({ machine: definition, problems: [] });
  expect(parseDefinition(JSON.stringify(definition)).problems).toEqual([]);
});

const oneState = (state: { readonly [key: string]: Json }, name = 'A') => machineOf({ [name]: state });

test.each<[string, Json, string]>([
  ['text that is not JSON', '{', ': The definition is not JSON'],
  ['no object', [], ': A definition must be a JSON object.'],
  ['no StartAt', { QueryLanguage: 'JSONata', States: { A: end } }, ": The state machine lacks its field 'StartAt'."],
  ['StartAt that is no state', { ...oneState(end), StartAt: 'B' }, "/StartAt: StartAt names 'B', which is not a state here."],
  ['Next that is no state', oneState({ Type: 'Pass', Next: 'B' }), "/States/A/Next: Next names 'B', which is not a state here."],
  ['Next out of a branch', machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ B: { Type: 'Pass', Next: 'P' } })], End: true } }), "/States/P/Branches/0/States/B/Next: Next names 'P'"],
  ['neither Next nor End', oneState({ Type: 'Pass' }), "/States/A: State 'A' must have either Next or End."],
  ['both Next and End', oneState({ Type: 'Pass', Next: 'A', End: true }), "/States/A: State 'A' must have either Next or End."],
  ['an unknown field', oneState({ ...end, Ende: true }), "/States/A/Ende: Pass state 'A' has no field 'Ende'."],
  ['a field of JSONPath', oneState({ ...end, ResultPath: '$' }), '/States/A/ResultPath: '],
  ['an unknown type', oneState({ ...end, Type: 'Pas' }), `/States/A/Type: State 'A' has the Type "Pas"`],
  ['a Map', oneState({ ...end, Type: 'Map' }), `/States/A/Type: State 'A' has the Type "Map"`],
  ['JSONPath', { ...oneState(end), QueryLanguage: 'JSONPath' }, "/States/A: State 'A' uses JSONPath"],
  ['no query language', { StartAt: 'A', States: { A: end } }, "/States/A: State 'A' uses JSONPath"],
  ['a long name', oneState(end, 'x'.repeat(81)), '/States/xxx'],
  ['a name used twice', machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ B: end }), branchOf({ B: end })], End: true } }), "/States/P/Branches/1/States/B: The state name 'B' is used twice"],
  ['an unreachable state', machineOf({ A: end, B: end }), "/States/B: No path leads to state 'B'."],
  ['an unreachable circle', machineOf({ A: end, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } }), "/States/B: No path leads to state 'B'."],
  ['a broken expression', oneState({ ...end, Output: { deep: ['{% 1 + %}'] } }), "/States/A/Output/deep/0: The expression '1 +' is not JSONata"],
  ['$eval', oneState({ ...end, Output: '{% $eval("1") %}' }), "/States/A/Output: The expression '$eval(\"1\")' uses $eval"],
  ['States.ALL before other rules', oneState({ Type: 'Task', Resource: 'r', End: true, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }), '/States/A/Retry/0/ErrorEquals: States.ALL must stand alone'],
  ['a shrinking backoff', oneState({ Type: 'Task', Resource: 'r', End: true, Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] }), "/States/A/Retry/0/BackoffRate: 'BackoffRate' must be a number from 1"],
  ['endless attempts', oneState({ Type: 'Task', Resource: 'r', End: true, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 999_999_999 }] }), '/States/A/Retry/0/MaxAttempts: '],
  ['a catcher without Next', oneState({ Type: 'Task', Resource: 'r', End: true, Catch: [{ ErrorEquals: ['E'] }] }), "/States/A/Catch/0: A catcher lacks its field 'Next'."],
  ['no ErrorEquals', oneState({ Type: 'Task', Resource: 'r', End: true, Retry: [{}] }), "/States/A/Retry/0: A retrier lacks its field 'ErrorEquals'."],
  ['a heartbeat above the timeout', oneState({ Type: 'Task', Resource: 'r', End: true, TimeoutSeconds: 5, HeartbeatSeconds: 5 }), '/States/A/HeartbeatSeconds: '],
  ['Wait for two things', oneState({ Type: 'Wait', Seconds: 1, Timestamp: '2020-01-01T00:00:00Z', End: true }), "/States/A: Wait state 'A' must have either Seconds or Timestamp."],
  ['a Choice without rules', oneState({ Type: 'Choice', Choices: [] }), "/States/A/Choices: 'Choices' must be a list of objects with at least one."],
  ['a constant Condition', machineOf({ A: { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'B' }] }, B: end }), '/States/A/Choices/0/Condition: Condition must be'],
  ['a reserved variable', oneState({ ...end, Assign: { states: 1 } }), "/States/A/Assign/states: 'states' cannot be a variable's name."],
  ['a branch that assigns an outer variable', machineOf({ A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' }, P: { Type: 'Parallel', Branches: [branchOf({ B: { ...end, Assign: { x: 2 } } })], End: true } }), "/States/P/Branches/0/States/B/Assign/x: The variable 'x' belongs"],
])('%s is found', (_, definition, expected) => {
  const problems = found(definition);
  expect(problems.some((problem) => problem.startsWith(expected)), problems.join('\n')).toBe(true);
});

test('all problems come at once', () => {
  expect(found(machineOf({ A: { Type: 'Pass', Next: 'X', Output: '{% ( %}' }, B: { Type: 'Pass', End: true } }))).toHaveLength(3);
});

test('keys like __proto__ are names like others', () => {
  const definition = JSON.parse('{"QueryLanguage":"JSONata","StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"}}}') as Json;
  expect(found(definition)).toEqual(["/States/__proto__/Next: Next names 'constructor', which is not a state here."]);
});

test('values nested without end are refused, not followed', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(found(`{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Output":${deep}}}}`)).toEqual([': The definition nests values too deeply.']);
});

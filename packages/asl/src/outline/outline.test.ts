import { expect, test } from 'vitest';
import { statesIn } from './outline.ts';
import { ruleLabel, ruleText } from './rule-text.ts';

test('states come with their places, those of branches behind the state around them', () => {
  const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
  const definition = { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [branch('A'), branch('B/C')], Next: 'M' }, M: { Type: 'Map', Iterator: branch('I'), End: true } } };
  expect(statesIn(definition).map(({ name, pointer }) => [name, pointer])).toEqual([
    ['P', '/States/P'], ['A', '/States/P/Branches/0/States/A'], ['B/C', '/States/P/Branches/1/States/B~1C'], ['M', '/States/M'], ['I', '/States/M/Iterator/States/I'],
  ]);
});

test('ways are the rules, the default, Next and the catchers', () => {
  const definition = { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [{ Next: 'A' }, { Next: 'B' }], Default: 'A' }, A: { Type: 'Task', Next: 'B', Catch: [{ Next: 'B' }] }, B: { Type: 'Succeed' } } };
  expect(statesIn(definition).map(({ ways }) => ways.map(({ by, index, to }) => `${by} ${index} ${to}`))).toEqual([['rule 0 A', 'rule 1 B', 'default 0 A'], ['next 0 B', 'catcher 0 B'], []]);
});

test('what is no definition has no states', () => {
  expect([null, 1, [], {}, { States: [1] }, { States: { A: 1 } }].map((json) => statesIn(json).length)).toEqual([0, 0, 0, 0, 0, 0]);
});

test.each([
  [{ Condition: '{%  $states.input.n >\n 3 %}' }, '$states.input.n > 3'],
  [{ Condition: true }, 'true'],
  [{ Variable: '$.n', NumericGreaterThanEquals: 3 }, '$.n ≥ 3'],
  [{ Variable: '$.a', StringEqualsPath: '$.b' }, '$.a = $.b'],
  [{ Variable: '$.a', StringMatches: 'x*' }, '$.a matches "x*"'],
  [{ Variable: '$.t', TimestampLessThan: '2030-01-31T12:00:00Z' }, '$.t < 2030-01-31T12:00:00Z'],
  [{ Variable: '$.a', IsPresent: false }, '$.a is not present'],
  [{ And: [{ Variable: '$.a', IsNull: true }, { Or: [{ Variable: '$.b', BooleanEquals: true }, { Not: { Variable: '$.c', NumericEquals: 1 } }] }] }, '$.a is null and ($.b = true or not $.c = 1)'],
  [{}, '…'],
])('rules are read as %j', (rule, text) => {
  expect(ruleText(rule)).toBe(text);
});

test.each([
  [{ Comment: 'another\n attempt ', Condition: '{% $tries < 3 %}', Next: 'A' }, 'another attempt'],
  [{ Comment: ' ', Condition: '{% $tries < 3 %}', Next: 'A' }, '$tries < 3'],
  [{ Condition: '{% $tries < 3 %}', Next: 'A' }, '$tries < 3'],
])('a picture says what the comment of a rule says, else its condition (%#)', (rule, text) => {
  expect(ruleLabel(rule)).toBe(text);
});

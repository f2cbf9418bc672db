import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import type { JsonObject } from '../json.ts';
import { comparisons, typeTests } from './comparison.ts';
import { choiceHolds } from './index.ts';
import { scopeOf } from './scope.fixture.ts';

const holds = (value: Json, rule: JsonObject): boolean => choiceHolds({ Variable: '$.v', Next: 'Then', ...rule }, scopeOf({ v: value }));
const [earlier, later] = ['2026-01-31T02:00:00+01:00', '2026-01-31T01:00:00.5Z'];

test('there are 22 comparisons, of which all but the pattern have a form with a path, and 6 tests', () => {
  expect([...comparisons.keys()].sort()).toEqual([
    'BooleanEquals',
    ...['Numeric', 'String', 'Timestamp'].flatMap((kind) => ['Equals', 'GreaterThan', 'GreaterThanEquals', 'LessThan', 'LessThanEquals'].map((operator) => kind + operator)),
  ].sort());
  expect([...typeTests.keys()].sort()).toEqual(['IsBoolean', 'IsNull', 'IsNumeric', 'IsString', 'IsTimestamp']);
});

const low: { readonly [kind: string]: readonly [Json, Json] } = { String: ['Apple', 'apple'], Numeric: [-1.5, 2], Timestamp: [earlier, later] };
describe.each(Object.entries(low))('%s orders', (kind, [small, large]) => {
  test.each([['Equals', false, true, false], ['LessThan', true, false, false], ['LessThanEquals', true, true, false], ['GreaterThan', false, false, true], ['GreaterThanEquals', false, true, true]])('%s', (operator, less, equal, greater) => {
    const both = (value: Json, operand: Json): boolean => {
      const direct = holds(value, { [kind + operator]: operand });
      const byPath = choiceHolds({ Variable: '$.v', [`${kind}${operator}Path`]: '$.w', Next: 'Then' }, scopeOf({ v: value, w: operand }));
      expect(byPath).toBe(direct);
      return direct;
    };
    expect([both(small, large), both(small, small), both(large, small)]).toEqual([less, equal, greater]);
    for (const other of [null, true, [], [small], { a: small }, kind === 'Numeric' ? '1' : 1]) {
      expect(both(other, small)).toBe(false);
      expect(both(small, other)).toBe(false);
    }
  });
});

test('truth values equal only themselves', () => {
  expect([true, false, null, 1, 'true'].map((value) => holds(value, { BooleanEquals: true }))).toEqual([true, false, false, false, false]);
  expect(choiceHolds({ Variable: '$.v', BooleanEqualsPath: '$.w', Next: 'Then' }, scopeOf({ v: false, w: false }))).toBe(true);
});

test.each<[string, Json, Json]>([
  ['IsNull', null, 0],
  ['IsBoolean', false, null],
  ['IsNumeric', 0, '0'],
  ['IsString', '', 0],
  ['IsTimestamp', '2026-01-31T02:00:00Z', '2026-01-31'],
])('%s may ask for either answer', (operator, fits, other) => {
  expect([holds(fits, { [operator]: true }), holds(fits, { [operator]: false }), holds(other, { [operator]: true }), holds(other, { [operator]: false })]).toEqual([true, false, false, true]);
});

test('IsPresent is the only question about what is not there', () => {
  const scope = scopeOf({ v: null, list: [] });
  const present = (path: string, wanted: boolean): boolean => choiceHolds({ Variable: path, IsPresent: wanted, Next: 'Then' }, scope);
  expect([present('$.v', true), present('$.v', false), present('$.w', true), present('$.w', false)]).toEqual([true, false, false, true]);
  expect([present('$.list[0]', true), present('$.v.deep', false), present('$nothing', false)]).toEqual([false, true, true]);
  for (const rule of [{ Variable: '$.w', IsNull: true }, { Variable: '$.v', NumericEqualsPath: '$.w' }, { Variable: '$.w', StringMatches: '*' }]) {
    expect(() => choiceHolds({ ...rule, Next: 'Then' }, scope)).toThrow(expect.objectContaining({ name: 'States.Runtime', message: "Invalid path '$.w': The choice state's condition path references an invalid value." }));
  }
});

test('context and variables can be asked, too', () => {
  const scope = scopeOf({}, { context: { State: { RetryCount: 2 } }, variables: { most: 2 } });
  expect(choiceHolds({ Variable: '$$.State.RetryCount', NumericEqualsPath: '$most', Next: 'Then' }, scope)).toBe(true);
});

test('And, Or and Not nest, and stop at the first answer', () => {
  const big = { Variable: '$.v', NumericGreaterThan: 10 };
  const broken = { Variable: '$.absent', IsNull: true };
  expect(holds(5, { And: [{ Not: big }, { Or: [big, { Variable: '$.v', NumericEquals: 5 }, broken] }] })).toBe(true);
  expect(holds(5, { And: [big, broken] })).toBe(false);
  expect(holds(5, { Not: { Not: big } })).toBe(false);
});

test('a rule without Variable, or with no operator that is known, fails', () => {
  expect(() => choiceHolds({ IsNull: true, Next: 'Then' }, scopeOf({}))).toThrow('lacks its Variable');
  expect(() => holds(1, { Equals: 1 })).toThrow('no operator');
});

describe('StringMatches', () => {
  test.each([
    ['log-*.txt', 'log-.txt', true],
    ['log-*.txt', 'log-a.txt.txt', true],
    ['log-*.txt', 'log-a.txt.bak', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['**a**', 'bab', true],
    ['a*b*c', 'a-c-b', false],
    [String.raw`a\*b`, 'a*b', true],
    [String.raw`a\*b`, 'axb', false],
    [String.raw`a\\*`, String.raw`a\x`, true],
    ['a.c', 'abc', false],
    ['[a]?', '[a]?', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(holds(text, { StringMatches: pattern })).toBe(expected);
  });
  test('wants a text, and no open escape', () => {
    expect(holds(12, { StringMatches: '12' })).toBe(false);
    expect(() => holds('x', { StringMatches: 'x\\' })).toThrow('open escape');
    expect(() => holds('x', { StringMatches: String.raw`\x` })).toThrow('open escape');
  });
  test('agrees with a regular expression on short texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 8 }).map((all) => all.join(''));
    const pattern = fc.array(fc.constantFrom('a', 'b', '.', '*'), { maxLength: 6 }).map((all) => all.join(''));
    fc.assert(fc.property(pattern, text, (wanted, given) => {
      const expression = new RegExp(`^${wanted.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'u');
      expect(holds(given, { StringMatches: wanted })).toBe(expression.test(given));
    }));
  });
});

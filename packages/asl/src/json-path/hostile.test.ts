import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import type { JsonObject } from '../json.ts';
import { choiceHolds, compilePath, fillTemplate, placeAt, readPath, valueAt } from './index.ts';
import { scopeOf } from './scope.fixture.ts';

const deep = (levels: number, inner: Json = 1): Json => {
  let value = inner;
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};
const read = (path: string, input: Json): unknown => readPath(compilePath(path), scopeOf(input));

test('names of Object.prototype are ordinary names: only own members are read', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect(read(`$.${name}`, {})).toBeUndefined();
    expect(read(`$..${name}`, { a: {} })).toEqual([]);
    expect(read(`$[?(@.${name})]`, [{}])).toEqual([]);
    const own = JSON.parse(`{"${name}": 1}`) as Json; // JSON.parse gives JSON
    expect(read(`$.${name}`, own)).toBe(1);
    expect(Object.keys(placeAt(compilePath(`$.${name}`), {}, { polluted: true }) as JsonObject)).toEqual([name]); // an object was placed into an object
    const filled = fillTemplate(JSON.parse(`{"${name}.$": "$.x"}`) as Json, scopeOf({ x: { polluted: true } }), 'Parameters'); // JSON.parse gives JSON
    expect(Object.keys(filled as JsonObject)).toEqual([name]); // an object was filled in
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined(); // what a polluted prototype would have
    expect(choiceHolds({ Variable: `$.${name}`, IsPresent: false, Next: 'Then' }, scopeOf({}))).toBe(true);
  }
});

test('a variable is asked for by its whole name', () => {
  expect(readPath(compilePath('$__proto__'), scopeOf({}))).toBeUndefined();
});

test('deeply nested inputs are read and end no process', () => {
  const input = deep(100_000);
  expect(read('$..b', input)).toEqual([]);
  expect(() => fillTemplate({ 'x.$': '$.absent' }, scopeOf(input), 'Parameters')).toThrow(/could not be found in the input '\(deeply nested\)'/u);
  expect(() => valueAt('$.absent', scopeOf(input), 'ItemsPath')).toThrow('(deeply nested)');
  expect(() => fillTemplate(input, scopeOf({}), 'Parameters')).toThrow('nests more than');
});

test('deeply nested rules end in an error', () => {
  let rule: JsonObject = { Variable: '$.v', IsNull: true };
  for (let i = 0; i < 10_000; i++) rule = { Not: rule };
  expect(() => choiceHolds(rule, scopeOf({ v: 1 }))).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
});

test('a path that would visit powers of its input ends in an error', () => {
  const chain = deep(500);
  expect(() => read('$..*..*..*', chain)).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
  expect(() => read('$..[?(@..[?(@..[0])])]', chain)).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
  expect(read('$..*', chain)).toHaveLength(500);
});

test('a pattern full of stars is matched without trying every division', () => {
  const pattern = `${'*a'.repeat(500)}*b`;
  expect(choiceHolds({ Variable: '$.v', StringMatches: pattern, Next: 'Then' }, scopeOf({ v: 'a'.repeat(5000) }))).toBe(false);
});

test('a wide input is read in full', () => {
  const wide = Array.from({ length: 200_000 }, (_, id) => ({ id }));
  expect(read('$[*].id', wide)).toHaveLength(200_000);
  expect(read('$[?(@.id >= 199999)]', wide)).toEqual([{ id: 199_999 }]);
});

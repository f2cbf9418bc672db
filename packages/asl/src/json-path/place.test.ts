import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { compilePath, placeAt, readPath } from './index.ts';
import { scopeOf } from './scope.fixture.ts';

const place = (path: string, whole: Json, value: Json = 'new'): Json => placeAt(compilePath(path), whole, value);

test.each<[string, Json, Json]>([
  ['$', { a: 1 }, 'new'],
  ['$.b', { a: 1 }, { a: 1, b: 'new' }],
  ['$.a', { a: 1, z: 2 }, { a: 'new', z: 2 }],
  ['$.a.b.c', { a: { x: 1 } }, { a: { x: 1, b: { c: 'new' } } }],
  ['$.list[1]', { list: [1, 2, 3] }, { list: [1, 'new', 3] }],
  ['$.list[0].id', { list: [{ id: 1, n: 2 }] }, { list: [{ id: 'new', n: 2 }] }],
  ["$['two words']", {}, { 'two words': 'new' }],
  ['$[0]', [1], ['new']],
])('%s', (path, whole, expected) => {
  const before = JSON.stringify(whole);
  expect(place(path, whole)).toEqual(expected);
  expect(JSON.stringify(whole)).toBe(before);
});

test('a replaced member keeps its place among the others', () => {
  expect(JSON.stringify(place('$.a', { a: 1, b: 2 }))).toBe('{"a":"new","b":2}');
});

test.each<[string, Json, string]>([
  ['$.a', 'text', 'Unable to apply step "a" to input "text"'],
  ['$.a', [1], 'Unable to apply step "a" to input [1]'],
  ['$.a', null, 'Unable to apply step "a" to input null'],
  ['$.a.b', { a: 1 }, 'Unable to apply step "b" to input 1'],
  ['$.a.b', { a: null }, 'Unable to apply step "b" to input null'],
  ['$.a[0]', { a: {} }, 'Unable to apply step "0" to input {}'],
  ['$.a[1]', { a: [1] }, 'Unable to apply step "1" to input [1]'],
  ['$.a[0]', {}, 'Unable to apply step "0" to input {}'],
])('%s does not fit %j', (path, whole, cause) => {
  expect(() => place(path, whole)).toThrow(expect.objectContaining({ name: 'States.ReferencePathConflict', message: cause }));
});

test('what is placed is read back', () => {
  const names = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(names, fc.jsonValue(), (path, value) => {
    const source = `$${path.map((name) => `['${name.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}']`).join('')}`;
    const placed = place(source, { kept: 1 }, value as Json); // fast-check's JSON values are JSON
    expect(readPath(compilePath(source), scopeOf(placed))).toEqual(value);
  }));
});

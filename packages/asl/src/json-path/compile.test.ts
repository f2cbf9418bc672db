import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePath, PathSyntaxError } from './index.ts';

/** The offset at which a text stops being a path, or null. */
function offsetOf(source: string): number | null {
  try {
    compilePath(source);
    return null;
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error;
    expect(error.message).toContain('is no path');
    return error.offset;
  }
}

describe('what is no path says where it stops being one', () => {
  test.each([
    ['', 0],
    ['a.b', 0],
    [' $.a', 0],
    ['$.', 2],
    ['$..', 3],
    ['$...a', 3],
    ['$a.b.', 5],
    ['$.a b', 3],
    ['$.a]', 3],
    ['$.a[', 4],
    ['$.a[]', 4],
    ['$.a[b]', 4],
    ["$.a['b", 4],
    ["$.a['b'", 7],
    ["$.a['b',1]", 8],
    ['$.a[0,]', 6],
    ['$.a[1:2:0]', 7],
    ['$.a[1.5]', 5],
    ['$.a[99999999999999999999]', 4],
    ['$.a[?@.b]', 5],
    ['$.a[?(@.b]', 9],
    ['$.a[?(@.b ==)]', 12],
    ['$.a[?(@.b == $.c)]', 13],
    ['$.a[?(@.b =~ /x+/)]', 10],
    ["$.a[?(@.b in ['x'])]", 10],
    ['$.a[?(1)]', 7],
    ['$$$', 2],
  ])('%s: %d', (source, offset) => {
    expect(offsetOf(source)).toBe(offset);
  });
});

test('names after a dot may hold anything but dots, brackets, quotes and blanks', () => {
  expect(compilePath('$.délivré-à.a$b.list.length()').steps).toEqual(['délivré-à', 'a$b', 'list', 'length()'].map((name) => ({ to: 'name', name })));
});

test('a backslash in quotes escapes the quote and itself, nothing else', () => {
  const nameIn = (path: string): unknown => compilePath(path).steps[0];
  expect(nameIn(String.raw`$['it\'s']`)).toEqual({ to: 'name', name: "it's" });
  expect(nameIn(String.raw`$["\"\\"]`)).toEqual({ to: 'name', name: '"\\' });
  expect(nameIn(String.raw`$['a\"b\n']`)).toEqual({ to: 'name', name: String.raw`a\"b\n` });
  expect(nameIn(String.raw`$['\'\'\\']`)).toEqual({ to: 'name', name: String.raw`''` + '\\' });
});

test('any text is a path or says where it stops being one', () => {
  const pieces = fc.array(fc.constantFrom('$', '.', '..', '[', ']', '?', '(', ')', '@', '*', "'", '"', '\\', ':', ',', '-1', '0', 'a', ' ', '&&', '||', '!', '==', '<', 'null', '1e9', 'é'), { maxLength: 30 }).map((all) => `$${all.join('')}`);
  fc.assert(fc.property(fc.oneof(pieces, fc.string()), (source) => {
    const offset = offsetOf(source);
    if (offset === null) return;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThanOrEqual(source.length);
  }), { numRuns: 3000 });
});

test('any name in quotes is read back', () => {
  fc.assert(fc.property(fc.string(), (name) => {
    const quoted = name.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`);
    expect(compilePath(`$['${quoted}']`).steps).toEqual([{ to: 'name', name }]);
  }));
});

test('nesting is limited, not the stack', () => {
  const nested = (open: string, close: string): string => `$.a${open.repeat(5000)}@.b${close.repeat(5000)}`;
  expect(offsetOf(nested('[?(', ')]'))).not.toBeNull();
  expect(offsetOf(`$.a[?(${'('.repeat(5000)}@.b${')'.repeat(5000)})]`)).not.toBeNull();
  expect(offsetOf(`$.a[?(${'!'.repeat(5000)}@.b)]`)).not.toBeNull();
  expect(offsetOf(`$${'.a'.repeat(100_000)}`)).not.toBeNull();
});

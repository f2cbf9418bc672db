import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awkwardMap } from '../passing/awkward.fixture.ts';
import { DuplicateKeyError, parseShorthand, renderShorthand, ShorthandError, ShorthandFileError, ShorthandSyntaxError } from './index.ts';

const textOf = (map: Readonly<Record<string, string>>): string => {
  const result = renderShorthand(map);
  if ('refused' in result) throw new Error(result.refused);
  return result.text;
};

describe('reading', () => {
  test('maps, lists with and without brackets, maps in maps', () => {
    expect(parseShorthand('a=1,b=x,y,c=[p, [q]],d={e=f,g={h=i}},j=')).toEqual({ a: '1', b: ['x', 'y'], c: ['p', ['q']], d: { e: 'f', g: { h: 'i' } }, j: '' });
  });

  test('a comma before a key silently starts the next key', () => {
    expect(parseShorthand('LOCATION=a,b=c')).toEqual({ LOCATION: 'a', b: 'c' });
  });

  test('a backslash keeps a comma; in quotes it keeps only quotes and itself', () => {
    expect(parseShorthand(String.raw`a=x\,y\z,b="q\"\\\n"`)).toEqual({ a: String.raw`x,y\z`, b: String.raw`q"\\n` });
  });

  test('after a value that ends with a backslash, the same quotes mislead', () => {
    expect(parseShorthand(String.raw`a="x\\"`)).toEqual({ a: 'x\\' });
    expect(() => parseShorthand(String.raw`a="x\\",b="y"`)).toThrow(ShorthandSyntaxError);
  });

  test("white space at the end goes, by Python's idea of it", () => {
    expect(parseShorthand('a=x\u3000\u001c\u0085,b=y\ufeff')).toEqual({ a: 'x', b: 'y\ufeff' });
  });

  test('errors say where', () => {
    expect(() => parseShorthand('a=1,a=2')).toThrow(DuplicateKeyError);
    expect(() => parseShorthand('--A==')).toThrow(new ShorthandSyntaxError('--A==', 4, "','"));
    try {
      parseShorthand('--A=😀');
    } catch (error) {
      expect(error).toMatchObject({ name: 'ShorthandParseSyntaxError', index: 4, message: "At position 5 '😀' stands where ',' must stand." });
    }
  });

  test('@= reads a file, = does not', () => {
    const readFile = (uri: string): string | null => (uri === 'file://x' ? 'text' : null);
    expect(parseShorthand('a@=file://x,b=file://x,c@=plain', { readFile })).toEqual({ a: 'text', b: 'file://x', c: 'plain' });
    expect(() => parseShorthand('a@=file://y', { readFile })).toThrow(ShorthandFileError);
    expect(() => parseShorthand('a@=file://x')).toThrow(ShorthandFileError);
  });

  test("names that JavaScript owns are names like others", () => {
    expect(Object.entries(parseShorthand('__proto__=x,constructor=y'))).toEqual([['__proto__', 'x'], ['constructor', 'y']]);
  });

  test('any text gives a map or an error with its place', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('a=', 'b', ',', '"', "'", '\\', '[', ']', '{', '}', '@', ' ', '😀')).map((list) => list.join('')));
    fc.assert(fc.property(text, (input) => {
      try {
        expect(Object.getPrototypeOf(parseShorthand(input))).toBeNull();
      } catch (error) {
        expect(error).toBeInstanceOf(ShorthandError);
        expect((error as ShorthandError).index).toBeLessThanOrEqual(input.length); // Its class was checked in the line before.
      }
    }), { numRuns: 2000 });
  });

  test.each(['a=' + '['.repeat(100_000), 'a=' + '{b='.repeat(100_000), 'a=' + 'b,'.repeat(100_000), "a='" + "\\'".repeat(100_000), 'a=b' + ',"x'.repeat(50_000), 'k=\\,'.repeat(50_000)])('hostile texts end: %.20s…', (text) => {
    try {
      parseShorthand(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ShorthandError);
    }
  });
});

describe('writing', () => {
  test('quotes only where they are needed', () => {
    expect(textOf({ '--A': 'a=b', '--B': 'New York, NY', '--C': '', '--D': ' x', '--E': `it's`, '--F': 'a\\', '--G': 'say "hi"', '--H': '😀' })).toBe(String.raw`--A=a=b,--B=New York\, NY,--C=,--D=" x",--E="it's",--F=a\ ,--G='say "hi"',--H="😀"`);
  });

  test('a quoted value that ends with a backslash goes last', () => {
    expect(textOf({ '--A': ' x\\', '--B': ' y' })).toBe(String.raw`--B=" y",--A=" x\\"`);
  });

  test('two of them take different quotes; three are refused', () => {
    expect(parseShorthand(textOf({ a: "'\\", b: '"\\' }))).toEqual({ a: "'\\", b: '"\\' });
    expect(renderShorthand({ a: ' \\', b: ' \\', c: ' \\' })).toMatchObject({ use: 'cli-json' });
    expect(renderShorthand({ a: `'"\\`, b: `"'\\` })).toMatchObject({ use: 'cli-json' });
  });

  test('what is written is read back, or refused', () => {
    fc.assert(fc.property(awkwardMap, (map) => {
      const result = renderShorthand(map);
      if ('text' in result) expect(Object.entries(parseShorthand(result.text)).sort()).toEqual(Object.entries(map).sort());
      else expect(Object.keys(map).length === 0 || Object.values(map).filter((value) => value.endsWith('\\')).length > 1).toBe(true);
    }), { numRuns: 1000 });
  });

  test('every short value of awkward characters can be written alone', () => {
    const characters = ['a', ' ', ',', '=', '"', "'", '\\', '[', ']', '{', '}', '\n', '😀'];
    const values = characters.flatMap((one) => ['', ...characters.flatMap((two) => ['', ...characters].map((three) => two + three))].map((rest) => one + rest));
    for (const value of values) expect(parseShorthand(textOf({ k: value }))).toEqual({ k: value });
  });
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matches, patternFault } from '../pattern.ts';
import { patternFor } from './pattern.ts';
import { pythons } from './test/pythons.ts';

const patterns = ['[A-Z]{2}-\\d+', 'a.b|c\\.d', '\\bx\\b.?', '^a$|b', '[^\\s\\]]+?', '\\u{1F600}x?', '😀?', '\\p{Lu}{2}', '[-\\w]*', '(?:ab)*', '\\S\\s', '\\/a[\\-]\\x41\\u00e9', '[\\d\\u{1F600}-\\u{1F64F}]+', '\\W\\D', '[^]{0,3}', '\\B.', '\\cJ|\\0', '"\'#', '(a|bc){1,2}?'];
const texts = ['', 'NY-12', 'NY-\u0661', 'axb', 'a\nb', 'a\u2028b', 'c.d', 'x', 'xé', 'a', 'a\n', 'b', '\ufeff', '\u001c', '😀', '😀x', 'ÀÉ', 'AB', 'é', 'ſ', 'abab', 'x\u00a0', 'x\u0085', '/a-Aé', '\n', '\0', '"\'#', 'abca', '\ud800', 'a_1'];

describe('a pattern in another language', () => {
  const found = pythons().find(({ path }) => path !== null)?.path ?? '';
  it.skipIf(found === '')('matches in Python what it matches in JavaScript', () => {
    expect(patterns.filter((pattern) => patternFault(pattern) !== null)).toEqual([]);
    const random = fc.sample(fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'x', '-', '1', '_', ' ', '\n', 'é', '😀', '\u0661', '\u00a0'), maxLength: 4 }), { numRuns: 200, seed: 5 });
    const all = [...texts, ...random];
    const asked = JSON.stringify({ patterns: patterns.map((pattern) => patternFor('python', pattern)), all });
    const program = 'import json, re, sys\ngiven = json.load(sys.stdin)\nprint(json.dumps([[re.fullmatch(p, t) is not None for t in given["all"]] for p in given["patterns"]]))';
    const seen: unknown = JSON.parse(execFileSync(found, ['-W', 'error', '-c', program], { input: asked, encoding: 'utf8' }));
    expect(seen).toEqual(patterns.map((pattern) => all.map((text) => matches(pattern, text))));
  });

  test('is written for each language in its own way', () => {
    expect(patternFor('python', '^\\d-$')).toBe('\\A[0-9]\\x2d\\Z');
    expect(patternFor('java', '^\\d-$')).toBe('\\A[0-9]\\x{2d}\\z');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Guard } from '../guard.ts';
import { boundedRegex } from './engine.ts';

const limits = { expressionMs: 0, expressionDepth: 0, sequenceItems: 0, regexSteps: 200_000 };

function allOf(engine: RegExp, text: string): unknown[] {
  const found: unknown[] = [];
  engine.lastIndex = 0;
  for (let match = engine.exec(text); match !== null && found.length < 20; match = engine.exec(text)) {
    found.push([match.index, ...match]);
    if (match[0] === '') engine.lastIndex += 1;
  }
  return found;
}
function ours(source: string, flags: string, text: string): unknown[] {
  const guard = new Guard(limits);
  guard.begin();
  return allOf(new (boundedRegex(guard))(new RegExp(source, flags)), text);
}

test.each([
  ['a(b)?c', '', 'ac abc'], ['(a|ab)(c|bcd)(d*)', '', 'abcd'], ['[a-c-]+', '', 'x-a-b-x'], ['[^\\]]+', '', 'a]b'], ['\\bfoo\\B', '', 'foo food'],
  ['^b$', 'm', 'a\nb\nc'], ['(?:a|b)+?c', '', 'abac'], ['(\\w)\\1', '', 'aabbcd'], ['a{2,3}', '', 'aaaaa'], ['a{,3}', '', 'a{,3}'], ['x(?=y)', '', 'xy xz'],
  ['x(?!y)', '', 'xy xz'], ['(?<=a)b', '', 'ab cb'], ['(?<!a)b', '', 'ab cb'], ['\\u0041\\x42', '', 'AB'], ['É', 'i', 'éÉ'], ['(?<n>a)b', '', 'ab'], ['.', '', 'a\nb'], ['[\\d\\-.]+', '', '1-2.3'],
  ['(a*)*', '', 'b'], ['(?:a?)*?b', '', 'aab'], ['\\/', '', 'a/b'], ['[\\b]', '', '\b'], ['(z)((a+)?(b+)?(c))*', '', 'zaacbbbcac'],
])('/%s/%s finds in %j what JavaScript finds', (source, flags, text) => {
  expect(ours(source, flags, text)).toEqual(allOf(new RegExp(source, `${flags}g`), text));
});

test('random patterns find in random texts what JavaScript finds', () => {
  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\d', '(a)', '(b|c)', '(?:ab)', '(a|)', '(?:a|ab)', '^', '$', '\\b', '(c*)', '(?=b)', '(?!c)');
  const repeat = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}');
  // What takes no character cannot be repeated in every dialect.
  const piece = fc.tuple(atom, repeat).map(([one, times]) => (/^[\^$\\(]/.test(one) && (one === '^' || one === '$' || one === '\\b' || one.startsWith('(?=') || one.startsWith('(?!')) ? one : one + times));
  const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).chain((pieces) => fc.constantFrom(pieces.join(''), pieces.join('|'), `(${pieces.join('')})+`));
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'A'), { maxLength: 10 }).map((chars) => chars.join(''));
  fc.assert(
    fc.property(pattern, text, fc.constantFrom('', 'i', 'm'), (source, where, flags) => {
      expect(ours(source, flags, where)).toEqual(allOf(new RegExp(source, `${flags}g`), where));
    }),
    { numRuns: 3000 },
  );
});

test('a pattern that would try for ever ends', () => {
  expect(() => ours('^(a+)+$', '', `${'a'.repeat(50)}!`)).toThrow('takes too many steps');
  expect(() => ours('(?:a|aa)*$', '', `${'a'.repeat(5000)}!`)).toThrow('takes too many steps');
});

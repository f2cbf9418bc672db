import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../engine-types.ts';
import { parseDefinition } from '../check/parse.ts';
import { yamlOf } from './yaml.ts';

/** Texts that readers of YAML take for something else, or that have a meaning of their own where they stand plain. */
const awkward = [
  '', ' ', 'yes', 'No', 'on', 'OFF', 'y', 'null', '~', 'true', '0x1F', '0o17', '017', '1_000', '1e3', '.5', '.inf', '-.INF', '.NaN', '12:30:45', '2026-01-31', '2026-01-31T02:00:00Z', '=', '<<', '*a', '&a', '!a', '!!str a', '%a', '@a', '`a`',
  '- a', '-', '---', '...', '? a', ': a', 'a: b', 'a #b', '#a', '[a]', '{a}', '{% $states.input %}', "{% $a = 'it''s' & \"\\\"\" %}", '{% (\n  $a := 1;\n  $a\n) %}', "'", '"', '|', '>', 'a\n', '\na', ' a', 'a ', 'a\n\n  b\n', '\t', 'a\tb', '\r', 'a\r\nb', '\0', '\u0085', '\u2028', '\ufeffa', '\u007f', '😀', '\ud800',
  `{% ${'$states.input.some.very.long.path & " and " & '.repeat(40)}"" %}`, 'word '.repeat(60),
];
const texts = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary' }), fc.string());
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(texts, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('a definition as YAML', () => {
  test('is the same value to readers of YAML 1.2 and 1.1, whatever its texts are', () => {
    fc.assert(fc.property(fc.dictionary(texts, value, { noNullPrototype: true }), (json) => {
      const text = yamlOf(json);
      expect(parse(text)).toEqual(json);
      expect(parse(text, { version: '1.1' })).toEqual(json);
      expect(yamlOf(structuredClone(json))).toBe(text);
    }), { numRuns: 500 });
  });

  test.each(awkward)('takes %j as a text, a name and an item', (text) => {
    for (const json of [{ a: text }, { [text]: 1 }, { a: [text] }]) expect(parse(yamlOf(json), { version: '1.1' })).toEqual(json);
  });

  test('is read back by this package, and each expression stays on its line', () => {
    const long = `{% ${'$states.input.rows & " rows, " & '.repeat(20)}"" %}`;
    const definition = { Comment: "What 'a' does: all.", QueryLanguage: 'JSONata', StartAt: 'a ready?', States: { 'a ready?': { Type: 'Pass', Output: long, Next: 'No' }, No: { Type: 'Succeed' } } };
    const text = yamlOf(definition);
    expect(text.split('\n')).toContain(`    Output: '${long}'`);
    expect(text).toMatch(/^Comment: "What 'a' does: all\."\n/);
    expect(parseDefinition(text)).toEqual({ machine: definition, problems: [] });
  });

  test('writes a value twice that is there twice: readers that know no aliases read it', () => {
    const same = [{ ErrorEquals: ['States.ALL'] }];
    expect(yamlOf({ a: same, b: same })).not.toMatch(/[&*]/);
  });
});

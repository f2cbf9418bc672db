import fc from 'fast-check';

const pieces = ['a', 'NY', ' ', '\t', '\n', '\r', '\r\n', ',', '=', '"', "'", '\\', '\\,', '\\"', "\\'", '$(touch x)', '${x}', '$${', '$$', '%{if}', '`id`', '{', '}', '[', ']', '{{ x }}', '{% x %}', '{#', '{%', '%}', '-h', '--', '--A=evil', "'; --A=evil", ';', '&&', '|', '#', '//', '!', '*', '~', '@', 'é', '中', '😀', 'e\u0301', '\u3000', '\u0085', '\u00a0', '\u2019', '\u201c', '\ufeff', '\u2028', '\x1c', '\u0001', '\x7f', 'file://x', '\\n', 'null', '1'];

/** Values that break what is written by joining strings: quotes, separators, templates, everything invisible. */
export const awkwardValue: fc.Arbitrary<string> = fc.oneof({ weight: 4, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((list) => list.join('')) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')) });

export const awkwardKey: fc.Arbitrary<string> = fc.oneof(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,12}$/).map((name) => `--${name}`),
  fc.constantFrom('--conf', '--A', '--', '__proto__', '--__proto__', 'constructor', '1', '--a/b:c#d'),
);
export const awkwardMap: fc.Arbitrary<Record<string, string>> = fc.dictionary(awkwardKey, awkwardValue, { maxKeys: 5, noNullPrototype: false });

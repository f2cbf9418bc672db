import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileIntrinsic, IntrinsicSyntaxError } from './index.ts';

/** The offset at which a text stops being a call, or null. */
function offsetOf(source: string): number | null {
  try {
    compileIntrinsic(source);
    return null;
  } catch (error) {
    if (!(error instanceof IntrinsicSyntaxError)) throw error;
    return error.offset;
  }
}

test.each([
  ['', 0],
  ['States.', 0],
  ['States.Foo()', 0],
  ['States.format()', 0],
  ['Math.Add(1, 2)', 0],
  ['States.UUID', 11],
  ['States.UUID(', 12],
  ['States.UUID()x', 13],
  ['States.UUID()[0]', 13],
  ['States.Array(1 2)', 15],
  ['States.Array(1,)', 15],
  ['States.Array(,1)', 13],
  ['States.Array("x")', 13],
  ["States.Array('x)", 13],
  [String.raw`States.Array('a\n')`, 15],
  [String.raw`States.Array('a\ `.trimEnd(), 15],
  ['States.Array(x)', 13],
  ['States.Array(1e999)', 13],
  ['States.Array(01x)', 13],
  ['States.Array($.a[)', 17],
  ['States.Array($.a..)', 18],
  ['States.Array(States.Foo())', 13],
])('%s stops being a call at %d', (source, offset) => {
  expect(offsetOf(source)).toBe(offset);
});

test('commas and brackets in texts, names and filters are theirs', () => {
  const { args } = compileIntrinsic("States.Array( 'a,)' , $['b,)'].c , $.d[?(@.e == ',' && (@.f == ')'))].g,$.h )");
  expect(args.map((arg) => (arg.is === 'path' ? arg.path.source : arg.is === 'text' ? arg.value : null))).toEqual(['a,)', "$['b,)'].c", "$.d[?(@.e == ',' && (@.f == ')'))].g", '$.h']);
});

test('calls nest ten levels', () => {
  const nested = (levels: number): string => 'States.Array('.repeat(levels) + ')'.repeat(levels);
  expect(offsetOf(nested(10))).toBeNull();
  expect(offsetOf(nested(11))).toBe(130);
  expect(offsetOf(nested(50_000))).toBe(130);
});

test('any text is a call or says where it stops being one', () => {
  const pieces = fc.array(fc.constantFrom('States.Array', 'States.Format', '(', ')', ',', ' ', "'", '\\', '{}', '$', '.a', '[', ']', '?', '"', '1', '-', 'null', 'true'), { maxLength: 25 }).map((all) => `States.Array(${all.join('')}`);
  fc.assert(fc.property(fc.oneof(pieces, fc.string()), (source) => {
    const offset = offsetOf(source);
    if (offset === null) return;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThanOrEqual(source.length);
  }), { numRuns: 3000 });
});

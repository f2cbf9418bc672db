import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { run } from '../testing.ts';

const doubled = '$reduce([1..40], function($all, $i) { [$all, $all] }, [1])';
const long = '$join([1..100000] ~> $map(function($i) { "a" }))';

describe('each ends in a limit error, and what follows it in the process goes on', () => {
  test.each([
    ['a loop of loops', '$sum([1..3000].($x := $; $sum([1..3000].($ * $x))))'],
    ['recursion that doubles', '($f := function($n) { $n = 0 ? 1 : $f($n - 1) + $f($n - 1) }; $f(60))'],
    ['recursion without end', '($f := function($n) { $f($n + 1) + 1 }; $f(0))'],
    ['a loop without end, by a tail call', '($f := function($n) { $f($n + 1) }; $f(0))'],
    ['a huge range', '[1..10000000]'],
    ['huge ranges in each other', '[1..100000].[1..100000]'],
    ['a huge pad', '$pad("a", 1000000000)'],
    ['a huge pad to the left', '$pad("a", -500000000, "ab")'],
    ['a text that doubles', '$reduce([1..60], function($all, $i) { $all & $all }, "ab")'],
    ['a value that doubles by sharing', doubled],
    ['two of them compared', `${doubled} = ${doubled}`],
    ['one of them written out', `$string(${doubled})`],
    ['a long join', '$join([1..100000] ~> $map(function($i) { "a" }), $pad("", 100000))'],
    ['a long join of long texts', `(${long}; $t := $pad("", 200000, "x"); $join([1..10000] ~> $map(function($i) { $t })))`],
    ['replacing each by much', '$replace($pad("", 200000, "a"), "a", $pad("", 200000, "b"))'],
    ['a regular expression that tries for ever', '$match($pad("", 40, "a") & "!", /^(a+)+$/)'],
    ['one with many repeats beside each other', '$contains($pad("", 5000, "a"), /a*a*a*a*a*a*b/)'],
    ['one that looks back', '$replace($pad("", 3000, "ab"), /(a|b|ab)*c/, "")'],
    ['one that splits', '$split($pad("", 30000, "x"), /(x+x+)+y/)'],
    ['a picture of a time', '$toMillis($pad("", 2000, "1") & "x", "[Y][M][D][H][m][s][f][Y][M][D]")'],
    ['sorting by a function that loops', '$sort([1..2000], function($a, $b) { $sum([1..1000].($ * 2)) > $a })'],
    ['wildcards in wildcards', '($r := [1..2000].{"a": [1..50]}; $r.**.**.**)'],
    ['brackets without end', `${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ])('%s', async (_name, expression) => {
    const end = await run({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
    expect(end).toMatchObject({ status: 'FAILED' });
    expect(['States.QueryEvaluationError', 'States.DataLimitExceeded']).toContain(end.error);
  });
});

test('long lists made again and again are counted, and do not wait for the clock', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% [1..100000].[1..100000] %}', End: true } }, {}, { expressionMs: 600_000 });
  expect(end.cause).toMatch(/more than 400000 steps/u);
});

test('100,000 different items are told from each other at once', async () => {
  const end = await run({ A: { Type: 'Pass', Output: '{% $count($distinct([1..100000])) %}', End: true } });
  expect(end.output).toBe(100_000);
});

test.each<[string, Json]>([
  ['$distinct([1, "1", 1, null, {"a": 1, "b": 2}, {"b": 2, "a": 1}])', [1, '1', null, { a: 1, b: 2 }]],
  ['$distinct([{"a": 3}, {"a": 3}].a)', 3],
  ['$distinct("x")', 'x'],
  ['$pad("é😀", 5, "-=")', 'é😀-=-'],
  ['$pad("ab", -5)', '   ab'],
  ['$pad("abc", 2)', 'abc'],
  ['$join(["a", "b"], "-")', 'a-b'],
  ['$join("a")', 'a'],
  ['$toMillis("2018-03-05", "[Y0001]-[M01]-[D01]")', 1_520_208_000_000],
  ['$toMillis("2017-11-07T15:07:54.972Z")', 1_510_067_274_972],
  ['$exists($pad($states.input.none, 5))', false],
])('what is bounded means what it means in JSONata: %s', async (expression, expected) => {
  const end = await run({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  expect(end.output).toEqual(expected);
});

// Expressions, paths and calls that are meant to hang or crash an engine.
import type { Json } from '@millrace/asl';
import { executed, jsonata, machine, nested, path, repeated, type Attack } from './attack.ts';

const runtime = /^FAILED States\.(?:Runtime|DataLimitExceeded)$/u;
const doubled = '$reduce([1..40], function($all, $i) { [$all, $all] }, [1])';
const own = (text: string): Json => JSON.parse(text) as Json; // JSON.parse gives JSON
const deepText = '['.repeat(100_000) + ']'.repeat(100_000);

export const expressions: readonly Attack[] = [
  jsonata('loops in loops', '$sum([1..3000].($x := $; $sum([1..3000].($ * $x))))'),
  jsonata('recursion that doubles', '($f := function($n) { $n = 0 ? 1 : $f($n - 1) + $f($n - 1) }; $f(60))'),
  jsonata('recursion that calls itself in ten ways', '($f := function($n) { [1..10].$f($n + $) }; $f(0))'),
  jsonata('recursion without an end', '($f := function($n) { $f($n + 1) + 1 }; $f(0))'),
  jsonata('a loop without an end, by a tail call', '($f := function($n) { $f($n + 1) }; $f(0))'),
  jsonata('two functions that call each other', '($a := function($n) { $b($n) }; $b := function($n) { $a($n) }; $a(0))'),
  jsonata('a range of a hundred million', '[1..100000000]'),
  jsonata('ranges in each other', '[1..100000].[1..100000]'),
  jsonata('$range of a billion', '$range(1, 1000000000, 1)'),
  jsonata('$range that never arrives', '$range(1, 10, 0)', /^FAILED|^SUCCEEDED/u),
  jsonata('$partition into a million', '$partition([1..100000], 0)', /^FAILED|^SUCCEEDED/u),
  jsonata('a text of a billion blanks', '$pad("a", 1000000000)'),
  jsonata('a text that doubles', '$reduce([1..60], function($all, $i) { $all & $all }, "ab")'),
  jsonata('a value that doubles by sharing', doubled),
  jsonata('two such values compared', `${doubled} = ${doubled}`),
  jsonata('such a value written out', `$string(${doubled})`),
  jsonata('such a value hashed', `$hash($string(${doubled}), "SHA-256")`),
  jsonata('each letter replaced by much', '$replace($pad("", 200000, "a"), "a", $pad("", 200000, "b"))'),
  jsonata('a million replacements of nothing', '$replace($pad("", 200000, "a"), /x*/, "bbbbbbbbbb")', /^FAILED/u),
  jsonata('a text split between all letters', '$count($split($pad("", 250000, "a"), ""))', /^FAILED|^SUCCEEDED/u),
  jsonata('a regular expression: (a+)+$', '$match($pad("", 60, "a") & "!", /^(a+)+$/)'),
  jsonata('a regular expression: (a|a)*b', '$contains($pad("", 5000, "a"), /(a|a)*b/)'),
  jsonata('a regular expression: (.*a){20}', '$contains($pad("", 2000, "a") & "b", /^(.*a){20}$/)'),
  jsonata('a regular expression that looks back and ahead', '$contains($pad("", 3000, "ab"), /(?=(a+b)+$)(?:(\\w)\\2?)*c/)', /^FAILED/u),
  jsonata('a regular expression that repeats up to 100,000 times', '$contains($pad("", 5000, "a"), /(a{0,100000}){0,100000}b/)', /^FAILED/u),
  jsonata('a regular expression of 50,000 alternatives', () => `$contains("x", /${repeated(50_000, (n) => `a${n}`).join('|')}/)`, /^FAILED|^SUCCEEDED/u),
  jsonata('a picture of a time with many parts', '$toMillis($pad("", 2000, "1") & "x", "[Y][M][D][H][m][s][f][Y][M][D]")'),
  jsonata('a picture of a time that is wide', '$fromMillis(0, "[Y0001,100000000-100000000]")', /^FAILED|^SUCCEEDED/u),
  jsonata('a picture of a number of 200,000 digits', '$formatNumber(1, $pad("", 200000, "0"))', /^FAILED|^SUCCEEDED/u),
  jsonata('a huge number in words', '$formatInteger(1e300, "w")', /^FAILED|^SUCCEEDED/u),
  jsonata('a huge number in Roman digits', '$formatInteger(1e15, "I")', /^FAILED|^SUCCEEDED/u),
  jsonata('sorting by a function that loops', '$sort([1..2000], function($a, $b) { $sum([1..1000].($ * 2)) > $a })'),
  jsonata('sorting by what is never sorted', '$sort([1..100000], function($a, $b) { true })', /^FAILED|^SUCCEEDED/u),
  jsonata('wildcards in wildcards', '($r := [1..2000].{"a": [1..50]}; $r.**.**.**)'),
  jsonata('parents of parents', '($r := [1..2000].{"a": {"b": {"c": 1}}}; $r.a.b.c.%.%.%.a.b.c.%.%.%.**)', /^FAILED|^SUCCEEDED/u),
  jsonata('joins of a list with itself', '($r := [1..2000].{"a": $}; $r@$x.($r)@$y.($r)@$z[$x.a = $y.a + $z.a])', /^FAILED/u),
  jsonata('a group for each pair', '([1..1000].{"a": $, "b": [1..1000]}){$string(a): b.b.b}', /^FAILED|^SUCCEEDED/u),
  jsonata('a change of all that it holds, again and again', '($f := function($v) { $f($v ~> |**|{"x": $v}|) }; $f($states.input))', /^FAILED/u, () => ({ a: { b: { c: 1 } } })),
  jsonata('brackets without an end', () => '('.repeat(200_000), /^FAILED/u),
  jsonata('JSON of 100,000 levels', '$parse($states.input.text)', /^FAILED/u, () => ({ text: deepText })),
  jsonata('members of every object: read', '[$states.input.__proto__, $states.input.constructor, $lookup($states.input, "toString")]', /^SUCCEEDED$/u),
  jsonata('members of every object: merged', '$merge([$states.input, $parse($states.input.text)])', /^SUCCEEDED$/u, () => ({ text: '{"__proto__":{"polluted":true}}' })),
  jsonata('code of JavaScript', '$states.input.constructor.constructor("return process")()', /^FAILED/u),
  jsonata('$eval', '$eval("1+1")', /^FAILED/u),
];

const deep = (levels: number): Json => nested(levels, 1, (inner) => ({ a: [inner] }));
const wide = (count: number): Json => repeated(count, (id) => ({ id, a: { b: id } }));

export const paths: readonly Attack[] = [
  path('path: all of all of all', '$..*..*..*', runtime, () => deep(400)),
  path('path: filters that look through all in filters that look through all', '$..[?(@..[?(@..[?(@.a)])])]', runtime, () => deep(400)),
  path('path: the same name, ten times at any depth', `$${'..a'.repeat(10)}`, runtime, () => deep(400)),
  path('path: a slice of a billion', '$.a[0:1000000000:1]', /^SUCCEEDED|^FAILED/u, () => ({ a: [1, 2, 3] })),
  path('path: a slice without a step', '$.a[::0]', /^SUCCEEDED|^FAILED/u, () => ({ a: [1, 2, 3] })),
  path('path: 20,000 places that are not there', () => `$.a[${repeated(20_000, (n) => n * 1000).join(',')}]`, /^SUCCEEDED|^FAILED/u, () => ({ a: [1, 2, 3] })),
  path('path: 5,000 items, each compared with a filter of 5,000 parts', () => `$.a[?(${repeated(5000, (n) => `@.id == ${n}`).join(' || ')})]`, /^SUCCEEDED|^FAILED/u, () => ({ a: wide(5000) })),
  path('path: brackets in a filter, 100,000 deep', () => `$[?(${'('.repeat(100_000)}@.a${')'.repeat(100_000)})]`, /^FAILED/u),
  path('path: members of every object', '$.__proto__.constructor', /^FAILED/u, () => own('{"a":1}')),
  path('intrinsic function: a range of two billion', 'States.ArrayRange(0, 2000000000, 1)', runtime),
  path('intrinsic function: parts of nothing', 'States.ArrayPartition($.a, 0)', runtime, () => ({ a: [1, 2, 3] })),
  path('intrinsic function: 20,000 different items told from each other', 'States.ArrayUnique($.a)', /^SUCCEEDED|^FAILED/u, () => ({ a: repeated(20_000, (n) => `item ${n}`) })),
  path('intrinsic function: a value that is not there in 2,000 items', 'States.ArrayContains($.a, $.b)', /^SUCCEEDED$/u, () => ({ a: repeated(2000, () => deep(10)), b: deep(11) })),
  path('intrinsic function: JSON of 100,000 levels', 'States.StringToJson($.text)', runtime, () => ({ text: deepText })),
  path('intrinsic function: members of every object', 'States.JsonMerge($.a, States.StringToJson($.text), false)', /^SUCCEEDED$/u, () => ({ a: {}, text: '{"__proto__":{"polluted":true}}' })),
  path('intrinsic function: 20,000 places in a text', () => `States.Format('${'{}'.repeat(20_000)}', ${repeated(20_000, () => '$.a').join(', ')})`, /^SUCCEEDED|^FAILED/u, () => ({ a: 'x'.repeat(100) })),
  path('intrinsic function: a text split at 200,000 places', "States.StringSplit($.text, 'ab')", /^SUCCEEDED|^FAILED/u, () => ({ text: 'ab'.repeat(100_000) })),
  path('intrinsic function: calls in calls, 20,000 deep', () => `${'States.Array('.repeat(20_000)}1${')'.repeat(20_000)}`, /^FAILED/u),
  path('intrinsic function: a value that doubles in each of 12 calls', () => repeated(12, (n) => n).reduce((inner) => `States.Array(${inner}, ${inner})`, '$.a'), /^FAILED/u, () => ({ a: 'x'.repeat(1000) })),
  executed('a pattern full of stars', () => ({ definition: machine({ C: { Type: 'Choice', Choices: [{ Variable: '$.v', StringMatches: `${'*a'.repeat(5000)}*b`, Next: 'D' }], Default: 'D' }, D: { Type: 'Succeed' } }), input: { v: 'a'.repeat(100_000) } }), /^SUCCEEDED$/u),
  executed('rules in rules, 10,000 deep', () => ({ definition: machine({ C: { Type: 'Choice', Choices: [{ ...Object(nested(10_000, { Variable: '$.v', IsNull: true }, (inner) => ({ Not: inner }))) as object, Next: 'D' }], Default: 'D' }, D: { Type: 'Succeed' } }), input: { v: 1 } }), /^FAILED|^UnsupportedDefinition|^RangeError/u),
];

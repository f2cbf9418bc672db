import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { scopeOf } from '../json-path/scope.fixture.ts';
import { callIntrinsic, compileIntrinsic, intrinsicNames, isIntrinsic } from './index.ts';

const input = {
  name: 'Ana', n: 3, half: 2.5, none: null, yes: true, list: [3, 1, 3, 2], objects: [{ a: 1, b: 2 }, { c: null }], empty: [],
  json: '{"a": [1, "x"]}', template: 'Dear {},', csv: ',a;b,,c;', obj: { a: 1, b: { c: [true, null, 'x'] } },
};
const call = (source: string, given: Json = input): Json =>
  callIntrinsic(compileIntrinsic(source), scopeOf(given, { context: { Execution: { Name: 'run-1' } }, variables: { rate: 4 } }));
const fails = (source: string, message: string, given: Json = input): void => {
  expect(() => call(source, given)).toThrow(expect.objectContaining({ name: 'States.Runtime', message: `The function '${source}' had the following error: ${message}` }));
};

test('there are eighteen', () => {
  expect(intrinsicNames).toHaveLength(18);
  expect(intrinsicNames.every(isIntrinsic)).toBe(true);
  expect(isIntrinsic('$.States.Format')).toBe(false);
});

describe('States.Format', () => {
  test.each([
    ["States.Format('Hello {}, {} and {}', $.name, $rate, $$.Execution.Name)", 'Hello Ana, 4 and run-1'],
    ["States.Format('plain')", 'plain'],
    ['States.Format($.template, $.name)', 'Dear Ana,'],
    ["States.Format('{}{}', $.none, $.yes)", 'nulltrue'],
    [String.raw`States.Format('it\'s \{{}\} \\', 1)`, String.raw`it's {1} \ `.trimEnd()],
    // Objects and arrays come out as Java writes them.
    ["States.Format('{}', $.obj)", '{a=1, b={c=[true, null, x]}}'],
    ["States.Format('{} {} {} {}', 2.50, -0.0001, 12345678.5, 1e20)", '2.5 -1.0E-4 1.23456785E7 100000000000000000000'],
    ["States.Format('{}', States.StringToJson('\"x\"'))", '"x"'],
  ])('%s', (source, expected) => {
    expect(call(source)).toBe(expected);
  });
  test('takes as many values as it has {}', () => {
    fails("States.Format('{} {}', 1)", 'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.');
    fails("States.Format('{}', 1, 2)", 'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.');
    fails("States.Format('a {b}', 1)", "Invalid arguments in States.Format: matching '}' not found for '{'.");
    fails("States.Format('}')", "Invalid arguments in States.Format: matching '{' not found for '}'.");
    fails('States.Format($.n)', 'Invalid arguments in States.Format: a text is expected.');
    fails('States.Format()', 'Invalid arguments in States.Format');
    fails('States.Format($.t)', "Invalid arguments in States.Format: a backslash escapes ', {, } and \\ only.", { t: '\\n' });
  });
  test('gives back any text that is put in', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, value) => {
      const escaped = before.replace(/[\\'{}]/gu, String.raw`\$&`);
      expect(call(`States.Format('${escaped}{}', $.v)`, { v: value })).toBe(before + value);
    }));
  });
});

describe('JSON', () => {
  test.each<[string, Json]>([
    ['States.StringToJson($.json)', { a: [1, 'x'] }],
    ["States.StringToJson('')", null],
    ["States.StringToJson(' ')", null],
    ["States.StringToJson(' -0 ')", 0],
    ['States.JsonToString($.obj)', '{"a":1,"b":{"c":[true,null,"x"]}}'],
    ["States.JsonToString('x')", '"x"'],
    ['States.JsonMerge($.objects[0], $.objects[1], false)', { a: 1, b: 2, c: null }],
    ['States.JsonMerge($.obj, $.objects[0], false)', { a: 1, b: 2 }],
    ["States.JsonMerge($.obj, $.objects[1], 'no')", { ...input.obj, c: null }],
  ])('%s', (source, expected) => {
    expect(call(source)).toEqual(expected);
    expect(Object.is(call(source), -0)).toBe(false);
  });
  test('is read back', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(call('States.StringToJson(States.JsonToString($.v))', { v: value as Json })).toEqual(value); // fast-check's JSON values are JSON
    }));
  });
  test('says what it does not take', () => {
    fails('States.StringToJson($.n)', 'Invalid arguments in States.StringToJson: a text is expected.');
    fails("States.StringToJson('[1')", 'Invalid arguments in States.StringToJson: the text is not JSON.');
    fails('States.JsonMerge($.obj, $.list, false)', 'Invalid arguments in States.JsonMerge: an object is expected.');
    fails('States.JsonMerge($.obj, $.obj, true)', 'Invalid arguments in States.JsonMerge: only the shallow merging mode is supported: pass false.');
    fails('States.JsonMerge($.obj, $.obj)', 'Invalid arguments in States.JsonMerge');
  });
});

describe('arrays', () => {
  test.each<[string, Json]>([
    ['States.Array()', []],
    ["States.Array(1, -2.5, 'x', $.list, null, false, $rate)", [1, -2.5, 'x', [3, 1, 3, 2], null, false, 4]],
    ['States.ArrayPartition($.list, 3)', [[3, 1, 3], [2]]],
    ['States.ArrayPartition($.list, 2.9)', [[3, 1], [3, 2]]],
    ['States.ArrayPartition($.empty, 3)', []],
    ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
    ['States.ArrayRange(5, 0, -2)', [5, 3, 1]],
    ['States.ArrayRange(1, 0, 1)', []],
    ['States.ArrayRange(1.9, 3.9, 1.9)', [1, 2, 3]],
    ['States.ArrayRange(-0.9, 0, 1)', [0]],
    ['States.ArrayGetItem($.list, 3)', 2],
    ['States.ArrayGetItem($.list, 1.9)', 1],
    ['States.ArrayGetItem($.empty, 4)', null],
    ['States.ArrayLength($.list)', 4],
    ['States.ArrayLength(States.Array())', 0],
  ])('%s', (source, expected) => {
    expect(call(source)).toEqual(expected);
  });

  test.each<[Json, Json, boolean]>([
    [[1, 2], 2, true],
    [[1, 2], '2', true],
    [['true'], true, true],
    [[0], false, false],
    [[null], null, true],
    [[{ a: 1, b: [] }], { a: 1, b: [] }, true],
    [[{ a: 1, b: 2 }], { b: 2, a: 1 }, false],
    [[[1, [2]]], [1, [2]], true],
    [[], [], false],
  ])('States.ArrayContains(%j, %j) is %s', (list, wanted, expected) => {
    expect(call('States.ArrayContains($.list, $.wanted)', { list, wanted })).toBe(expected);
  });

  // The order is that of Java's hash sets, as on AWS.
  test.each<[Json, Json]>([
    [[5, 5, 1, 3, 1], [1, 3, 5]],
    [['b', 'a', 'b'], ['a', 'b']],
    [[true, false, true], [false, true]],
    [[1, null, 1, null], [null, 1]],
    [[{ a: 1, b: 2 }, { b: 2, a: 1 }], [{ a: 1, b: 2 }]],
    [[[1, 2], [1, 2], [2, 1]], [[2, 1], [1, 2]]],
    [[1, '1'], [1, '1']],
    [[1.5, 1.5, -1, 3e9, 1e300, -5e9], [-1, 3e9, 1e300, 1.5, -5e9]],
  ])('States.ArrayUnique(%j) is %j', (list, expected) => {
    expect(call('States.ArrayUnique($.list)', { list })).toEqual(expected);
  });
  test('States.ArrayUnique keeps each value once', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), (values) => {
      const unique = call('States.ArrayUnique($.list)', { list: [...values, ...values] as Json[] }) as readonly Json[]; // JSON values; it gives an array
      expect(call('States.ArrayUnique($.list)', { list: unique })).toHaveLength(unique.length);
      for (const value of values) expect(unique).toContainEqual(Object.is(value, -0) ? expect.toSatisfy((one) => one === 0) : value);
    }));
  });

  test('say what they do not take', () => {
    fails('States.ArrayPartition($.list, 0.9)', 'Invalid arguments in States.ArrayPartition: a size above 0 is expected.');
    fails("States.ArrayPartition($.list, '2')", 'Invalid arguments in States.ArrayPartition: a number is expected.');
    fails('States.ArrayRange(1, 9, 0.5)', 'Invalid arguments in States.ArrayRange: a step other than 0 is expected.');
    fails('States.ArrayRange(1, 1001, 1)', 'Invalid arguments in States.ArrayRange: at most 1000 items are made.');
    fails('States.ArrayRange(2147483647, -2147483648, -1)', 'Invalid arguments in States.ArrayRange: at most 1000 items are made.');
    fails('States.ArrayRange(1, 1e18, 1)', 'Invalid arguments in States.ArrayRange: an integer of 32 bits is expected.');
    fails('States.ArrayGetItem($.list, 4)', 'Invalid arguments in States.ArrayGetItem: there is no item 4.');
    fails('States.ArrayGetItem($.list, -1)', 'Invalid arguments in States.ArrayGetItem: there is no item -1.');
    fails('States.ArrayLength($.name)', 'Invalid arguments in States.ArrayLength: an array is expected.');
    fails('States.ArrayUnique($.obj)', 'Invalid arguments in States.ArrayUnique: an array is expected.');
    fails('States.ArrayContains($.list)', 'Invalid arguments in States.ArrayContains');
  });
  test('a range of exactly 1,000 items is made', () => {
    expect(call('States.ArrayRange(1, 1000, 1)')).toHaveLength(1000);
  });
});

describe('texts', () => {
  test.each<[string, Json]>([
    ["States.Base64Encode('häß')", 'aMOkw58='],
    ["States.Base64Decode('aMOkw58=')", 'häß'],
    ["States.Base64Decode(' aM-Ok!w58')", Buffer.from('aM-Okw58', 'base64url').toString('utf8')],
    ["States.Base64Decode('YWI=YWI=')", 'ab'],
    ["States.Base64Decode('')", ''],
    ["States.Hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ["States.Hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["States.StringSplit($.csv, ',;')", ['a', 'b', 'c']],
    ["States.StringSplit($.csv, '')", [',a;b,,c;']],
    ["States.StringSplit('', ',')", []],
    ["States.StringSplit('a.b', '.')", ['a', 'b']],
  ])('%s', (source, expected) => {
    expect(call(source)).toEqual(expected);
  });
  test('other values are hashed as they are written', () => {
    expect(call("States.Hash(12, 'SHA-1')")).toBe(call("States.Hash('12', 'SHA-1')"));
    expect(call("States.Hash($.objects[0], 'SHA-1')")).toBe(call(String.raw`States.Hash('\{a=1, b=2\}', 'SHA-1')`));
  });
  test('10,000 characters are taken, not more', () => {
    const [most, more] = [{ s: 'a'.repeat(10_000) }, { s: 'a'.repeat(10_001) }];
    for (const source of ['States.Base64Encode($.s)', 'States.Base64Decode($.s)', "States.Hash($.s, 'MD5')"]) {
      expect(call(source, most)).toEqual(expect.any(String));
      expect(() => call(source, more)).toThrow('at most 10,000 characters are taken');
    }
  });
  test('say what they do not take', () => {
    fails('States.Base64Encode($.n)', 'Invalid arguments in States.Base64Encode: a text is expected.');
    fails("States.Hash('a', 'sha-256')", 'Invalid arguments in States.Hash: the algorithm is one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.');
    fails('States.StringSplit($.csv, $.list)', 'Invalid arguments in States.StringSplit: a text is expected.');
  });
  test('what is encoded is decoded', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(call('States.Base64Decode(States.Base64Encode($.s))', { s: text })).toBe(text);
    }));
  });
});

describe('numbers', () => {
  test.each<[string, Json]>([
    ['States.MathAdd($.n, -4)', -1],
    ['States.MathAdd($.half, 0)', 3],
    ['States.MathAdd(-2.5, 0)', -2],
    ['States.MathAdd(-0.5, 0)', 0],
    ['States.MathAdd(2.4, 2.4)', 4],
    ['States.MathAdd(2147483646, 1)', 2_147_483_647],
    ['States.MathAdd(1e3, 1)', 1001],
    ['States.MathRandom(1, 9)', 5],
    ['States.MathRandom(-9.9, -1.9)', -5],
    ['States.UUID()', '80808080-8080-4080-8080-808080808080'],
  ])('%s', (source, expected) => {
    expect(call(source)).toBe(expected);
  });
  test('a seed always draws the same, start included, end not', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 100 }), (seed, start, size) => {
      const drawn = call(`States.MathRandom(${start}, ${start + size}, ${seed})`) as number; // it gives a number
      expect(call(`States.MathRandom(${start}, ${start + size}, ${seed})`)).toBe(drawn);
      expect(drawn).toBeGreaterThanOrEqual(start);
      expect(drawn).toBeLessThan(start + size);
    }));
  });
  test('say what they do not take', () => {
    fails('States.MathAdd(2147483647, 1)', 'Invalid arguments in States.MathAdd: an integer of 32 bits is expected.');
    fails('States.MathAdd(3000000000, -3000000000)', 'Invalid arguments in States.MathAdd: an integer of 32 bits is expected.');
    fails("States.MathAdd(1, '1')", 'Invalid arguments in States.MathAdd: a number is expected.');
    fails('States.MathRandom(1.1, 1.9)', 'Invalid arguments in States.MathRandom: a start below the end is expected.');
    fails('States.MathRandom(1, 9, null)', 'Invalid arguments in States.MathRandom: a number is expected.');
    fails('States.UUID(1)', 'Invalid arguments in States.UUID');
  });
});

test('an argument that is not there is named, with the whole call as it is written', () => {
  fails("States.Format('{}',  States.ArrayLength($.absent))", `The JsonPath argument for the field '$.absent' could not be found in the input '{"n":1}'`, { n: 1 });
  fails('States.Array($.n[0])', 'Filter: [0] can only be applied to arrays. Current context is: 1', { n: 1 });
  fails('States.Array($nothing)', `The JsonPath argument for the field '$nothing' could not be found in the input '{"n":1}'`, { n: 1 });
});

test('deeply nested arguments end in an error, not the process', () => {
  let deep: Json = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  for (const source of ["States.Format('{}', $.v)", 'States.JsonToString($.v)', 'States.ArrayUnique($.v)', "States.ArrayContains($.v, 'x')", "States.ArrayContains($.w, $.v)", "States.Hash($.v, 'MD5')"]) {
    expect(() => call(source, { v: deep, w: [] })).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
  }
  expect(() => call('States.StringToJson($.s)', { s: '['.repeat(100_000) + ']'.repeat(100_000) })).toThrow('values nest at most');
  expect(call('States.ArrayLength($.v)', { v: deep })).toBe(1);
});

test('members named as those of Object.prototype are members like others', () => {
  const odd = JSON.parse('{"__proto__": {"polluted": true}}') as Json; // JSON.parse gives JSON
  const merged = call('States.JsonMerge($.a, $.b, false)', { a: odd, b: { x: 1 } });
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true},"x":1}');
});

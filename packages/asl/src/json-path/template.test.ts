import { describe, expect, test } from 'vitest';
import type { Json } from '../engine-types.ts';
import { fillTemplate, valueAt } from './index.ts';
import { scopeOf } from './scope.fixture.ts';

const scope = scopeOf({ order: { id: 7 }, rows: [1, 2, 3], one: 1, wait: null }, { context: { State: { Name: 'Sell' } }, variables: { rate: { net: 2 } } });
const fill = (template: Json): Json => fillTemplate(template, scope, 'Parameters');

test('members that end in .$ are filled in, wherever they are; all else stays', () => {
  expect(fill({
    fixed: '$.order.id',
    'id.$': '$.order.id',
    'state.$': '$$.State.Name',
    'net.$': '$rate.net',
    'sum.$': 'States.MathAdd($.order.id, $rate.net)',
    'rest.$': '$.rows[1:]',
    'null.$': '$.wait',
    nested: { list: [{ 'one.$': '$.one' }, 'two', [{ 'three.$': '$.rows[2]' }]] },
  })).toEqual({ fixed: '$.order.id', id: 7, state: 'Sell', net: 2, sum: 9, rest: [2, 3], null: null, nested: { list: [{ one: 1 }, 'two', [{ three: 3 }]] } });
  expect(fill('$.order')).toBe('$.order');
});

// On AWS only in a template: an argument of a function, or the Variable of a Choice rule, is missing then.
test('an index past the end gives null', () => {
  expect(fill({ 'x.$': '$.rows[9]' })).toEqual({ x: null });
  expect(() => fill({ 'x.$': '$.rows[9].id' })).toThrow('could not be found');
  expect(() => fill({ 'x.$': 'States.Array($.rows[9])' })).toThrow('could not be found');
});

test.each<[Json, string]>([
  [{ 'x.$': '$.absent' }, `The JSONPath '$.absent' specified for the field 'x.$' could not be found in the input '{"order":{"id":7},"rows":[1,2,3],"one":1,"wait":null}'`],
  [{ a: [{ 'deep.$': '$.one.two' }] }, `The JSONPath '$.one.two' specified for the field 'deep.$' could not be found in the input '{"order":{"id":7},"rows":[1,2,3],"one":1,"wait":null}'`],
  [{ 'x.$': '$$.Map.Item' }, `The JSONPath '$$.Map.Item' specified for the field 'x.$' could not be found in the input '{"State":{"Name":"Sell"}}'`],
  [{ 'x.$': 5 }, "The value for the field 'x.$' must be a STRING that contains a JSONPath but was A NUMBER"],
  [{ 'x.$': ['$.one'] }, "The value for the field 'x.$' must be a STRING that contains a JSONPath but was an ARRAY"],
  [{ 'x.$': 'one' }, "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call: 'one' is no path: expected $ at position 0."],
  [{ 'x.$': 'States.Nothing()' }, "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call: 'States.Nothing()' is no call of an intrinsic function: there is no function States.Nothing at position 0."],
])('%j fails', (template, cause) => {
  expect(() => fill(template)).toThrow(expect.objectContaining({ name: 'States.Runtime', message: cause }));
});

describe('a field says what is wrong with it as AWS does', () => {
  test.each([
    ['InputPath', '$.absent', 'States.Runtime', "Invalid path '$.absent' : No results for path: $['absent']"],
    ['OutputPath', '$.order.absent.deep', 'States.Runtime', "Invalid path '$.order.absent.deep' : Missing property in path $['order']['absent']"],
    ['OutputPath', '$.rows[9].id', 'States.Runtime', "Invalid path '$.rows[9].id' : No results for path: $['rows'][9]['id']"],
    ['TimeoutSecondsPath', '$.order[0]', 'States.Runtime', `Invalid path '$.order[0]' : Filter: [0] can only be applied to arrays. Current context is: {"id":7}`],
    ['InputPath', '$.one.two', 'States.Runtime', "Invalid path '$.one.two' : Expected to find an object with property ['two'] in path $['one']"],
    ['InputPath', "$.one['a','b']", 'States.Runtime', "Invalid path '$.one['a','b']' : Expected to find an object with property ['a','b'] in path $['one']"],
    ['InputPath', '$nothing', 'States.Runtime', "Invalid path '$nothing' : The variable '$nothing' has no value"],
    ['InputPath', 'one', 'States.Runtime', "The value for the field 'InputPath' must be a valid JSONPath: 'one' is no path: expected $ at position 0."],
    ['SecondsPath', '$.absent', 'States.Runtime', 'The SecondsPath parameter does not reference an input value: $.absent'],
    ['ErrorPath', '$$.Absent', 'States.Runtime', `The JSONPath '$$.Absent' specified for the field 'ErrorPath' could not be found in the input '{"State":{"Name":"Sell"}}'`],
    ['ItemsPath', '$.order.lines', 'States.ReferencePathConflict', 'Unable to apply step "lines" to input {"id":7}'],
  ])('%s %s', (field, source, name, message) => {
    expect(() => valueAt(source, scope, field)).toThrow(expect.objectContaining({ name, message }));
  });

  test('and gives the value, of a path or in ErrorPath and CausePath of a function', () => {
    expect(valueAt('$.rows', scope, 'ItemsPath')).toEqual([1, 2, 3]);
    expect(valueAt('$rate', scope, 'InputPath')).toEqual({ net: 2 });
    expect(valueAt("States.Format('no {}', $.order.id)", scope, 'CausePath')).toBe('no 7');
    expect(() => valueAt('States.UUID()', scope, 'InputPath')).toThrow('must be a valid JSONPath');
  });
});

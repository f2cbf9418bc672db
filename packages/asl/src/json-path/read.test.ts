import { describe, expect, test } from 'vitest';
import { compilePath, readPath } from './index.ts';
import { scopeOf } from './scope.fixture.ts';

const shop = {
  name: 'corner',
  till: null,
  'two words': 'spaced',
  orders: [
    { id: 1, total: 8.5, tags: ['new'], by: { who: 'ana' } },
    { id: 2, total: 20, tags: [], by: { who: 'bo' } },
    { id: 3, tags: ['old', 'paid'] },
  ],
  rates: [10, 20, 30, 40, 50],
  grid: [[1, 2], [3, 4]],
  none: [],
};
const read = (path: string): unknown => readPath(compilePath(path), scopeOf(shop, { context: { State: { Name: 'Sell' } }, variables: { cart: [{ sku: 'x' }], größe: 4, off: null } }));

describe('a reference leads to one place', () => {
  test.each([
    ['$', shop],
    ['$.name', 'corner'],
    ["$['two words']", 'spaced'],
    ['$["two words"]', 'spaced'],
    ['$.orders[0].by.who', 'ana'],
    ["$.orders[1]['by']['who']", 'bo'],
    ["$.orders.[1].['id']", 2],
    ['$.rates[-1]', 50],
    ['$[ "rates" ][ 0 ]', 10],
    ['$.till', null],
    ['$$.State.Name', 'Sell'],
    ['$$', { State: { Name: 'Sell' } }],
    ['$cart', [{ sku: 'x' }]],
    ['$cart[0].sku', 'x'],
    ['$größe', 4],
    ['$off', null],
  ])('%s', (path, expected) => {
    expect(compilePath(path).reference).toBe(true);
    expect(read(path)).toEqual(expected);
  });

  test.each(['$.absent', '$.absent.deeper', '$.name.first', '$.till.first', '$.rates[5]', '$.rates[-6]', '$.name[0]', '$.orders.id', '$$.Map', '$unknown', '$cart[1]'])('%s leads nowhere', (path) => {
    expect(read(path)).toBeUndefined();
  });
});

describe('other paths give an array of what they select', () => {
  test.each([
    ['$.rates[*]', [10, 20, 30, 40, 50]],
    ['$.orders[*].id', [1, 2, 3]],
    ['$.orders[*].by.who', ['ana', 'bo']],
    ['$.orders[*].tags[0]', ['new', 'old']],
    ['$.orders[*].tags', [['new'], [], ['old', 'paid']]],
    ['$.orders[0].*', [1, 8.5, ['new'], { who: 'ana' }]],
    ['$.rates[1:3]', [20, 30]],
    ['$.rates[3:]', [40, 50]],
    ['$.rates[:2]', [10, 20]],
    ['$.rates[-2:]', [40, 50]],
    ['$.rates[:-3]', [10, 20]],
    ['$.rates[1:-1]', [20, 30, 40]],
    ['$.rates[::2]', [10, 30, 50]],
    ['$.rates[1:5:3]', [20, 50]],
    ['$.rates[0,2]', [10, 30]],
    ['$.rates[-1, 0, 9]', [50, 10]],
    ['$.grid[0,1]', [[1, 2], [3, 4]]],
    ['$.grid[*][0]', [1, 3]],
    ["$.orders[*]['id','total']", [{ id: 1, total: 8.5 }, { id: 2, total: 20 }, { id: 3 }]],
    ["$['name','none']['x']", []],
    ['$..who', ['ana', 'bo']],
    ['$..tags[*]', ['new', 'old', 'paid']],
    ["$..['id']", [1, 2, 3]],
    ['$..[0]', [{ id: 1, total: 8.5, tags: ['new'], by: { who: 'ana' } }, 'new', 'old', 10, [1, 2], 1, 3]],
    ['$.grid..*', [[1, 2], [3, 4], 1, 2, 3, 4]],
    ['$.none[*].id', []],
    ['$.none[1:]', []],
    ['$.name[*]', []],
    ['$.name[1:]', []],
    ['$.rates[9][*]', []],
  ])('%s', (path, expected) => {
    expect(compilePath(path).reference).toBe(false);
    expect(read(path)).toEqual(expected);
  });

  // On AWS, a list that is not there at all is an empty selection, not an error.
  test.each(['$.absent[*]', '$.absent[:1]', '$.absent.list[*].id', '$.absent[?(@.id)]', '$.till[*]'])('%s selects nothing', (path) => {
    expect(read(path)).toEqual([]);
  });

  test('two names at the end of a reference give an object of the two', () => {
    expect(read("$['name','till','absent']")).toEqual({ name: 'corner', till: null });
    expect(read("$.name['a','b']")).toBeUndefined();
  });
});

describe('a filter selects items of an array that meet its condition', () => {
  const ids = (condition: string): unknown => read(`$.orders[?(${condition})].id`);
  test.each([
    ['@.id == 2', [2]],
    ['@.id != 2', [1, 3]],
    ['@.total < 20', [1]],
    ['@.total <= 20', [1, 2]],
    ['@.total > 8.5', [2]],
    ['@.total >= -1e1', [1, 2]],
    ['10 < @.total', [2]],
    ["@.by.who == 'ana'", [1]],
    ["@['by']['who'] > 'b'", [2]],
    ['@.total', [1, 2]],
    ['!@.total', [3]],
    ["@.total && @.by.who == 'bo'", [2]],
    ["@.id == 3 || @.by.who == 'bo'", [2, 3]],
    ["@.id == 3 || @.total && @.id == 1", [1, 3]],
    ["(@.id == 3 || @.total) && @.id == 1", [1]],
    ['!(@.id == 1)', [2, 3]],
    ["@.tags[0] == 'old'", [3]],
    ['@.absent == 1', []],
    ['@.absent != 1', [1, 2, 3]],
    ['@.absent == null', []],
    ["@.id == '2'", [2]],
    ["@.total < 'x'", []],
    ['@.tags[?(@.x)]', [1, 2, 3]],
  ])('%s', (condition, expected) => {
    expect(ids(condition)).toEqual(expected);
  });

  test('an object is tested itself', () => {
    expect(read("$.orders[0].by[?(@.who == 'ana')].who")).toEqual(['ana']);
  });
  // Step Functions developer guide, "Using paths to access input".
  test('scalars are never selected', () => {
    expect(read('$.rates[?(@ > 20)]')).toEqual([]);
    expect(read('$.rates[?(@.x != 1)]')).toEqual([]);
  });
});

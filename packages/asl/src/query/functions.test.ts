import { expect, test } from 'vitest';
import { run } from '../testing.ts';

const value = async (expression: string, random = 0.5) => (await run({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }, {}, { random: () => random, now: 1_700_000_000_000 })).output;

test.each([
  ['$range(0, 5, 2)', [0, 2, 4]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$parse("{\\"a\\": [1]}")', { a: [1] }],
  ['$hash("abc", "SHA-256")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['$random()', 0.5],
  ['$random(7) = $random(7)', true],
  ['$uuid()', '80808080-8080-4080-8080-808080808080'],
  ['$now()', '2023-11-14T22:13:20.000Z'],
  ['$now("[Y0001]-[M01]")', '2023-11'],
  ['$millis()', 1_700_000_000_000],
])('%s', async (expression, expected) => {
  expect(await value(expression)).toEqual(expected);
});

test.each(['$range(1, 5000, 1)', '$range(1, 2, 0)', '$partition(1, 1)', '$parse("{")', '$hash("a", "CRC")', '$eval("1")', 'function($x) { $x }'])('%s is an error', async (expression) => {
  const end = await run({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  expect(end.error).toBe('States.QueryEvaluationError');
});

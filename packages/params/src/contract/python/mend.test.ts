import { describe, expect, it } from 'vitest';
import { checkScript, type Finding } from '../index.ts';

const check = (text: string): Promise<Finding[]> => checkScript({ language: 'python', text, file: 'job.py', declared: null, passed: { A: '1' }, glueVersion: '5.0' });

describe('Python that the grammar does not know', () => {
  it.each([
    ['a yield of nothing', 'def f():\n    yield\n'],
    ['a yield of nothing that is given a name', 'def f():\n    x = yield\n    y = (yield)\n'],
    ['a number that ends with its point', 'x = 5.\ny = (1_0. + 2.)\n'],
    ['brackets around the head of a with', 'with (open(a) as b, open(c) as d):\n    pass\n'],
    ['such a head in several lines, with a comma at its end', "with (\n    open('(') as b,\n    open(c) as d,\n):\n    pass\n"],
    ['patterns with names', 'match a:\n    case A(x=1, y=B()) as z:\n        pass\n    case _:\n        pass\n'],
    ['a match over two values', 'match a, b:\n    case 1, 2:\n        pass\n'],
    ['a decorator that is any expression', '@a.b[c](d)\ndef f():\n    pass\n'],
  ])('is no damage: %s', async (_title, text) => {
    expect(await check(text)).toEqual([]);
  });

  it('keeps its places', async () => {
    const found = await check('import sys\nfrom awsglue.utils import getResolvedOptions\nwith (\n    open(a) as b,\n    open(c) as d,\n):\n    getResolvedOptions(sys.argv, ["A", "B"])\n');
    expect(found.map(({ code, line, col, name }) => [code, line, col, name])).toEqual([['MR2401', 7, 40, 'B']]);
  });

  it.each([['yield = 3\n', 1], ['x = 5..\n', 1], ['with (a as b:\n    pass\n', 1], ['@\ndef f(:\n    pass\n', 2]])('is still told where it is none: %o', async (text, line) => {
    expect(await check(text)).toMatchObject([{ code: 'MR2411', line }]);
  });
});

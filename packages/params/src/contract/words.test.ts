import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getResolvedOptions } from '../resolved-options/index.ts';
import { checkScript, wordFaults } from './index.ts';

const text = "import sys\nfrom awsglue.utils import getResolvedOptions\nargs = getResolvedOptions(sys.argv, ['A'])\n";
const check = (passed: Record<string, string | null>, glueVersion: '5.0' | '6.0' = '5.0') => checkScript({ language: 'python', text, file: 'job.py', declared: null, passed, glueVersion });

describe('a value that begins with a dash, of an argument that is passed and never asked for', () => {
  it.each([
    ['-h', /asks for the usage: the job ends at once, as a success that did nothing/],
    ['--help', /asks for the usage/],
    ['--A=evil', /'B', '--A=evil', sets 'A'/],
    ['--A', /the parser refuses: '--A'/],
    ['--', /the parser refuses: '--'/],
  ])('is an error: %s', async (value, told) => {
    for (const version of ['5.0', '6.0'] as const) {
      const found = (await check({ A: '1', B: value }, version)).filter(({ code }) => code === 'MR2407');
      expect(found.map(({ severity, name, line }) => [severity, name, line])).toEqual([['error', 'B', 3]]);
      expect(found[0]?.message).toMatch(told);
      expect(found[0]?.hint).toContain('joining them by = cannot be had');
    }
  });

  it('is none where the parser takes it or drops it', async () => {
    for (const value of ['-', '-5', '-.5', '--other=1', '-x', '-a b', 'x--A=1']) expect((await check({ A: '1', B: value })).map(({ code }) => code)).toEqual(['MR2402']);
  });
});

it('a value with a space may still name another option', () => {
  expect(wordFaults({ A: 'x', B: '--A=evil words' }, ['A', 'B'], '6.0').map(({ name, message }) => [name, message])).toEqual([['B', "the value of 'B' begins with a dash, which the parser refuses: '--A=evil words'"]]);
  expect(wordFaults({ A: 'x', B: '--C=fine words' }, ['A', 'B'], '6.0')).toEqual([]);
});

it('where no fault is told every asked name gets its own value, in any order', () => {
  const value = fc.constantFrom('x', '-h', '--', '--A=evil', '--A', '--B', '-5', '-', '--help', '-x y', '--AB=1', '--C=1', '', '=');
  fc.assert(fc.property(fc.record({ A: value, B: value, C: value, AB: value }), fc.shuffledSubarray(['A', 'B', 'C', 'AB']), fc.shuffledSubarray(['A', 'B', 'C', 'AB'], { minLength: 4 }), (passed, asked, order) => {
    if (wordFaults(passed, asked, '6.0').length > 0) return;
    const of: Readonly<Record<string, string>> = passed;
    const seen = getResolvedOptions(['script', ...order.flatMap((name) => [`--${name}`, of[name] ?? ''])], asked, { glueVersion: '6.0' });
    for (const name of asked) expect(seen[name]).toBe(of[name]);
  }), { numRuns: 2000, seed: 3 });
});

it('a script with a byte order mark is Python, and one that is not Python is no clean one', async () => {
  const check = (script: string) => checkScript({ language: 'python', text: script, file: 'job.py', declared: null, passed: { A: 'x' }, glueVersion: '5.0' });
  expect(await check(`\ufeff${text}`)).toEqual([]);
  expect((await check('def f(:\n')).map(({ code, severity }) => [code, severity])).toEqual([['MR2411', 'warning']]);
});

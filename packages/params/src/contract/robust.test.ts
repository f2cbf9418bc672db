import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paramsCatalogue } from '../catalogue.ts';
import { checkScript, type ScriptToCheck } from './index.ts';
import { examples } from './test/scripts.ts';

const all = [...examples('correct-python.txt', 'python'), ...examples('correct-scala.txt', 'scala'), ...examples('faulty.txt', null)];
const python = (text: string): ScriptToCheck => ({ language: 'python', text, file: 'job.py', declared: null, passed: { SRC: 'x' }, glueVersion: '5.0' });
const HEAD = 'import sys\nfrom awsglue.utils import getResolvedOptions\n';

describe('whatever a script holds', () => {
  it('is read to its end, cut or damaged as it may be', async () => {
    const damaged = fc.record({ example: fc.constantFrom(...all), from: fc.nat(), length: fc.nat({ max: 60 }), put: fc.constantFrom('', '(', ')', '"', "'''", '[', ']', ':', '\n', ' ', 'f"{', '*', '=', 'if ', '\u0000', '😀') });
    await fc.assert(fc.asyncProperty(damaged, async ({ example, from, length, put }) => {
      const { text } = example.script;
      const at = from % (text.length + 1);
      const found = await checkScript({ ...example.script, text: text.slice(0, at) + put + text.slice(at + length) });
      for (const { code, line } of found) {
        expect(Object.keys(paramsCatalogue)).toContain(code);
        expect(line).toBeGreaterThan(0);
      }
    }), { numRuns: 300, seed: 11 });
  }, 120_000);

  it.each([
    ['brackets in brackets', '['.repeat(20_000)],
    ['a long sum', `x = ${Array(5_000).fill("'a'").join(' + ')}\n`],
    ['a text that doubles', `${HEAD}s = 'ab'\n${'s = s + s\n'.repeat(60)}getResolvedOptions(sys.argv, [s])\n`],
    ['a list that doubles', `${HEAD}s = ['SRC']\n${'s = s + s\n'.repeat(60)}`],
    ['functions that call each other twice', `${HEAD}${Array.from({ length: 40 }, (_, n) => `def f${n}(x):\n    f${n + 1}(x)\n    f${n + 1}(x)\n`).join('')}f0(1)\n`],
    ['loops in loops', `${HEAD}N = ['a','b','c','d','e','f','g','h','i','j']\n${Array.from({ length: 9 }, (_, n) => `${' '.repeat(n)}for x${n} in N:\n`).join('')}${' '.repeat(9)}pass\n`],
    ['a default that calls its own function', `${HEAD}def f(n=f()):\n    return n\nf()\n`],
    ['a function that calls itself', `${HEAD}def f(n):\n    return f(n) + f(n)\nf(1)\n`],
  ])('is not followed without end: %s', async (_title, text) => {
    const found = await checkScript(python(text));
    expect(found.every(({ severity, code }) => severity === 'info' || code === 'MR2411' || code === 'MR2401' || code === 'MR2404' || code === 'MR2402')).toBe(true);
  });

  it('is told at the place of the damage, as a warning', async () => {
    const [found] = await checkScript(python('x = 1\ny = = 2\n'));
    expect(found).toMatchObject({ code: 'MR2411', severity: 'warning', line: 2 });
  });

  it('is left alone where nothing is known about its arguments', async () => {
    expect(await checkScript({ ...python(`${HEAD}getResolvedOptions(sys.argv, ['ANY'])\n`), passed: null })).toEqual([]);
  });
});

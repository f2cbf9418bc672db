import { expect, it } from 'vitest';
import { checkScript, type ScriptToCheck } from './index.ts';
import { tooLongLine } from './scala/long-lines.ts';

const check = (language: ScriptToCheck['language'], text: string): ReturnType<typeof checkScript> => checkScript({ language, text, file: 'job', declared: null, passed: { SRC: 'x' }, glueVersion: '5.0' });

it.each(['.a', '()', ' b c', '; a', '(1)'])('a line of Scala that repeats %o for ever is told, and not followed', async (piece) => {
  expect(await check('scala', `object Job {\n  val x = y${piece.repeat(100_000)}\n}`)).toMatchObject([{ code: 'MR2411', line: 2 }]);
});

it('long texts and comments are no long lines of Scala', () => {
  const text = `val sql = "${'select a, b '.repeat(5000)}" // ${'why '.repeat(5000)}\n/* ${'x '.repeat(5000)} */ val t = """${'a b "" '.repeat(5000)}"""\nval l = Seq(${'"a", '.repeat(400)}"b")\n`;
  expect(tooLongLine(text)).toBeNull();
  expect(tooLongLine(`${'/*'.repeat(100_000)}`)).toBe(0);
});

it('a text that is split into very many names is read as far as a list goes', async () => {
  const found = await check('python', `import sys\nfrom awsglue.utils import getResolvedOptions\ngetResolvedOptions(sys.argv, "${'A B '.repeat(50_000)}".split())\n`);
  expect(found.map(({ code }) => code)).toContain('MR2410');
});

it('very many names in very many conditions are given up', async () => {
  const lines = (text: (n: number) => string): string => Array.from({ length: 3000 }, (_, n) => text(n)).join('');
  expect(await check('python', lines((n) => `x${n} = ${n}\n`) + lines((n) => `if y == ${n}:\n    z = 1\n`))).toMatchObject([{ code: 'MR2410' }]);
});

it.each([
  ['results laid over each other', (n: number) => `args = {**args, "k${n}": 1}\n`],
  ['guards that leave', (n: number) => `if args["SRC"] == "x${n}":\n    sys.exit(0)\n`],
  ['functions that end the job', (n: number) => `def f${n}():\n    sys.exit(1)\nif args["SRC"] == "x":\n    f${n}()\n`],
  ['matches', (n: number) => `match args["SRC"]:\n    case "x${n}":\n        pass\n    case _:\n        pass\n`],
  ['values converted in place', (n: number) => `args["k${n}"] = int(args[q${n}])\nargs[q${n}] = 1\n`],
  ['heads of with in brackets', () => 'with (a as b, c as d):\n    pass\n'],
  ['heads of with that never close', () => 'with ('],
  ['yields of nothing', () => 'yield\n'],
])('very many in one script are followed or given up, not waited for: %s', async (_title, line) => {
  const lines = Array.from({ length: 3000 }, (_, n) => line(n)).join('');
  const found = await check('python', `import sys\nfrom awsglue.utils import getResolvedOptions\nargs = getResolvedOptions(sys.argv, ["SRC"])\n${lines}`);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
});

import { expect, test } from 'vitest';
import { frameOf } from './caller.ts';

const at = (file: string, line: number, col: number) => ({ file, line, col });

test.each([
  ['    at file:///home/ana/pipeline.ts:3:15', at('/home/ana/pipeline.ts', 3, 15)],
  ['    at make (file:///home/ana/pipeline.ts?load=12-0:3:15)', at('/home/ana/pipeline.ts', 3, 15)],
  ['    at async Promise.all (/home/ana (old)/my file.ts:3:15)', at('/home/ana (old)/my file.ts', 3, 15)],
  ['    at Object.<anonymous> (file:///home/ana%20(old)/p.ts:3:15)', at('/home/ana (old)/p.ts', 3, 15)],
  ['    at async /home/ana/pipeline.ts:3:15', at('/home/ana/pipeline.ts', 3, 15)],
  ['    at new Job (C:\\work\\pipeline.ts:3:15)', at('C:\\work\\pipeline.ts', 3, 15)],
  ['    at steps [as make] (/p.ts:1:2)', at('/p.ts', 1, 2)],
  ['    at node:internal/modules/run_main:107:5', null],
  ['    at Array.map (<anonymous>)', null],
  ['Error: at /x.ts is wrong', null],
])('%s', (line, expected) => {
  expect(frameOf(line)).toEqual(expected);
});

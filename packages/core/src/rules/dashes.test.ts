import { expect, test } from 'vitest';
import { parsePipeline } from '../parse.ts';

const warned = (args: object, more: object = {}) => {
  const { problems, pipeline } = parsePipeline({ name: 'orders', steps: { a: { kind: 'glueJob', script: './a.py', timeout: '1h', args } }, ...more });
  expect(pipeline).not.toBeNull();
  return problems.map(({ code, severity, pointer }) => `${code} ${severity} ${pointer}`).sort();
};
const at = (...pointers: readonly string[]) => pointers.map((pointer) => `MR1023 warning ${pointer}`).sort();

test('what the reader of arguments takes for an option is warned of, where it is written', () => {
  expect(warned({ A: '-foo', B: '--flag', C: '--', D: '-1e5', E: '-01-01-1990', F: -1e-7, G: '-5.' })).toEqual(at(...[...'ABCDEFG'].map((name) => `/steps/0/with/args/${name}`)));
});

test('a dash alone, a negative number and a value with a space are no options', () => {
  expect(warned({ A: '-', B: -5, C: '-.5', D: '-5 days', E: 'a-b', F: ['-x'], G: '' })).toEqual([]);
});

test('a space does not save a value that names another argument of the step', () => {
  expect(warned({ A: '--B=evil x', B: 'good' })).toEqual(at('/steps/0/with/args/A'));
});

test('-h may end the job as a success, and the warning says so', () => {
  const { problems } = parsePipeline({ name: 'orders', steps: { a: { kind: 'glueJob', script: './a.py', timeout: '1h', args: { A: '-h' } } } });
  expect(problems[0]?.message).toContain('ends the job as a success');
});

test('defaults, words of an enum, values of a schedule and defaults of outputs count too', () => {
  const params = { day: { type: 'string', default: '-x' }, sort: { type: 'enum', values: ['up', '-down'], default: 'up' }, n: { type: 'integer', default: -3 } };
  const starts = [{ schedule: 'rate(1 hour)', params: { day: '--y' } }];
  expect(warned({ DAY: { param: 'day' } }, { params, starts })).toEqual(at('/params/day/default', '/params/sort/values/1', '/starts/0/params/day'));
  const steps = { a: { kind: 'glueJob', script: './a.py', timeout: '1h', outputs: { rows: 'string' } }, b: { kind: 'glueJob', script: './b.py', timeout: '1h', args: { N: { output: 'a.rows', or: '-x' } } } };
  expect(warned({}, { steps })).toEqual(at('/steps/1/with/args/N/or'));
});

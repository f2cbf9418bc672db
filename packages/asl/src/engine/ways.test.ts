import { expect, test } from 'vitest';
import type { Way } from '../engine-types.ts';
import { run, runPaths, task } from '../testing.ts';

test('each way that is taken is told once: rules that lead to one state, the default, retriers and catchers, by their places', async () => {
  const ways: Way[] = [];
  const recovery = { Retry: [{ ErrorEquals: ['Never'] }, { ErrorEquals: ['Odd'], MaxAttempts: 2 }], Catch: [{ ErrorEquals: ['Never'], Next: 'C' }, { ErrorEquals: ['Odd'], Next: 'C' }] };
  const states = {
    T: task({ ...recovery, Next: 'C' }),
    C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n = 1 %}', Next: 'D' }, { Condition: true, Next: 'D' }], Default: 'D' },
    D: { Type: 'Choice', Choices: [{ Condition: false, Next: 'E' }], Default: 'E' },
    E: { Type: 'Succeed' },
  };
  await run(states, {}, { tasks: () => ({ error: 'Odd' }), onWay: (way) => ways.push(way) });
  expect(ways).toEqual([
    { state: 'T', took: 'retrier', index: 1 },
    { state: 'T', took: 'retrier', index: 1 },
    { state: 'T', took: 'catcher', index: 1 },
    { state: 'C', took: 'rule', index: 1 },
    { state: 'D', took: 'default' },
  ]);
});

test('the same in JSONPath', async () => {
  const ways: Way[] = [];
  const rule = (value: number) => ({ Variable: '$.n', NumericEquals: value, Next: 'E' });
  await runPaths({ C: { Type: 'Choice', Choices: [rule(1), rule(2)], Default: 'E' }, E: { Type: 'Succeed' } }, { n: 2 }, { onWay: (way) => ways.push(way) });
  expect(ways).toEqual([{ state: 'C', took: 'rule', index: 1 }]);
});

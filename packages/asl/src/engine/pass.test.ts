import { expect, test } from 'vitest';
import { enteredIn, run, typesOf } from '../testing.ts';

test('Pass hands its input on', async () => {
  const end = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } }, { rows: 3 });
  expect(end).toMatchObject({ status: 'SUCCEEDED', output: { rows: 3 } });
  expect(typesOf(end)).toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
});

test('Output is evaluated wherever an expression stands in it', async () => {
  const output = { total: '{% $sum($states.input.rows) %}', list: ['{% $states.context.State.Name %}', { deep: '{%$states.input.rows[0]%}' }], text: ' {% no %} ' };
  const end = await run({ A: { Type: 'Pass', Output: output, End: true } }, { rows: [1, 2] });
  expect(end.output).toEqual({ total: 3, list: ['A', { deep: 1 }], text: ' {% no %} ' });
});

test('events point back along their thread', async () => {
  const end = await run({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } });
  expect(end.events.map(({ id, previousEventId }) => [id, previousEventId])).toEqual([[1, 0], [2, 0], [3, 2], [4, 3], [5, 4], [6, 5]]);
});

test('a chain of 10,000 states runs, and enters each once', async () => {
  const count = 10_000;
  const states = Object.fromEntries(Array.from({ length: count }, (_, i) => [`S${i}`, { Type: 'Pass', ...(i + 1 < count ? { Next: `S${i + 1}` } : { End: true }) }]));
  const end = await run(states, {});
  expect(end.status).toBe('SUCCEEDED');
  expect(enteredIn(end)).toHaveLength(count);
});

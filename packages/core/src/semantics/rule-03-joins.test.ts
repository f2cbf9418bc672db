import { expect, test } from 'vitest';
import { lines, pipelineOf, play, starts } from './story.fixture.ts';

test('`all` is ready when every dependency is satisfied', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'] } }), { a: ['succeeded 2'], b: ['succeeded 6'] });
  expect(starts(events)['c']).toEqual([6]);
});

test('`any` is ready at the first, and runs once', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'], join: 'any' } }), { a: ['succeeded 2'], b: ['succeeded 6'] });
  expect(starts(events)['c']).toEqual([2]);
});

test('`any` passes over a dependency that is not satisfied', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'], join: 'any' } }), { a: ['failed 2'], b: ['succeeded 6'] });
  expect(starts(events)['c']).toEqual([6]);
});

test('ends at one instant are all recorded before anything starts', () => {
  const events = play(pipelineOf({ c: { after: ['a'] }, a: {}, b: {}, d: { after: ['b'] } }), {});
  expect(lines(events).slice(0, 8)).toEqual([
    '0m a#1 starts', '0m b#1 starts', '1m a#1 succeeded', '1m a ends succeeded', '1m b#1 succeeded', '1m b ends succeeded', '1m c#1 starts', '1m d#1 starts',
  ]);
});

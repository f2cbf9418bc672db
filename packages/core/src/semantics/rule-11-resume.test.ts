import { expect, test } from 'vitest';
import type { Outcome } from '../model.ts';
import { graphHash, keptSteps } from './outcome.ts';
import { lines, outcomes, pipelineOf, play, starts } from './story.fixture.ts';

const kept = (pipeline: Parameters<typeof keptSteps>[0], ends: Readonly<Record<string, Outcome>>) => [...keptSteps(pipeline, new Map(Object.entries(ends)))];

test('a succeeded step is kept if its join is satisfied by kept steps alone', () => {
  const pipeline = pipelineOf({ a: {}, b: {}, c: { after: ['a'] }, d: { after: ['a', 'b finished'] } });
  expect(kept(pipeline, { a: 'succeeded', b: 'failed', c: 'succeeded', d: 'succeeded' })).toEqual(['a', 'c']);
});

test('what succeeded because another failed runs again, and so does what follows from it', () => {
  const pipeline = pipelineOf({ a: {}, repair: { after: ['a failed'] }, report: { after: ['repair'] } });
  expect(kept(pipeline, { a: 'failed', repair: 'succeeded', report: 'succeeded' })).toEqual([]);
});

test('under `any` one kept dependency is enough', () => {
  const pipeline = pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'], join: 'any' }, d: { after: ['b finished', 'a failed'], join: 'any' } });
  expect(kept(pipeline, { a: 'succeeded', b: 'failed', c: 'succeeded', d: 'succeeded' })).toEqual(['a', 'c']);
});

test('kept steps count as succeeded from the start and never run; the others are decided anew', () => {
  const pipeline = pipelineOf({ a: {}, b: { after: ['a'] }, c: { after: ['b'] } });
  const events = play(pipeline, {}, { kept: new Set(['a']), attemptsBefore: new Map([['a', 1], ['b', 2]]) });
  expect(lines(events).slice(0, 2)).toEqual(['0m a ends succeeded', '0m b#3 starts']);
  expect(starts(events)).toEqual({ b: [0], c: [1] });
});

test('attempts are numbered on, and `attempts` counts anew', () => {
  const pipeline = pipelineOf({ a: { retry: 1 } });
  const first = play(pipeline, { a: ['failed 1', 'failed 1'] });
  const second = play(pipeline, { a: ['failed 1', 'failed 1', 'failed 1', 'succeeded 1'] }, { attemptsBefore: new Map([['a', 2]]) });
  expect([outcomes(first), outcomes(second)]).toEqual([{ a: 'failed' }, { a: 'succeeded' }]);
  expect(lines(second)).toContain('1m a#4 starts');
});

test('the graph hash changes with steps, edges, words, joins and outputs, and with nothing else', () => {
  const base = { a: {}, b: {}, c: { after: ['a', 'b'] } };
  const hash = graphHash(pipelineOf(base));
  expect(graphHash(pipelineOf({ c: { after: ['b', 'a'] }, b: { retry: 2, timeoutMinutes: 3 }, a: { optional: true } }, { name: 'other', timezone: 'Asia/Tokyo' }))).toBe(hash);
  const [first, ...others] = pipelineOf(base).steps;
  const changed = [
    pipelineOf({ ...base, d: {} }),
    pipelineOf({ ...base, c: { after: ['a'] } }),
    pipelineOf({ ...base, c: { after: ['a', 'b failed'] } }),
    pipelineOf({ ...base, c: { after: ['a', 'b'], join: 'any' } }),
    pipelineOf(base, { steps: first === undefined ? [] : [{ ...first, outputs: { rows: 'integer' } }, ...others] }),
  ];
  for (const pipeline of changed) expect(graphHash(pipeline)).not.toBe(hash);
});

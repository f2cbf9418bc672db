import { expect, test } from 'vitest';
import { lines, outcomes, pipelineOf, play, runEnd, starts, step } from './story.fixture.ts';

test('by default independent branches go on when a step fails', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['b'] } }), { a: ['failed 1'], b: ['succeeded 5'] });
  expect(outcomes(events)).toEqual({ a: 'failed', b: 'succeeded', c: 'succeeded' });
});

const stop = { failurePolicy: 'stop' } as const;

test('with `stop` no attempt starts any more, running ones are asked to stop, and the rest is skipped', () => {
  const pipeline = pipelineOf({ a: {}, b: {}, c: { after: ['b'] } }, stop);
  expect(lines(play(pipeline, { a: ['failed 1'], b: ['succeeded 5'] })).slice(2)).toEqual([
    '1m a#1 failed', '1m a ends failed', '1m c ends skipped because of a', '1m b#1 stopped', '1m b ends stopped', '1m run failed',
  ]);
});

test('what was asked to stop ends as it ends, its own end counting when that is no later', () => {
  const pipeline = pipelineOf({ a: {}, quick: {}, tie: {}, deaf: {} }, stop);
  const events = play(pipeline, { a: ['failed 1'], quick: ['succeeded 2'], tie: ['succeeded 4'], deaf: ['succeeded 90'] }, { onStop: { quick: 'stopped 3', tie: 'stopped 3', deaf: 'failed 3' } });
  expect(outcomes(events)).toEqual({ a: 'failed', quick: 'succeeded', tie: 'succeeded', deaf: 'failed' });
  expect(runEnd(events)).toBe('failed at 4m');
});

test('one that ends at the same instant ended first', () => {
  const pipeline = pipelineOf({ a: {}, b: {}, c: { after: ['b'] } }, stop);
  expect(outcomes(play(pipeline, { a: ['failed 1'], b: ['succeeded 1'] }))).toEqual({ a: 'failed', b: 'succeeded', c: 'skipped' });
});

test('only the final outcome of a step stops the run, and only when it is not optional', () => {
  const pipeline = pipelineOf({ a: { retry: 1 }, luxury: { optional: true }, b: {}, c: { after: ['b'] } }, stop);
  expect(outcomes(play(pipeline, { a: ['failed 1', 'succeeded 1'], luxury: ['failed 1'], b: ['succeeded 5'] }))).toEqual({ a: 'succeeded', luxury: 'failed', b: 'succeeded', c: 'succeeded' });
});

test('a step that awaits a retry when the run stops ends as its last attempt did', () => {
  const pipeline = pipelineOf({ a: {}, b: { retry: 3, delayMinutes: 10 }, c: { retry: 3 } }, stop);
  const events = play(pipeline, { a: ['failed 3'], b: ['failed 1'], c: ['failed 3'] });
  expect(starts(events)).toEqual({ a: [0], b: [0], c: [0] });
  expect(outcomes(events)).toEqual({ a: 'failed', b: 'failed', c: 'failed' });
  expect(runEnd(events)).toBe('failed at 3m');
});

test('handlers run when no attempt is live any more', () => {
  const pipeline = pipelineOf({ a: {}, b: {} }, { ...stop, finally: step('finally') });
  const events = play(pipeline, { a: ['failed 1'], b: ['succeeded 9'] }, { onStop: { b: 'stopped 4' } });
  expect(starts(events)['finally']).toEqual([5]);
});

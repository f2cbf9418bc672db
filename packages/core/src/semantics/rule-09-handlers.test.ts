import { expect, test } from 'vitest';
import { outcomes, pipelineOf, play, runEnd, starts, step } from './story.fixture.ts';

const handled = pipelineOf({ a: {}, b: {} }, { onFailure: step('on-failure', { retry: 1 }), finally: step('finally') });

test('when every step has ended, first onFailure, then finally', () => {
  const events = play(handled, { a: ['failed 1'], b: ['succeeded 5'], 'on-failure': ['succeeded 2'] });
  expect(starts(events)).toEqual({ a: [0], b: [0], 'on-failure': [5], finally: [7] });
  expect(runEnd(events)).toBe('failed at 8m');
});

test('onFailure is skipped in a run that went well', () => {
  const events = play(handled, {});
  expect(outcomes(events)).toEqual({ a: 'succeeded', b: 'succeeded', 'on-failure': 'skipped', finally: 'succeeded' });
  expect(runEnd(events)).toBe('succeeded at 2m');
});

test('a failed optional step alone calls no onFailure', () => {
  const pipeline = pipelineOf({ a: { optional: true } }, { onFailure: step('on-failure') });
  expect(outcomes(play(pipeline, { a: ['failed 1'] }))['on-failure']).toBe('skipped');
});

test('handlers have retries, and finally runs although onFailure failed', () => {
  const events = play(handled, { a: ['failed 1'], 'on-failure': ['failed 1', 'failed 1'] });
  expect(starts(events)).toMatchObject({ 'on-failure': [1, 2], finally: [3] });
});

test('if a handler fails, so does the run', () => {
  expect(runEnd(play(handled, { finally: ['timedOut 3'] }))).toBe('failed at 4m');
});

test('they run once per continuation, with attempts numbered on', () => {
  const events = play(handled, { a: ['failed 1', 'failed 1'] }, { kept: new Set(['b']), attemptsBefore: new Map([['a', 1], ['on-failure', 1], ['finally', 1]]) });
  expect(events.flatMap((event) => (event.type === 'attempt.started' ? `${event.step}#${event.attempt}` : []))).toEqual(['a#2', 'on-failure#2', 'finally#2']);
});

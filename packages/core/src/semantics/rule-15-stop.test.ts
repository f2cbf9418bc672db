import { expect, test } from 'vitest';
import { lines, outcomes, pipelineOf, play, runEnd, starts, step } from './story.fixture.ts';

test('the run ends stopped and nothing more starts', () => {
  const events = play(pipelineOf({ a: {}, b: { after: ['a'] } }), { a: ['succeeded 5'] }, { stopAtMinute: 2, onStop: { a: 'stopped 1' } });
  expect(lines(events)).toEqual(['0m a#1 starts', '2m b ends skipped', '3m a#1 stopped', '3m a ends stopped', '3m run stopped']);
});

test('neither a handler step nor rule 9', () => {
  const pipeline = pipelineOf({ a: {}, repair: { after: ['a failed'] } }, { onFailure: step('on-failure'), finally: step('finally') });
  const events = play(pipeline, { a: ['succeeded 5'] }, { stopAtMinute: 2 });
  expect(outcomes(events)).toEqual({ a: 'stopped', repair: 'skipped', 'on-failure': 'skipped', finally: 'skipped' });
});

test('an end at that instant ended first', () => {
  const events = play(pipelineOf({ a: {}, b: { after: ['a'] } }), { a: ['succeeded 2'] }, { stopAtMinute: 2 });
  expect(outcomes(events)).toEqual({ a: 'succeeded', b: 'skipped' });
  expect(runEnd(events)).toBe('stopped at 2m');
});

test('a run that has ended is not stopped', () => {
  expect(runEnd(play(pipelineOf({ a: {} }), {}, { stopAtMinute: 1 }))).toBe('succeeded at 1m');
  expect(runEnd(play(pipelineOf({ a: {} }), {}, { stopAtMinute: 7 }))).toBe('succeeded at 1m');
});

test('a retry that waits for its turn is given up, at once', () => {
  const events = play(pipelineOf({ a: { retry: 1, delayMinutes: 30 } }), { a: ['failed 1'] }, { stopAtMinute: 2 });
  expect(lines(events).slice(-2)).toEqual(['2m a ends failed', '2m run stopped']);
});

test('a running handler is asked to stop, and the next one does not start', () => {
  const pipeline = pipelineOf({ a: {} }, { onFailure: step('on-failure'), finally: step('finally') });
  const events = play(pipeline, { a: ['failed 1'], 'on-failure': ['succeeded 9'] }, { stopAtMinute: 3 });
  expect(outcomes(events)).toEqual({ a: 'failed', 'on-failure': 'stopped', finally: 'skipped' });
  expect(runEnd(events)).toBe('stopped at 3m');
});

test('it counts also when the stop policy was faster: each attempt is asked once', () => {
  const pipeline = pipelineOf({ a: {}, b: {} }, { failurePolicy: 'stop', finally: step('finally') });
  const events = play(pipeline, { a: ['failed 1'], b: ['succeeded 60'] }, { stopAtMinute: 2, onStop: { b: 'stopped 5' } });
  expect(runEnd(events)).toBe('stopped at 6m');
  expect(starts(events)['finally']).toBeUndefined();
});

test('a resume may follow', () => {
  const pipeline = pipelineOf({ a: {}, b: { after: ['a'] } });
  const events = play(pipeline, {}, { kept: new Set(['a']), attemptsBefore: new Map([['a', 1]]) });
  expect(runEnd(events)).toBe('succeeded at 1m');
});

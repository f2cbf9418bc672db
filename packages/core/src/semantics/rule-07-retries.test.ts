import { expect, test } from 'vitest';
import { lines, outcomes, pipelineOf, play, starts } from './story.fixture.ts';

test('`attempts` counts extra attempts, and the outcome is that of the last', () => {
  const events = play(pipelineOf({ a: { retry: 2 } }), { a: ['failed 1', 'failed 2', 'failed 3', 'succeeded 1'] });
  expect(lines(events)).toEqual(['0m a#1 starts', '1m a#1 failed', '1m a#2 starts', '3m a#2 failed', '3m a#3 starts', '6m a#3 failed', '6m a ends failed', '6m run failed']);
});

test('a success ends the retries', () => {
  const events = play(pipelineOf({ a: { retry: 2 } }), { a: ['failed 1', 'succeeded 1'] });
  expect(starts(events)['a']).toEqual([0, 1]);
  expect(outcomes(events)).toEqual({ a: 'succeeded' });
});

test('`delay` passes between an end and the next start', () => {
  const events = play(pipelineOf({ a: { retry: 2, delayMinutes: 5 }, b: { after: ['a'] } }), { a: ['failed 1', 'failed 1'] });
  expect(starts(events)).toEqual({ a: [0, 6, 12], b: [13] });
});

test('a timeout is retried only when `on` names it, and a failure too', () => {
  expect(starts(play(pipelineOf({ a: { retry: 1 } }), { a: ['timedOut 1'] }))['a']).toEqual([0]);
  expect(starts(play(pipelineOf({ a: { retry: 1, on: ['timedOut'] } }), { a: ['timedOut 1'] }))['a']).toEqual([0, 1]);
  expect(starts(play(pipelineOf({ a: { retry: 1, on: ['timedOut'] } }), { a: ['failed 1'] }))['a']).toEqual([0]);
});

test('a stopped attempt is never retried', () => {
  expect(starts(play(pipelineOf({ a: { retry: 3, on: ['failed', 'timedOut'] } }), { a: ['stopped 1'] }))['a']).toEqual([0]);
});

test('the timeout bounds each attempt; without one it is two hours', () => {
  const events = play(pipelineOf({ a: { timeoutMinutes: 10, retry: 1, on: ['timedOut'] }, b: {}, exact: { timeoutMinutes: 4 } }), { a: ['succeeded 99', 'succeeded 3'], b: ['succeeded 999'], exact: ['succeeded 4'] });
  expect(starts(events)['a']).toEqual([0, 10]);
  expect(outcomes(events)).toEqual({ a: 'succeeded', b: 'timedOut', exact: 'succeeded' });
  expect(events.at(-1)?.at).toBe(120 * 60_000);
});

test('nobody starts on an attempt that is not the last', () => {
  const pipeline = pipelineOf({ a: { retry: 1 }, repair: { after: ['a failed'] }, next: { after: ['a'] } });
  expect(outcomes(play(pipeline, { a: ['failed 1'] }))).toEqual({ a: 'succeeded', repair: 'skipped', next: 'succeeded' });
});

import { expect, test } from 'vitest';
import { runOutcome } from './outcome.ts';
import { pipelineOf, play, runEnd, step } from './story.fixture.ts';

test('a run succeeds when no step ended badly', () => {
  expect(runEnd(play(pipelineOf({ a: {}, b: { after: ['a failed'] } }), {}))).toBe('succeeded at 1m');
});

test.each(['failed', 'timedOut', 'stopped'] as const)('it failed if a step ended %s', (end) => {
  expect(runEnd(play(pipelineOf({ a: {}, b: {} }), { a: [`${end} 1`] }))).toBe('failed at 1m');
});

test('unless that step is optional, which changes nothing for its dependants', () => {
  const pipeline = pipelineOf({ a: { optional: true }, b: { after: ['a'] }, c: { after: ['a failed'] } });
  const events = play(pipeline, { a: ['failed 1'] });
  expect(runEnd(events)).toBe('succeeded at 2m');
});

test('neither a step that handles a failure nor onFailure turns a failed run green', () => {
  const pipeline = pipelineOf({ a: {}, repair: { after: ['a failed'] } }, { onFailure: step('on-failure') });
  expect(runEnd(play(pipeline, { a: ['failed 1'] }))).toBe('failed at 3m');
});

test('one that `millrace stop` ended is stopped, whatever its steps say', () => {
  const pipeline = pipelineOf({ a: {} });
  expect(runOutcome(pipeline, new Map([['a', 'failed']]), true)).toBe('stopped');
  expect(runOutcome(pipeline, new Map([['a', 'succeeded']]), true)).toBe('stopped');
});

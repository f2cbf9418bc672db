import { expect, test } from 'vitest';
import type { HistoryEvent } from '../port.ts';
import { statesIn, stretches } from './events.ts';

let id = 0;
const event = (type: string, more: Partial<HistoryEvent> = {}): HistoryEvent => ({ id: ++id, type, timestamp: id, ...more });
const entered = (name: string): HistoryEvent => event('TaskStateEntered', { stateEnteredEventDetails: { name } });
const exited = (name: string): HistoryEvent => event('TaskStateExited', { stateExitedEventDetails: { name } });

test('a state that was entered and not left is open; a Parallel is told by what is in it', () => {
  const found = statesIn([entered('a'), exited('a'), event('ParallelStateEntered', { stateEnteredEventDetails: { name: 'Side by side: b, c' } }), entered('b'), entered('c'), exited('c')]);
  expect([...found.entered]).toEqual(['a', 'b', 'c']);
  expect([...found.open]).toEqual(['b']);
});

test('so is a Map', () => {
  const found = statesIn([event('MapStateEntered', { stateEnteredEventDetails: { name: 'Their job runs' } }), event('MapIterationStarted'), entered('Job runs of one job')]);
  expect([[...found.entered], [...found.open]]).toEqual([['Job runs of one job'], ['Job runs of one job']]);
});

test.each([[[]], [[entered('a')]]])('a redrive is in a state once, whether the history tells that it enters it again or not (%#)', (again) => {
  const events = [entered('a'), event('ExecutionFailed'), event('ExecutionRedriven'), ...again];
  expect([...statesIn(events).open]).toEqual(['a']);
  expect([...statesIn([...events, exited('a')]).open]).toEqual([]);
});

test('a history falls into stretches, one for each redrive, each with its own end', () => {
  const events = [event('ExecutionStarted'), event('ExecutionAborted'), event('ExecutionRedriven'), event('ExecutionFailed'), event('ExecutionRedriven'), entered('a')];
  const [first, second, third] = stretches(events);
  expect(first).toMatchObject({ stopped: true, events: [{}, {}] });
  expect(second).toMatchObject({ stopped: false, end: (events[3]?.timestamp ?? 0) * 1000 });
  expect(third).toMatchObject({ end: null, events: [{}, {}] });
});

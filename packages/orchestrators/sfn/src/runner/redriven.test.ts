import type { Step } from '@millrace/core';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../port.ts';
import { called, job } from '../test/pipelines.ts';
import { attemptsIn } from './called.ts';
import { refusalIn } from './refused.ts';

const SECOND = 1000;
/** A second apart, each after the one before, or after the state that the redrive goes on in. */
const history = (...events: readonly Omit<HistoryEvent, 'id' | 'timestamp'>[]): readonly HistoryEvent[] => events.map((event, at) => ({ previousEventId: at, ...event, id: at + 1, timestamp: at }));
const entered = (name: string) => ({ type: 'TaskStateEntered', stateEnteredEventDetails: { name } });
const exited = (name: string, output: Readonly<Record<string, string>>) => ({ type: 'TaskStateExited', stateExitedEventDetails: { name, output: JSON.stringify(output) } });
const failed = (error: string) => ({ type: 'TaskFailed', taskFailedEventDetails: { error, cause: 'no' } });
const [over, redriven] = [{ type: 'ExecutionFailed' }, { type: 'ExecutionRedriven' }];

test('a redrive is another attempt of the function whose state it goes on in', () => {
  const found = attemptsIn(history(entered('f'), failed('ValueError'), over, redriven, exited('f', { f: 'succeeded' })), called('f', 'lambda', { use: 'f' }), 'arn');
  expect(found.map(({ start, end, state }) => [start / SECOND, (end ?? 0) / SECOND, state])).toEqual([[0, 2, 'stopped'], [3, 4, 'succeeded']]);
});

test('and none of a function that was over by then', () => {
  const found = attemptsIn(history(entered('f'), exited('f', { f: 'succeeded' }), entered('g'), failed('ValueError'), over, redriven, exited('g', { g: 'succeeded' })), called('f', 'lambda', { use: 'f' }), 'arn');
  expect(found.map(({ state }) => state)).toEqual(['succeeded']);
});

test('a stream whose start was not answered before a redrive may live since then: its job run is looked for from there on', () => {
  const stream: Step = { ...job('follow'), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } };
  const found = attemptsIn(history(entered('follow find'), exited('follow find', { follow: 'none' }), entered('follow'), { type: 'ExecutionAborted' }, redriven, { type: 'ExecutionAborted' }), stream, 'arn');
  expect(found.map(({ nativeId, start, end, state }) => [nativeId, start / SECOND, end, state])).toEqual([['', 2, null, 'running']]);
});

test('a start that was refused before a redrive says nothing of the one after it, which the service has taken', () => {
  const refused = [entered('a'), failed('Glue.EntityNotFoundException'), over] as const;
  expect(refusalIn(history(...refused), job('a'))).toEqual({ at: 2 * SECOND, message: 'Glue.EntityNotFoundException: no' });
  expect(refusalIn(history(...refused, redriven, { type: 'TaskScheduled', previousEventId: 1 }), job('a'))).toBeNull();
  expect(refusalIn(history(...refused, redriven, { ...failed('Glue.AccessDeniedException'), previousEventId: 1 }, { ...over, previousEventId: 5 }), job('a'))).toEqual({ at: 5 * SECOND, message: 'Glue.AccessDeniedException: no' });
});

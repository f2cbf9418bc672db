import type { Step } from '@millrace/core';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../port.ts';
import { called, crawl, job, pipelineOf } from '../test/pipelines.ts';
import { goesOnExactly } from './redrive.ts';

let id = 0;
const event = (type: string, more: Partial<HistoryEvent>): HistoryEvent => ({ id: ++id, type, timestamp: id, ...more });
const entered = (...names: readonly string[]): HistoryEvent[] => names.map((name) => event('TaskStateEntered', { stateEnteredEventDetails: { name } }));
const passed = (...names: readonly string[]): HistoryEvent[] => names.flatMap((name) => [...entered(name), event('TaskStateExited', { stateExitedEventDetails: { name } })]);

const follow: Step = { ...job('follow', { after: ['a'] }), kind: 'glueJob', timeoutSeconds: null, with: { type: 'streaming', script: './jobs/follow.py', args: {}, waitFor: 'started' } };
const pipeline = pipelineOf([job('a'), job('count', { after: ['a'], outputs: { rows: 'integer' } }), job('again', { after: ['a'], retry: { attempts: 1, on: ['failed'], delaySeconds: 0 } }), crawl('catalog', { after: ['a'] }), called('tell', 'lambda', { use: 'f' }, { after: ['a'] }), follow]);
const others = ['count', 'again', 'catalog', 'tell', 'follow'];
const begun = passed('Start', 'Input valid?', 'a ready?');
const exactly = (events: readonly HistoryEvent[], keep: readonly string[], kept: readonly string[] = []): boolean =>
  goesOnExactly(pipeline, events, { keep, again: pipeline.steps.map(({ name }) => name).filter((name) => !keep.includes(name)) }, new Set(kept));

test('the Task of a step that is to run again was left open: a redrive begins it anew', () => {
  expect(exactly([...begun, ...entered('a')], [])).toBe(true);
  expect(exactly([...begun, ...passed('a', 'tell ready?'), ...entered('tell')], ['a'])).toBe(true);
});

test('a step that succeeded although its Task was left open would run again', () => {
  expect(exactly([...begun, ...entered('a')], ['a'])).toBe(false);
});

test('a step that went wrong and was passed would not run again', () => {
  expect(exactly([...begun, ...passed('a'), ...entered('Failed')], [])).toBe(false);
  expect(exactly([...begun, ...passed('a', 'count ready?', 'count'), ...entered('tell')], ['a'])).toBe(false);
});

test('what an attempt left is not read again: a redrive would look for it under its own number', () => {
  expect(exactly([...begun, ...passed('a', 'count ready?', 'count'), ...entered('count outputs')], ['a', 'count'])).toBe(false);
});

test.each(['again', 'catalog look', 'catalog mark', 'follow'])('in the middle of a step that has attempts, or consists of several calls, a redrive would not begin it anew: %s', (state) => {
  expect(exactly([...begun, ...passed('a', `${state.split(' ')[0] ?? ''} ready?`), ...entered(state)], ['a'])).toBe(false);
});

test('what an earlier continuation succeeded in counts where the execution was told to keep it', () => {
  const events = [...passed('Start', 'Input valid?'), ...entered('a ready?')];
  expect(exactly(events, others, others)).toBe(true);
  expect(exactly(events, others)).toBe(false);
});

test('an execution that left no state open has nowhere to go on', () => {
  expect(exactly(begun, [])).toBe(false);
});

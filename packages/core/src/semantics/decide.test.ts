import { expect, test } from 'vitest';
import type { Outcome } from '../model.ts';
import { decide } from './decide.ts';
import { pipelineOf } from './story.fixture.ts';

const after = (ends: Readonly<Record<string, Outcome>>) => new Map(Object.entries(ends));
const none = new Set<string>();

test('at the start the steps that wait for nothing are ready, in the order of declaration', () => {
  const pipeline = pipelineOf({ load: { after: ['clean'] }, other: {}, clean: {} });
  expect(decide(pipeline, new Map(), none)).toEqual({ ready: ['other', 'clean'], skipped: [] });
});

test('what runs, or waits for its retry, is not started again', () => {
  const pipeline = pipelineOf({ a: {}, b: {} });
  expect(decide(pipeline, new Map(), new Set(['a']))).toEqual({ ready: ['b'], skipped: [] });
});

test('a whole branch is skipped at once, each with its reason', () => {
  const pipeline = pipelineOf({ c: { after: ['b', 'x'] }, a: {}, b: { after: ['a'] }, x: {} });
  expect(decide(pipeline, after({ a: 'failed' }), new Set(['x']))).toEqual({ ready: [], skipped: [{ step: 'b', because: ['a'] }, { step: 'c', because: ['b'] }] });
});

test('the stop policy skips all that has not started, because of the steps that ended badly', () => {
  const pipeline = pipelineOf({ a: {}, luxury: { optional: true }, b: {}, c: { after: ['b'] } }, { failurePolicy: 'stop' });
  expect(decide(pipeline, after({ luxury: 'failed' }), none).ready).toEqual(['a', 'b']);
  expect(decide(pipeline, after({ a: 'timedOut', luxury: 'failed' }), new Set(['b']))).toEqual({ ready: [], skipped: [{ step: 'c', because: ['a'] }] });
});

test('a delay holds a step back until the other has ended in any way', () => {
  const pipeline = pipelineOf({ a: {}, b: {} });
  const delays = [{ step: 'b', until: 'a', because: 'order' }];
  expect(decide(pipeline, new Map(), none, delays).ready).toEqual(['a']);
  expect(decide(pipeline, after({ a: 'skipped' }), none, delays).ready).toEqual(['b']);
});

import { expect, test } from 'vitest';
import { outcomes, pipelineOf, play, runEnd, starts } from './story.fixture.ts';

const delay = (step: string, until: string) => ({ step, until, because: 'branches cannot signal each other' });

test('a ready step starts at the instant of the end that made it ready', () => {
  const events = play(pipelineOf({ a: {}, b: { after: ['a'] }, c: { after: ['b'] } }), { a: ['succeeded 3'], b: ['succeeded 4'] });
  expect(starts(events)).toEqual({ a: [0], b: [3], c: [7] });
});

test('a delay makes a step wait for one that it does not depend on', () => {
  const pipeline = pipelineOf({ a: {}, slow: {}, b: { after: ['a'] } });
  expect(starts(play(pipeline, { slow: ['succeeded 9'] }, { delays: [delay('b', 'slow')] }))['b']).toEqual([9]);
});

test('a delay is satisfied by any end: a failure, a skip, a kept step', () => {
  const pipeline = pipelineOf({ a: {}, x: {}, y: { after: ['x'] }, b: { after: ['a'] } });
  const delays = [delay('b', 'y')];
  expect(starts(play(pipeline, { x: ['failed 2'] }, { delays }))['b']).toEqual([2]);
  expect(starts(play(pipeline, { y: ['failed 3'] }, { delays }))['b']).toEqual([4]);
  expect(starts(play(pipeline, {}, { delays, kept: new Set(['x', 'y']) }))['b']).toEqual([1]);
});

test('a delay holds up starts only: a step that can no longer start is skipped at once', () => {
  const pipeline = pipelineOf({ a: {}, slow: {}, b: { after: ['a'] }, c: { after: ['b finished'] } });
  const events = play(pipeline, { a: ['failed 1'], slow: ['succeeded 9'] }, { delays: [delay('b', 'slow')] });
  expect(events.find((event) => event.type === 'step.ended' && event.step === 'c')?.at).toBe(60_000);
});

test('delays never change how a run ends', () => {
  const pipeline = pipelineOf({ a: {}, b: {}, c: { after: ['a'] } });
  const told = { a: ['failed 1'] } as const;
  const delayed = play(pipeline, told, { delays: [delay('b', 'a')] });
  expect(outcomes(delayed)).toEqual(outcomes(play(pipeline, told)));
  expect(runEnd(delayed)).toBe('failed at 2m');
});

test('delays that close a circle are a fault that is told', () => {
  const pipeline = pipelineOf({ a: {}, b: { after: ['a'] } });
  expect(() => play(pipeline, {}, { delays: [delay('a', 'b')] })).toThrow(/delays make steps wait for each other/);
});

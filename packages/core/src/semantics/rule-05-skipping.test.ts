import { expect, test } from 'vitest';
import { lines, outcomes, pipelineOf, play, runEnd } from './story.fixture.ts';

test('with `all` a step is skipped when one dependency can no longer be satisfied, without waiting for the others', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'] } }), { a: ['failed 1'], b: ['succeeded 8'] });
  expect(lines(events)).toContain('1m c ends skipped because of a');
});

test('with `any` a step is skipped when none can be satisfied', () => {
  const events = play(pipelineOf({ a: {}, b: {}, c: { after: ['a', 'b'], join: 'any' } }), { a: ['failed 1'], b: ['failed 8'] });
  expect(lines(events)).toContain('8m c ends skipped because of a, b');
});

test('and so on downstream, at the same instant', () => {
  const events = play(pipelineOf({ a: {}, b: { after: ['a'] }, c: { after: ['b'] }, d: { after: ['c finished'] } }), { a: ['timedOut 2'] });
  expect(lines(events).slice(-4)).toEqual(['2m b ends skipped because of a', '2m c ends skipped because of b', '2m d ends skipped because of c', '2m run failed']);
});

test('a skipped step fails nothing by itself', () => {
  const pipeline = pipelineOf({ a: {}, repair: { after: ['a failed'] }, report: { after: ['repair'] } });
  expect(outcomes(play(pipeline, {}))).toEqual({ a: 'succeeded', repair: 'skipped', report: 'skipped' });
  expect(runEnd(play(pipeline, {}))).toBe('succeeded at 1m');
});

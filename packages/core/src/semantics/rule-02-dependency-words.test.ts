import { expect, test } from 'vitest';
import { outcomes, pipelineOf, play } from './story.fixture.ts';

const watched = pipelineOf({ a: {}, onGood: { after: ['a'] }, onBad: { after: ['a failed'] }, onEnd: { after: ['a finished'] } });

test('after a success, `succeeded` and `finished` are satisfied', () => {
  expect(outcomes(play(watched, {}))).toEqual({ a: 'succeeded', onGood: 'succeeded', onBad: 'skipped', onEnd: 'succeeded' });
});

test.each(['failed', 'timedOut', 'stopped'] as const)('after %s, `failed` and `finished` are satisfied', (end) => {
  expect(outcomes(play(watched, { a: [`${end} 1`] }))).toEqual({ a: end, onGood: 'skipped', onBad: 'succeeded', onEnd: 'succeeded' });
});

test('a skipped step satisfies no word', () => {
  const pipeline = pipelineOf({ a: {}, b: { after: ['a'] }, onGood: { after: ['b'] }, onBad: { after: ['b failed'] }, onEnd: { after: ['b finished'] } });
  expect(outcomes(play(pipeline, { a: ['failed 1'] }))).toEqual({ a: 'failed', b: 'skipped', onGood: 'skipped', onBad: 'skipped', onEnd: 'skipped' });
});

import { expect, test } from 'vitest';
import { lines, outcomes, pipelineOf, play } from './story.fixture.ts';

test('a step ends succeeded, failed, timedOut, stopped or skipped', () => {
  const pipeline = pipelineOf({ good: {}, bad: {}, slow: {}, killed: {}, never: { after: ['bad'] } });
  const events = play(pipeline, { bad: ['failed 1'], slow: ['timedOut 1'], killed: ['stopped 1'] });
  expect(outcomes(events)).toEqual({ good: 'succeeded', bad: 'failed', slow: 'timedOut', killed: 'stopped', never: 'skipped' });
});

test('the trace tells a chain from start to end', () => {
  const events = play(pipelineOf({ clean: {}, load: { after: ['clean'] } }), { clean: ['succeeded 5'], load: ['succeeded 2'] });
  expect(lines(events)).toEqual([
    '0m clean#1 starts', '5m clean#1 succeeded', '5m clean ends succeeded', '5m load#1 starts', '7m load#1 succeeded', '7m load ends succeeded', '7m run succeeded',
  ]);
});

import { expect, it } from 'vitest';
import { bench, EPOCH, FIRST, MINUTE } from '../test/bench.ts';
import { job, message, pipeline } from '../test/pipelines.ts';

const plays = (outcome: 'succeeded' | 'failed') => ({ outcome, ms: MINUTE, onStop: { outcome: 'stopped' as const, ms: 0 } });

it('a call that AWS refused is no attempt, and its reason is told all the same', async () => {
  const on = await bench(pipeline([job('a'), message('tell', ['a'])]), (step) => plays(step === 'a' ? 'succeeded' : 'failed'));
  await on.play();
  const end = { at: EPOCH + MINUTE, outcome: 'failed', message: 'NotFound: An error occurred (NotFound) when calling the Publish operation: Topic does not exist.', refused: true };
  await on.objects.put('acme-runs', `orders/${FIRST.id}/calls/tell/0001-1.end.json`, JSON.stringify(end));
  const { state, steps } = await on.runner.describe(FIRST.id);
  expect([state, steps['tell']]).toEqual(['failed', {
    state: 'failed', kept: false, attempts: [], endedAt: EPOCH + MINUTE,
    message: 'AWS refused Publish: Topic does not exist (NotFound). Correct what the step names, or give the role of the helper jobs the right.',
  }]);
});

it('a job that ended before its script is no attempt, and its last words are told', async () => {
  const params = { size: { type: 'integer' as const, description: '', default: 3, values: [] } };
  const on = await bench(pipeline([job('a'), job('b', ['a'])], { params }), () => plays('succeeded'));
  await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders', RunProperties: { size: '2' } });
  await on.run(null);
  const [only] = await on.runner.list(10);
  const { state, steps } = await on.runner.describe(only?.run ?? '');
  expect(state).toBe('failed');
  expect(steps['a']).toMatchObject({ state: 'failed', attempts: [], message: expect.stringContaining("write 'param:size'") });
});

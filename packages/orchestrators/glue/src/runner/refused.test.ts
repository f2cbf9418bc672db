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

it('a run with wrong properties is refused once, in its own words: no handler follows, and nobody is offered a resume', async () => {
  const params = { size: { type: 'integer' as const, description: '', default: 3, values: [] } };
  const on = await bench(pipeline([job('a'), job('b', ['a'])], { params, onFailure: job('mend'), finally: job('tidy') }), () => plays('succeeded'));
  await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders', RunProperties: { size: '2' } });
  await on.run(null);
  const [only] = await on.runner.list(10);
  expect(only).toMatchObject({ state: 'failed', refused: true });
  const { state, message, refused, steps } = await on.runner.describe(only?.run ?? '');
  expect([state, refused, message]).toEqual(['failed', true, `The run ${only?.run ?? ''} cannot go on: the run property 'size' names a parameter without its prefix (write 'param:size').`]);
  expect(Object.values(steps)).toEqual(Array.from({ length: 4 }, () => ({ state: 'skipped', kept: false, attempts: [] })));
  expect(await on.runner.plan(only?.run ?? '')).toMatchObject({ refused: expect.stringContaining('What it was given is wrong') });
});

it('an attempt whose script ended well and whose outputs are wrong says that, and not how the process ended', async () => {
  const on = await bench(pipeline([job('a')]), () => plays('failed'));
  const { steps } = await on.play();
  const [only] = steps['a']?.attempts ?? [];
  await on.objects.put('acme-runs', `orders/${FIRST.id}/steps/a/${only?.nativeId ?? ''}.json`, JSON.stringify({ script: true, ended: 'outputs', message: "The outputs of the step 'a' are not right.", at: 1 }));
  expect((await on.runner.describe(FIRST.id)).steps['a']?.attempts).toMatchObject([{ outcome: 'failed', message: "The outputs of the step 'a' are not right." }]);
});

it('a job that ended before its script, for a value that is missing, is no attempt and says so in its own words', async () => {
  const on = await bench(pipeline([job('a')]), () => plays('failed'));
  const jobRun = (await on.play()).steps['a']?.attempts[0]?.nativeId ?? '';
  await on.objects.put('acme-runs', `orders/${FIRST.id}/steps/a/${jobRun}.json`, JSON.stringify({ script: false, message: "the argument 'ROWS' has no value", at: 1 }));
  expect((await on.runner.describe(FIRST.id)).steps['a']).toMatchObject({ state: 'failed', attempts: [], message: "the argument 'ROWS' has no value" });
});

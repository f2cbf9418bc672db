import { expect, test } from 'vitest';
import { job, pipelineOf } from '../test/pipelines.ts';
import { play } from '../test/simulated.ts';

const failing = (bad: string) => (step: string) => ({ state: step === bad ? 'FAILED' : 'SUCCEEDED', minutes: 1 }) as const;

test("a chain that stops at its first step still runs its 'finally', and the run has failed", async () => {
  const pipeline = pipelineOf([job('a'), job('b', { after: ['a'] })], { failurePolicy: 'stop', finally: job('tidy') });
  expect(await play(pipeline, failing('a'))).toMatchObject({ status: 'FAILED', cause: 'The run failed: a failed.', starts: { a: [0], tidy: [1] } });
});

test('a job run that ends well and hands on what it does not declare ends a run that stops at its first failure', async () => {
  const pipeline = pipelineOf([job('count', { outputs: { rows: 'integer' } }), job('load', { after: ['count'] })], { failurePolicy: 'stop' });
  const body = '{"rows": "many"}';
  const run = await play(pipeline, failing('none'), { calls: () => ({ output: { ContentLength: body.length, Body: body } }) });
  expect(run).toMatchObject({ status: 'FAILED', cause: 'The run failed: count failed.' });
  expect(Object.keys(run.starts)).toEqual(['count']);
});

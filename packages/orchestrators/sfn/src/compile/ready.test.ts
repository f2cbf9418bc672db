import { expect, test } from 'vitest';
import { job, pipelineOf } from '../test/pipelines.ts';
import { play } from '../test/simulated.ts';

const failing = (bad: string) => (step: string) => ({ state: step === bad ? 'FAILED' : 'SUCCEEDED', minutes: 1 }) as const;

test("an optional step that fails does not end a run with the policy 'stop', and what needs its success is skipped", async () => {
  const pipeline = pipelineOf([job('tune', { optional: true }), job('report', { after: ['tune'] }), job('load', { after: [{ step: 'tune', on: 'finished' }] })], { failurePolicy: 'stop' });
  const run = await play(pipeline, failing('tune'));
  expect(run).toMatchObject({ status: 'SUCCEEDED', outcomes: { tune: 'failed', report: 'skipped', load: 'succeeded' } });
  expect(Object.keys(run.starts)).toEqual(['tune', 'load']);
});

test('of two steps of which any will do, the one that cannot but have succeeded is enough', async () => {
  const pipeline = pipelineOf([job('load'), job('tune', { optional: true }), job('report', { after: ['load', 'tune'], join: 'any' })], { failurePolicy: 'stop' });
  expect(await play(pipeline, failing('tune'))).toMatchObject({ status: 'SUCCEEDED', outcomes: { tune: 'failed', report: 'succeeded' } });
});

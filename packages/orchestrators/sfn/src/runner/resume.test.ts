import { memoryStore } from '@millrace/deploy';
import { isRefusal, runStore } from '@millrace/workload';
import { expect, test } from 'vitest';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';
import { job, pipelineOf, site } from '../test/pipelines.ts';

const ID = '20260131t020000-abcdef';
const pipeline = pipelineOf([job('a'), job('b', { after: ['a'] })]);

test('a run that was stopped is as it was where Step Functions refuses to start its resume', async () => {
  const aws = new Double();
  const objects = memoryStore();
  const runner = connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site });
  const store = runStore(objects, site, pipeline);
  await runner.start({ id: ID, date: '2026-01-31', params: {} });
  aws.ran('dev-orders-a', 'a', ID, 'SUCCEEDED', 1);
  aws.now += 60_000;
  await runner.stop(ID);
  const before = await runner.describe(ID);
  const flag = await store.readStop(ID);
  const plan = await runner.plan(ID);
  if (isRefusal(plan)) throw new Error(plan.refused);
  aws.refuse = { operation: 'StartExecution', name: 'ExecutionLimitExceeded' };
  await expect(runner.resume(plan)).rejects.toThrow();
  expect(await runner.describe(ID)).toEqual(before);
  expect(await store.readStop(ID)).toEqual(flag);
  expect([before.state, flag]).toEqual(['stopped', { at: aws.now }]);
});

import type { Step } from '@millrace/core';
import { memoryStore } from '@millrace/deploy';
import { expect, test } from 'vitest';
import type { SfnPort, StatesCalls } from '../port.ts';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';
import { called, job, pipelineOf, site } from '../test/pipelines.ts';

const ID = '20260131t020000-abcdef';

/** A run of these steps that goes on; `asleep` happens whenever whoever stops it waits. */
async function started(steps: readonly Step[], port: Double, asleep: () => void = () => undefined) {
  const clock = { now: () => port.now, sleep: async () => { asleep(); } };
  const runner = connectWith(port satisfies SfnPort, memoryStore(), { clock }).runner({ pipeline: pipelineOf(steps), site });
  await runner.start({ id: ID, date: '2026-01-31', params: {} });
  return runner;
}

test('a job run whose start was under way when the execution was stopped is stopped, too', async () => {
  const aws = new Double();
  const runner = await started([job('a')], aws, () => { aws.ran('dev-orders-a', 'a', ID, 'RUNNING', 0); });
  await runner.stop(ID);
  expect(aws.stopped).toEqual([`${ID}-1`, 'jr_1']);
});

test('what lives is asked to stop once', async () => {
  const aws = new Double();
  const runner = await started([job('a')], aws);
  aws.ran('dev-orders-a', 'a', ID, 'RUNNING', 0);
  await runner.stop(ID);
  expect(aws.stopped).toEqual([`${ID}-1`, 'jr_1']);
});

/** What Step Functions tells of an execution may lag behind: one that was stopped is told as running for a while. */
class Lagging extends Double {
  override async states<Op extends keyof StatesCalls>(operation: Op, input: StatesCalls[Op]['input']): Promise<StatesCalls[Op]['output']> {
    if (operation !== 'StopExecution') return await super.states(operation, input);
    this.stopped.push('execution');
    return {};
  }
}

test('nobody is asked to stop an automation whose start has not been answered, since it has no name yet', async () => {
  const aws = new Lagging();
  const runner = await started([called('scale', 'ssm', { document: 'd' })], aws);
  aws.events.push({ id: 1, previousEventId: 0, type: 'TaskStateEntered', timestamp: aws.now / 1000, stateEnteredEventDetails: { name: 'scale' } });
  await runner.stop(ID);
  expect(aws.stopped).toEqual(['execution']);
});

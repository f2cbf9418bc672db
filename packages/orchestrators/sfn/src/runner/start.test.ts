import { memoryStore } from '@millrace/deploy';
import { runStore } from '@millrace/workload';
import { describe, expect, test } from 'vitest';
import { connectWith } from '../target.ts';
import { Double } from '../test/double.ts';
import { job, pipelineOf, site } from '../test/pipelines.ts';

const request = { id: '20260131t020000-abcdef', date: '2026-01-31', params: {} };

describe('a start that Step Functions refuses', () => {
  const refusing = (name: string) => {
    const [aws, objects, pipeline] = [new Double(), memoryStore(), pipelineOf([job('a')])];
    aws.refuse = { operation: 'StartExecution', name };
    return { store: runStore(objects, site, pipeline), runner: connectWith(aws, objects, { clock: { now: () => aws.now, sleep: async () => undefined } }).runner({ pipeline, site }) };
  };

  test.each([
    ['StateMachineDoesNotExist', '`millrace deploy` makes it again.'],
    ['AccessDeniedException', 'Use credentials that may call states:StartExecution (AWS_PROFILE names a profile).'],
    ['ThrottlingException', 'Start it again in a minute.'],
    ['ExecutionLimitExceeded', 'Remove the cause, and start it again.'],
  ])('leaves nothing of the run, and says what to do: %s', async (name, hint) => {
    const { store, runner } = refusing(name);
    await expect(runner.start(request)).rejects.toMatchObject({ name: 'RunRefused', hint, message: expect.stringContaining(`Run '${request.id}' was not started`) });
    expect(await store.readRun(request.id)).toBeNull();
    expect(await runner.list(5)).toEqual([]);
  });

  test('with no certain answer the run stays, since it may have started', async () => {
    const { store, runner } = refusing('InternalServiceError');
    await expect(runner.start(request)).rejects.toThrow('InternalServiceError');
    expect(await store.readRun(request.id)).not.toBeNull();
  });
});

import { expect, test } from 'vitest';
import type { SfnPort } from '../port.ts';
import { job, pipelineOf, site } from '../test/pipelines.ts';
import { createVersions } from './versions.ts';

test('of an alias that somebody has split over two versions the one with most of the starts counts as live', async () => {
  const machine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:dev-orders';
  const routingConfiguration = [{ stateMachineVersionArn: `${machine}:3`, weight: 10 }, { stateMachineVersionArn: `${machine}:7`, weight: 90 }];
  // The one operation that is asked.
  const port = { states: async () => ({ routingConfiguration }) } as unknown as SfnPort;
  expect(await createVersions({ port, pipeline: pipelineOf([job('a')]), site }).live()).toBe(7);
});

import type { TaskAnswer, TaskCall } from '@millrace/asl';
import type { Step } from '@millrace/core';
import { expect, test } from 'vitest';
import { called, crawl, job, pipelineOf } from '../test/pipelines.ts';
import { play } from '../test/simulated.ts';

const BEGINNING = Date.UTC(2026, 0, 31, 2);
const MINUTE = 60_000;
const retry = { attempts: 2, on: ['failed'], delaySeconds: 0 } as const;
// Objects of JSON values, whose members a call may have.
const given = (call: TaskCall) => call.arguments as Readonly<Record<string, string>>;

/** A bucket, and a crawl and an automation that run until they are asked to stop. */
function services() {
  const objects = new Map<string, string>();
  const stopped: string[] = [];
  let began: number | null = null;
  const answers: Readonly<Record<string, (call: TaskCall) => TaskAnswer>> = {
    putObject: (call) => {
      objects.set(given(call)['Key'] ?? '', given(call)['Body'] ?? '');
      return { output: {} };
    },
    getObject: (call) => {
      const Body = objects.get(given(call)['Key'] ?? '');
      return Body === undefined ? { error: 'S3.NoSuchKeyException', cause: 'The key does not exist.' } : { output: { Body, ContentLength: Body.length } };
    },
    startCrawler: ({ now }) => {
      began = now;
      return { output: {} };
    },
    listCrawls: ({ now }) => ({ output: { Crawls: began === null ? [] : [{
      CrawlId: 'own', StartTime: new Date(began).toISOString(), ...(stopped.length === 0 ? { State: 'RUNNING' } : { State: 'STOPPED', EndTime: new Date(now).toISOString() }),
    }] } }),
    startAutomationExecution: () => ({ output: { AutomationExecutionId: 'own' } }),
    getAutomationExecution: ({ now }) => ({ output: { AutomationExecution: {
      AutomationExecutionStatus: stopped.length === 0 ? 'InProgress' : 'Cancelled', ExecutionStartTime: new Date(BEGINNING).toISOString(), ExecutionEndTime: new Date(now).toISOString(),
    } } }),
  };
  const calls = (call: TaskCall): TaskAnswer | null => {
    const operation = call.resource.split(':').at(-1) ?? '';
    if (operation.startsWith('stop')) stopped.push(`${operation} at minute ${(call.now - BEGINNING) / MINUTE}`);
    return operation.startsWith('stop') ? { output: {} } : (answers[operation]?.(call) ?? null);
  };
  return { calls, stopped };
}

test.each<readonly [string, Step]>([
  ['stopCrawler', crawl('slow', { retry })],
  ['stopAutomationExecution', called('slow', 'ssm', { document: 'Scale' }, { retry })],
])('an early stop finds the first of the attempts that a step may have: %s', async (operation, slow) => {
  const { calls, stopped } = services();
  const run = await play(pipelineOf([slow, job('bad')], { failurePolicy: 'stop' }), () => ({ state: 'FAILED', minutes: 2 }), { calls });
  expect(stopped).toEqual([`${operation} at minute 2`]);
  expect(run.cause).toBe('The run failed: bad failed, slow stopped.');
});

import { parsePipeline, type Pipeline, type Runner } from '@millrace/core';
import { expect, it } from 'vitest';
import { run, step } from '../render/render.fixture.ts';
import { failuresWithLogs } from './failure-logs.ts';

const job = { kind: 'glueJob', script: './a.py', timeout: '10m' };
const pipeline = parsePipeline({ name: 'orders', steps: { load: job, fit: { kind: 'lambda', function: 'arn:aws:lambda:eu-west-1:111122223333:function:fit:live', timeout: '5m' }, gone: job }, onFailure: job }).pipeline as Pipeline;
const printed: Readonly<Record<string, readonly string[]>> = { load: Array.from({ length: 12 }, (_, at) => `row ${at}`) };
const runner: Pick<Runner, 'log'> = {
  log: async function* (_run, name) {
    const lines = printed[name];
    if (lines === undefined) throw new Error('AccessDenied');
    yield* lines;
  },
};

it('each step that went wrong is a sentence with the last lines that its job printed, or where they are', async () => {
  const snapshot = run('failed', { load: step('failed', 0, 20_000), fit: step('failed', 0, 1_000), gone: { ...step('failed'), message: 'Glue.EntityNotFoundException: no such job.', endedAt: 5_000 }, 'on-failure': step('failed', 20_000, 21_000) });
  expect((await failuresWithLogs(runner, pipeline, snapshot)).map(({ text, log }) => [text, ...log])).toEqual([
    ['Step load failed after 20.0s: SystemExit: the records are bad', 'row 4', 'row 5', 'row 6', 'row 7', 'row 8', 'row 9', 'row 10', 'row 11'],
    ['Step fit failed after 1.0s: SystemExit: the records are bad', '(its log is in the group /aws/lambda/fit)'],
    ['Step gone failed: Glue.EntityNotFoundException: no such job.'],
    ['Step on-failure failed after 1.0s: SystemExit: the records are bad', '(its log cannot be read: AccessDenied)'],
  ]);
});

import { describe, expect, test } from 'vitest';
import { bench, minute, ok } from './testing.ts';

const queuing = { JobRunQueuingEnabled: true };

describe('a job that queues its runs', () => {
  test('keeps those that find no room WAITING, and begins them in their order', async () => {
    const glue = bench({ a: [ok(2)] });
    await glue.job('a', queuing);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId'));
    const states = async () => await Promise.all(ids.map(async (RunId) => (await glue.call('GetJobRun', { JobName: 'a', RunId })).at('JobRun', 'JobRunState')));
    expect(await states()).toEqual(['RUNNING', 'WAITING', 'WAITING']);
    await glue.host.run(3 * minute);
    expect(await states()).toEqual(['SUCCEEDED', 'RUNNING', 'WAITING']);
    await glue.host.run(null);
    expect((await glue.call('GetJobRuns', { JobName: 'a' })).list('JobRuns').map((run) => run.at('StartedOn'))).toEqual([240, 120, 0]);
  });

  test('passes over a run that was stopped while it waited', async () => {
    const glue = bench({ a: [ok(2)] });
    await glue.job('a', queuing);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId'));
    await glue.call('BatchStopJobRun', { JobName: 'a', JobRunIds: ids.slice(1, 2) });
    await glue.host.run(null);
    expect((await glue.call('GetJobRuns', { JobName: 'a' })).list('JobRuns').map((run) => [run.at('JobRunState'), run.at('StartedOn')])).toEqual([['SUCCEEDED', 120], ['STOPPED', 0], ['SUCCEEDED', 0]]);
  });

  test('shows waiting nodes of a workflow in its statistics, and its run waits with them', async () => {
    const glue = bench({ a: [ok(2)] });
    await glue.job('a', queuing);
    await glue.workflow(['a']);
    await glue.call('StartJobRun', { JobName: 'a' });
    const run = await glue.start();
    expect((await glue.call('GetWorkflowRun', { Name: 'w', RunId: run })).at('Run', 'Statistics')).toMatchObject({ WaitingActions: 1, RunningActions: 0 });
    await glue.host.run(null);
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 2-4']);
    expect(await glue.status(run)).toBe('COMPLETED');
  });

  test('may be told so by the start alone', async () => {
    const glue = bench();
    await glue.job('a');
    for (let n = 0; n < 2; n++) await glue.call('StartJobRun', { JobName: 'a', JobRunQueuingEnabled: true });
    await expect(glue.call('StartJobRun', { JobName: 'a' })).rejects.toMatchObject({ name: 'ConcurrentRunsExceededException' });
  });
});

test('runs are told of for 90 days', async () => {
  const glue = bench({ a: [ok(1)] });
  await glue.job('a');
  await glue.workflow(['a']);
  const old = await glue.play();
  await glue.host.run(91 * 24 * 60 * minute);
  await expect(glue.status(old)).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  const young = await glue.play();
  expect((await glue.call('GetWorkflowRuns', { Name: 'w' })).list('Runs').map((run) => run.at('WorkflowRunId'))).toEqual([young]);
  expect((await glue.call('GetJobRuns', { JobName: 'a' })).list('JobRuns')).toHaveLength(1);
});

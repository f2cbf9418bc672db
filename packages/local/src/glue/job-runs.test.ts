import { describe, expect, test } from 'vitest';
import { bad, bench, minute, ok, type Reply } from './testing.ts';

const states = (runs: Reply): readonly unknown[] => runs.list('JobRuns').map((run) => [run.at('JobRunState'), run.at('Attempt')]);

describe('a job run', () => {
  test('is told its job and its own id among its arguments', async () => {
    const glue = bench();
    await glue.job('a');
    const RunId = (await glue.call('StartJobRun', { JobName: 'a', Arguments: { '--JOB_NAME': 'b' } })).text('JobRunId');
    expect(glue.works[0]).toMatchObject({ id: RunId, args: { '--JOB_NAME': 'a', '--JOB_RUN_ID': RunId } });
  });

  test('gets its defaults, overridden by its own arguments, and those by the non-overridable ones', async () => {
    const glue = bench();
    await glue.job('a', { DefaultArguments: { '--x': '1', '--y': '1' }, NonOverridableArguments: { '--y': '3' } });
    await glue.call('StartJobRun', { JobName: 'a', Arguments: { '--x': '2', '--y': '2' } });
    expect(glue.works[0]).toMatchObject({ args: { '--x': '2', '--y': '3' }, scriptLocation: 's3://scripts/a.py', attempt: 0 });
  });

  test('tells its start, end and seconds', async () => {
    const glue = bench({ a: [ok(2)] });
    await glue.job('a');
    const RunId = (await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId');
    expect(RunId).toMatch(/^jr_[0-9a-f]{64}$/);
    expect((await glue.call('GetJobRun', { JobName: 'a', RunId })).at('JobRun')).toMatchObject({ JobRunState: 'RUNNING', StartedOn: 0, Timeout: 2880 });
    await glue.host.run(null);
    expect((await glue.call('GetJobRun', { JobName: 'a', RunId })).at('JobRun')).toMatchObject({ JobRunState: 'SUCCEEDED', CompletedOn: 120, ExecutionTime: 120 });
  });

  test('is refused while as many run as MaxConcurrentRuns allows, one by default', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.call('StartJobRun', { JobName: 'a' });
    await expect(glue.call('StartJobRun', { JobName: 'a' })).rejects.toMatchObject({ name: 'ConcurrentRunsExceededException' });
    await glue.host.run(null);
    await glue.call('StartJobRun', { JobName: 'a' });
  });

  test('is retried MaxRetries times, each attempt a run of its own', async () => {
    const glue = bench({ a: [bad(1)] });
    await glue.job('a', { MaxRetries: 2 });
    const first = (await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId');
    await glue.host.run(null);
    const runs = await glue.call('GetJobRuns', { JobName: 'a' });
    expect(states(runs)).toEqual([['FAILED', 2], ['FAILED', 1], ['FAILED', 0]]);
    expect(runs.at('JobRuns', 0, 'Id')).toBe(`${first}_attempt_2`);
    expect(runs.at('JobRuns', 0, 'PreviousRunId')).toBe(`${first}_attempt_1`);
  });

  test('ends as TIMEOUT after its minutes, is stopped then, and is not retried', async () => {
    const glue = bench({ a: [ok(10)] });
    await glue.job('a', { MaxRetries: 1, Timeout: 3 });
    await glue.call('StartJobRun', { JobName: 'a' });
    await glue.host.run(null);
    const runs = await glue.call('GetJobRuns', { JobName: 'a' });
    expect(states(runs)).toEqual([['TIMEOUT', 0]]);
    expect(runs.at('JobRuns', 0, 'CompletedOn')).toBe(180);
  });

  test('that ends at the instant of its timeout ended first', async () => {
    const glue = bench({ a: [ok(3)] });
    await glue.job('a', { Timeout: 3 });
    await glue.call('StartJobRun', { JobName: 'a' });
    await glue.host.run(null);
    expect(states(await glue.call('GetJobRuns', { JobName: 'a' }))).toEqual([['SUCCEEDED', 0]]);
  });

  test('is STOPPING until its work ends, then STOPPED, and is not retried', async () => {
    const glue = bench({ a: [{ ...ok(10), onStop: { ms: minute, outcome: 'stopped' } }] });
    await glue.job('a', { MaxRetries: 1 });
    const RunId = (await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId');
    const answer = await glue.call('BatchStopJobRun', { JobName: 'a', JobRunIds: [RunId, 'jr_x'] });
    expect(answer.list('SuccessfulSubmissions')).toHaveLength(1);
    expect(answer.at('Errors', 0, 'ErrorDetail', 'ErrorCode')).toBe('EntityNotFoundException');
    expect(states(await glue.call('GetJobRuns', { JobName: 'a' }))).toEqual([['STOPPING', 0]]);
    await glue.host.run(null);
    expect(states(await glue.call('GetJobRuns', { JobName: 'a' }))).toEqual([['STOPPED', 0]]);
  });

  test('is listed newest first, page by page', async () => {
    const glue = bench();
    await glue.job('a', { ExecutionProperty: { MaxConcurrentRuns: 9 } });
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId'));
    const seen: unknown[] = [];
    let page = await glue.call('GetJobRuns', { JobName: 'a', MaxResults: 2 });
    for (;;) {
      seen.push(...page.list('JobRuns').map((run) => run.at('Id')));
      const token = page.at('NextToken');
      if (token === null) break;
      page = await glue.call('GetJobRuns', { JobName: 'a', MaxResults: 2, NextToken: token });
    }
    expect(seen).toEqual(ids);
  });
});

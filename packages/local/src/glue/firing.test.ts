import { describe, expect, test } from 'vitest';
import { bad, bench, ok } from './testing.ts';

describe('a workflow run', () => {
  test('fires each trigger when its conditions hold, at the instant they do', async () => {
    const glue = bench({ a: [ok(2)], b: [ok(3)] });
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a', 'b']);
    await glue.trigger('t', ['a:SUCCEEDED', 'b:SUCCEEDED'], ['c']);
    const run = await glue.play();
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 0-2', 'b SUCCEEDED 0-3', 'c SUCCEEDED 3-4']);
    expect(await glue.status(run)).toBe('COMPLETED');
  });

  test('is COMPLETED although a job failed and another never ran', async () => {
    const glue = bench({ a: [bad(1)] });
    for (const name of ['a', 'c', 'alarm']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['c']);
    await glue.trigger('u', ['a:FAILED'], ['alarm']);
    const run = await glue.play();
    expect(await glue.story(run)).toEqual(['a FAILED 0-1', 'alarm SUCCEEDED 1-2']);
    const answer = await glue.call('GetWorkflowRun', { Name: 'w', RunId: run });
    expect(answer.at('Run', 'Status')).toBe('COMPLETED');
    expect(answer.at('Run', 'Statistics')).toMatchObject({ TotalActions: 3, FailedActions: 1, SucceededActions: 1, RunningActions: 0 });
  });

  test('records all ends of one instant before any trigger looks', async () => {
    const glue = bench({ a: [ok(2)], b: [ok(2)] });
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a', 'b']);
    await glue.trigger('t', ['a:SUCCEEDED', 'b:SUCCEEDED'], ['c'], { Predicate: { Logical: 'ANY', Conditions: [
      { LogicalOperator: 'EQUALS', JobName: 'a', State: 'SUCCEEDED' },
      { LogicalOperator: 'EQUALS', JobName: 'b', State: 'SUCCEEDED' },
    ] } });
    expect(await glue.story(await glue.play())).toEqual(['a SUCCEEDED 0-2', 'b SUCCEEDED 0-2', 'c SUCCEEDED 2-3']);
  });

  test('gives its name and id to its jobs, and nothing else of its own', async () => {
    const glue = bench();
    await glue.job('a', { DefaultArguments: { '--x': '1' } });
    await glue.workflow(['a'], { DefaultRunProperties: { secret: '2' } });
    const run = await glue.play();
    expect(glue.works[0]).toMatchObject({ args: { '--x': '1', '--WORKFLOW_NAME': 'w', '--WORKFLOW_RUN_ID': run } });
    expect(JSON.stringify(glue.works)).not.toContain('secret');
  });

  test('keeps to the graph it started with', async () => {
    const glue = bench({ a: [ok(2)] });
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    const run = await glue.start();
    await glue.call('DeleteTrigger', { Name: 't' });
    await glue.trigger('u', ['a:SUCCEEDED'], ['c']);
    await glue.host.run(null);
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 0-2', 'b SUCCEEDED 2-3']);
  });

  test('shows a job that was deleted as an ERROR, which no trigger can watch', async () => {
    const glue = bench();
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    await glue.trigger('u', ['b:FAILED'], ['c']);
    await glue.call('DeleteJob', { JobName: 'b' });
    const run = await glue.play();
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 0-1', 'b ERROR 1-1']);
    expect(await glue.status(run)).toBe('COMPLETED');
  });

  test('does not fire a trigger that was never activated', async () => {
    const glue = bench();
    for (const name of ['a', 'b']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b'], { StartOnCreation: false });
    expect(await glue.story(await glue.play())).toEqual(['a SUCCEEDED 0-1']);
  });

  test('runs crawlers as nodes', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.crawler('x');
    await glue.job('b');
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['c/x']);
    await glue.trigger('u', ['c/x:SUCCEEDED'], ['b']);
    expect(await glue.story(await glue.play())).toEqual(['a SUCCEEDED 0-1', 'x SUCCEEDED 1-2', 'b SUCCEEDED 2-3']);
  });

  test('is refused beyond MaxConcurrentRuns, and without a start trigger', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.workflow(['a'], { MaxConcurrentRuns: 1 });
    await glue.start();
    await expect(glue.start()).rejects.toMatchObject({ name: 'ConcurrentRunsExceededException' });
    await glue.call('CreateWorkflow', { Name: 'empty' });
    await expect(glue.call('StartWorkflowRun', { Name: 'empty' })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

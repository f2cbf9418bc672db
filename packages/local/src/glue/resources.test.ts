import { describe, expect, test } from 'vitest';
import { bench } from './testing.ts';

describe('a job', () => {
  test('is reset by an update in all that the update leaves out', async () => {
    const glue = bench();
    await glue.job('a', { Timeout: 5, DefaultArguments: { '--x': '1' } });
    const Command = { Name: 'pythonshell', ScriptLocation: 's3://scripts/b.py' };
    await glue.call('UpdateJob', { JobName: 'a', JobUpdate: { Role: 'r', Command } });
    const job = (await glue.call('GetJob', { JobName: 'a' })).at('Job');
    expect(job).toMatchObject({ Name: 'a', Timeout: 2880, MaxRetries: 0, Command });
    expect(job).not.toHaveProperty('DefaultArguments');
  });

  test('is told apart from another one of its name', async () => {
    const glue = bench();
    await glue.job('a');
    await expect(glue.job('a')).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await expect(glue.job('a', { Timeout: 5 })).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  test('is deleted even when it is not there', async () => {
    const glue = bench();
    await glue.call('DeleteJob', { JobName: 'a' });
    await expect(glue.call('GetJob', { JobName: 'a' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    expect((await glue.call('BatchGetJobs', { JobNames: ['a'] })).json).toEqual({ Jobs: [], JobsNotFound: ['a'] });
  });

  test('is refused without a script', async () => {
    const glue = bench();
    await expect(glue.job('a', { Command: { Name: 'pythonshell' } })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  test('keeps names with slashes apart from others', async () => {
    const glue = bench();
    await glue.job('a/b');
    await glue.job('a');
    await glue.call('StartJobRun', { JobName: 'a/b' });
    expect((await glue.call('GetJobRuns', { JobName: 'a' })).list('JobRuns')).toHaveLength(0);
  });
});

describe('a workflow', () => {
  test('has run properties: defaults, overridden by the start, then by Put', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.workflow(['a'], { DefaultRunProperties: { x: '1', y: '1' } });
    const RunId = (await glue.call('StartWorkflowRun', { Name: 'w', RunProperties: { y: '2' } })).text('RunId');
    await glue.call('PutWorkflowRunProperties', { Name: 'w', RunId, RunProperties: { z: '3' } });
    expect((await glue.call('GetWorkflowRunProperties', { Name: 'w', RunId })).json).toEqual({ RunProperties: { x: '1', y: '2', z: '3' } });
  });

  test('shows its graph: triggers, jobs, and how they hang together', async () => {
    const glue = bench();
    for (const name of ['a', 'b']) await glue.job(name);
    await glue.workflow(['a']);
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    const answer = await glue.call('GetWorkflow', { Name: 'w', IncludeGraph: true });
    const nodes = answer.list('Workflow', 'Graph', 'Nodes');
    const names = new Map(nodes.map((node) => [node.text('UniqueId'), node.text('Name')]));
    const edges = answer.list('Workflow', 'Graph', 'Edges').map((edge) => `${names.get(edge.text('SourceId')) ?? ''}-${names.get(edge.text('DestinationId')) ?? ''}`);
    expect([...names.values()].sort()).toEqual(['a', 'b', 'start', 't']);
    expect(edges.sort()).toEqual(['a-t', 'start-a', 't-b']);
  });

  test('leaves its triggers and jobs behind when it is deleted', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.workflow(['a']);
    await glue.call('DeleteWorkflow', { Name: 'w' });
    await expect(glue.call('GetWorkflow', { Name: 'w' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    expect((await glue.call('GetTrigger', { Name: 'start' })).at('Trigger', 'WorkflowName')).toBe('w');
  });
});

test('tags are kept by ARN, and lists can be narrowed by them', async () => {
  const glue = bench();
  await glue.job('a', { Tags: { owner: 'x', team: 'y' } });
  await glue.job('b');
  const ResourceArn = 'arn:aws:glue:eu-west-1:111122223333:job/a';
  await glue.call('TagResource', { ResourceArn, TagsToAdd: { team: 'z' } });
  await glue.call('UntagResource', { ResourceArn, TagsToRemove: ['owner'] });
  expect((await glue.call('GetTags', { ResourceArn })).json).toEqual({ Tags: { team: 'z' } });
  expect((await glue.call('ListJobs', { Tags: { team: 'z' } })).at('JobNames')).toEqual(['a']);
});

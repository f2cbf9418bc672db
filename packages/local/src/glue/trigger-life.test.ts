import type { Json } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { bench, minute, ok, type Bench } from './testing.ts';

const second = 1000;
const delays = { triggerChange: 2 * second, triggerDeletion: 60 * second, jobStart: 0 };

async function slow(): Promise<Bench> {
  const glue = bench({}, {}, { delays });
  for (const name of ['a', 'b']) await glue.job(name);
  await glue.call('CreateWorkflow', { Name: 'w' });
  return glue;
}
const stateOf = async (glue: Bench, name: string): Promise<Json> => (await glue.call('GetTrigger', { Name: name })).at('Trigger', 'State');
const later = (glue: Bench, ms: number): Promise<void> => glue.host.run(glue.host.now() + ms);

describe('where AWS takes its time', () => {
  test('a trigger goes through the states between', async () => {
    const glue = await slow();
    await glue.trigger('t', ['a:SUCCEEDED'], ['b'], { StartOnCreation: false });
    expect(await stateOf(glue, 't')).toBe('CREATING');
    await later(glue, 2 * second);
    expect(await stateOf(glue, 't')).toBe('CREATED');
    for (const [op, between, after] of [['StartTrigger', 'ACTIVATING', 'ACTIVATED'], ['StopTrigger', 'DEACTIVATING', 'DEACTIVATED']] as const) {
      await glue.call(op, { Name: 't' });
      expect(await stateOf(glue, 't')).toBe(between);
      await later(glue, 2 * second);
      expect(await stateOf(glue, 't')).toBe(after);
    }
    const update = await glue.call('UpdateTrigger', { Name: 't', TriggerUpdate: { Description: 'new', Actions: [{ JobName: 'b' }], Predicate: { Conditions: [{ LogicalOperator: 'EQUALS', JobName: 'a', State: 'FAILED' }] } } });
    expect(update.at('Trigger', 'State')).toBe('UPDATING');
    await later(glue, 2 * second);
    expect(await stateOf(glue, 't')).toBe('DEACTIVATED');
  });

  test('it is DELETING for a while, its name taken, and then gone', async () => {
    const glue = await slow();
    const input = { Name: 't', Type: 'ON_DEMAND', Actions: [{ JobName: 'a' }] };
    await glue.call('CreateTrigger', input);
    await later(glue, 2 * second);
    await glue.call('DeleteTrigger', { Name: 't' });
    await glue.call('DeleteTrigger', { Name: 't' });
    expect(await stateOf(glue, 't')).toBe('DELETING');
    await expect(glue.call('StartTrigger', { Name: 't' })).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(glue.call('CreateTrigger', { ...input, Description: 'another' })).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    await later(glue, 60 * second);
    await expect(glue.call('GetTrigger', { Name: 't' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
    await glue.call('CreateTrigger', input);
  });

  test('triggers of one workflow change one after the other; those of others do not mind', async () => {
    const glue = await slow();
    await glue.call('CreateWorkflow', { Name: 'v' });
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    const other = (name: string, workflow: string): Promise<unknown> => glue.trigger(name, ['a:FAILED'], ['b'], { WorkflowName: workflow });
    await expect(other('u', 'w')).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
    await expect(glue.call('DeleteTrigger', { Name: 't' })).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
    await other('u', 'v');
    await later(glue, 2 * second);
    await other('x', 'w');
  });

  test('a start overtakes the update before it', async () => {
    const glue = await slow();
    await glue.trigger('t', ['a:SUCCEEDED'], ['b']);
    await glue.call('StopTrigger', { Name: 't' });
    await glue.call('StartTrigger', { Name: 't' });
    await later(glue, 2 * second);
    expect(await stateOf(glue, 't')).toBe('ACTIVATED');
  });

  test('a job run is STARTING before it is RUNNING, and stops at once before it works', async () => {
    const glue = bench({ a: [ok(1)] }, {}, { delays: { jobStart: minute } });
    await glue.job('a');
    const run = async (): Promise<string> => (await glue.call('StartJobRun', { JobName: 'a' })).text('JobRunId');
    const state = async (RunId: string): Promise<Json> => (await glue.call('GetJobRun', { JobName: 'a', RunId })).at('JobRun', 'JobRunState');
    const first = await run();
    expect(await state(first)).toBe('STARTING');
    await glue.host.run(minute);
    expect(await state(first)).toBe('RUNNING');
    await glue.host.run(null);
    expect(await state(first)).toBe('SUCCEEDED');
    const second = await run();
    await glue.call('BatchStopJobRun', { JobName: 'a', JobRunIds: [second] });
    expect(await state(second)).toBe('STOPPED');
    await glue.host.run(null);
    expect(glue.works).toHaveLength(1);
  });
});

describe('a SCHEDULED trigger', () => {
  const scheduled = (more: Readonly<Record<string, Json>> = {}): Json => ({ Name: 's', Type: 'SCHEDULED', Schedule: 'cron(0 2 * * ? *)', StartOnCreation: true, Actions: [{ JobName: 'a' }], ...more });
  const hour = 60 * minute;
  const starts = async (glue: Bench): Promise<readonly unknown[]> => (await glue.call('GetJobRuns', { JobName: 'a' })).list('JobRuns').map((run) => Number(run.at('StartedOn')) / 3600).reverse();

  test('fires at its times in UTC, until it is stopped', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.call('CreateTrigger', scheduled());
    await glue.host.run(49 * hour);
    expect(await starts(glue)).toEqual([2, 26]);
    await glue.call('StopTrigger', { Name: 's' });
    await glue.host.run(80 * hour);
    await glue.call('StartTrigger', { Name: 's' });
    await glue.host.run(100 * hour);
    expect(await starts(glue)).toEqual([2, 26, 98]);
    await glue.call('DeleteTrigger', { Name: 's' });
    await glue.host.run(200 * hour);
    expect(await starts(glue)).toHaveLength(3);
  });

  test('fires at its new times after an update, and not before it was activated', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.call('CreateTrigger', scheduled({ StartOnCreation: false }));
    await glue.host.run(3 * hour);
    await glue.call('StartTrigger', { Name: 's' });
    await glue.call('UpdateTrigger', { Name: 's', TriggerUpdate: { Schedule: 'cron(0 5 * * ? *)', Actions: [{ JobName: 'a' }] } });
    await glue.host.run(27 * hour);
    expect(await starts(glue)).toEqual([5]);
  });

  test('starts its workflow', async () => {
    const glue = bench();
    await glue.job('a');
    await glue.call('CreateWorkflow', { Name: 'w' });
    await glue.call('CreateTrigger', scheduled({ WorkflowName: 'w' }));
    await glue.host.run(27 * hour);
    expect((await glue.call('GetWorkflowRuns', { Name: 'w' })).list('Runs').map((run) => run.at('StartedOn'))).toEqual([26 * 3600, 2 * 3600]);
  });

  test.each(['rate(5 minutes)', 'cron(0 2 * * * *)', 'cron(0/4 * * * ? *)', 'every day', 'at(2030-01-01T00:00:00)'])('is refused with %s', async (Schedule) => {
    const glue = bench();
    await glue.job('a');
    await expect(glue.call('CreateTrigger', scheduled({ Schedule }))).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('an EVENT trigger', () => {
  async function waiting(batching: Json): Promise<{ readonly glue: Bench; readonly event: (id: string) => Promise<unknown>; readonly runs: () => Promise<readonly unknown[]> }> {
    const glue = bench();
    await glue.job('a');
    await glue.call('CreateWorkflow', { Name: 'w', MaxConcurrentRuns: 1 });
    await glue.call('CreateTrigger', { Name: 'e', Type: 'EVENT', WorkflowName: 'w', Actions: [{ JobName: 'a' }], ...(batching === null ? {} : { EventBatchingCondition: batching }) });
    const event = (id: string) => glue.call('NotifyEvent', { Name: 'w', events: [{ id }] });
    const runs = async () => (await glue.call('GetWorkflowRuns', { Name: 'w' })).list('Runs').map((run) => [run.at('StartedOn'), run.at('WorkflowRunProperties', 'aws:eventIds'), run.at('StartingEventBatchCondition')]);
    return { glue, event, runs };
  }

  test('starts its workflow with each event; one that comes while it runs is dropped', async () => {
    const { glue, event, runs } = await waiting(null);
    for (const id of ['1', '2']) await event(id);
    await glue.host.run(null);
    await event('3');
    await glue.host.run(null);
    expect(await runs()).toEqual([[60, '["3"]', { BatchSize: 1 }], [0, '["1"]', { BatchSize: 1 }]]);
  });

  test('waits for a full batch, or for the end of its window', async () => {
    const { glue, event, runs } = await waiting({ BatchSize: 2, BatchWindow: 300 });
    for (const id of ['1', '2']) await event(id);
    await glue.host.run(10 * minute);
    await event('3');
    await glue.host.run(14 * minute);
    expect(await runs()).toHaveLength(1);
    await glue.host.run(null);
    expect(await runs()).toEqual([[900, '["3"]', { BatchWindow: 300 }], [0, '["1","2"]', { BatchSize: 2 }]]);
  });

  test('stays CREATED, and is neither started nor stopped by hand', async () => {
    const { glue } = await waiting(null);
    for (const op of ['StartTrigger', 'StopTrigger']) await expect(glue.call(op, { Name: 'e' })).rejects.toMatchObject({ name: 'InvalidInputException' });
    expect(await stateOf(glue, 'e')).toBe('CREATED');
  });

  test('belongs to a workflow, and only it has batches', async () => {
    const glue = bench();
    await glue.job('a');
    const Actions = [{ JobName: 'a' }];
    await expect(glue.call('CreateTrigger', { Name: 'e', Type: 'EVENT', Actions })).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(glue.call('CreateTrigger', { Name: 'e', Type: 'ON_DEMAND', Actions, EventBatchingCondition: { BatchSize: 1 } })).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(glue.call('CreateTrigger', { Name: 'e', Type: 'ON_DEMAND', Actions, Schedule: 'cron(0 2 * * ? *)' })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('triggers without a workflow', () => {
  const lone = (name: string, when: string, job: string): Json => ({ Name: name, Type: 'CONDITIONAL', StartOnCreation: true, Actions: [{ JobName: job }], Predicate: { Conditions: [{ LogicalOperator: 'EQUALS', JobName: when, State: 'SUCCEEDED' }] } });

  test('follow one another from the trigger that was started, and not from a job started by hand', async () => {
    const glue = bench();
    for (const name of ['a', 'b', 'c']) await glue.job(name);
    await glue.call('CreateTrigger', { Name: 'go', Type: 'ON_DEMAND', Actions: [{ JobName: 'a' }] });
    await glue.call('CreateTrigger', lone('t', 'a', 'b'));
    await glue.call('CreateTrigger', lone('u', 'b', 'c'));
    await glue.call('StartJobRun', { JobName: 'a' });
    await glue.host.run(null);
    expect(glue.works.map((work) => (work.kind === 'job' ? work.jobName : ''))).toEqual(['a']);
    await glue.call('StartTrigger', { Name: 'go' });
    await glue.host.run(null);
    expect(glue.works.map((work) => (work.kind === 'job' ? work.jobName : ''))).toEqual(['a', 'a', 'b', 'c']);
    const last = (await glue.call('GetJobRuns', { JobName: 'c' })).list('JobRuns')[0];
    expect(last?.json).toMatchObject({ TriggerName: 'u', PredecessorRuns: [{ JobName: 'b' }] });
    expect(Object.keys(glue.works[3]?.kind === 'job' ? glue.works[3].args : {}).some((name) => name.startsWith('--WORKFLOW'))).toBe(false);
  });
});

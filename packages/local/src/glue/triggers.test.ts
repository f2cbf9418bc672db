import type { Json } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { bench, condition } from './testing.ts';

async function withJobs() {
  const glue = bench();
  for (const name of ['a', 'b']) await glue.job(name);
  for (const name of ['x', 'y', 'z']) await glue.crawler(name);
  await glue.workflow(['a']);
  return glue;
}
const conditional = (conditions: Json, more: { readonly [key: string]: Json } = {}): Json => ({
  Name: 't',
  WorkflowName: 'w',
  Type: 'CONDITIONAL',
  Predicate: { Conditions: conditions },
  Actions: [{ JobName: 'b' }],
  ...more,
});
const when = condition('a:SUCCEEDED');

describe('CreateTrigger refuses', () => {
  test.each<[string, Json, string]>([
    ['several conditions without Logical', conditional([when, condition('a:FAILED')]), 'InvalidInputException'],
    ['a condition without LogicalOperator', conditional([{ JobName: 'a', State: 'SUCCEEDED' }]), 'InvalidInputException'],
    ['a job with CrawlState', conditional([{ LogicalOperator: 'EQUALS', JobName: 'a', CrawlState: 'SUCCEEDED' }]), 'InvalidInputException'],
    ['a crawler with State', conditional([{ LogicalOperator: 'EQUALS', CrawlerName: 'x', State: 'SUCCEEDED' }]), 'InvalidInputException'],
    ['a state that cannot be watched', conditional([condition('a:ERROR')]), 'InvalidInputException'],
    ['a job that is watched and started', conditional([when], { Actions: [{ JobName: 'a' }] }), 'InvalidInputException'],
    ['no condition', conditional([]), 'InvalidInputException'],
    ['no action', conditional([when], { Actions: [] }), 'InvalidInputException'],
    ['51 jobs', conditional([when], { Actions: Array.from({ length: 51 }, () => ({ JobName: 'b' })) }), 'InvalidInputException'],
    ['three crawlers', conditional([when], { Actions: ['x', 'y', 'z'].map((CrawlerName) => ({ CrawlerName })) }), 'InvalidInputException'],
    ['an unknown job', conditional([when], { Actions: [{ JobName: 'nobody' }] }), 'EntityNotFoundException'],
    ['an unknown crawler', conditional([condition('c/nobody:SUCCEEDED')]), 'EntityNotFoundException'],
    ['an unknown workflow', conditional([when], { WorkflowName: 'nobody' }), 'EntityNotFoundException'],
    ['a second start trigger', { Name: 't', WorkflowName: 'w', Type: 'ON_DEMAND', Actions: [{ JobName: 'b' }] }, 'InvalidInputException'],
    ['StartOnCreation of an ON_DEMAND trigger', { Name: 't', Type: 'ON_DEMAND', StartOnCreation: true, Actions: [{ JobName: 'b' }] }, 'InvalidInputException'],
    ['a SCHEDULED trigger without Schedule', { Name: 't', Type: 'SCHEDULED', Actions: [{ JobName: 'b' }] }, 'InvalidInputException'],
    ['an unknown Type', { Name: 't', Type: 'SOMETIMES', Actions: [{ JobName: 'b' }] }, 'InvalidInputException'],
    ['no Type', { Name: 't', Actions: [{ JobName: 'b' }] }, 'InvalidInputException'],
    ['a member of the wrong JSON type', { Name: 7, Type: 'ON_DEMAND', Actions: [] }, 'SerializationException'],
  ])('%s', async (_what, input, error) => {
    const glue = await withJobs();
    await expect(glue.call('CreateTrigger', input)).rejects.toMatchObject({ name: error });
  });

  test('a name that is taken, and says whether the configuration is another one', async () => {
    const glue = await withJobs();
    await glue.call('CreateTrigger', conditional([when]));
    await expect(glue.call('CreateTrigger', conditional([when]))).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await expect(glue.call('CreateTrigger', conditional([condition('a:FAILED')]))).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });
});

describe('a trigger', () => {
  test('goes from CREATED to ACTIVATED to DEACTIVATED', async () => {
    const glue = await withJobs();
    const state = async () => (await glue.call('GetTrigger', { Name: 't' })).at('Trigger', 'State');
    await glue.call('CreateTrigger', conditional([when]));
    expect(await state()).toBe('CREATED');
    await expect(glue.call('StopTrigger', { Name: 't' })).rejects.toMatchObject({ name: 'InvalidInputException' });
    await glue.call('StartTrigger', { Name: 't' });
    expect(await state()).toBe('ACTIVATED');
    await glue.call('StopTrigger', { Name: 't' });
    expect(await state()).toBe('DEACTIVATED');
  });

  test('that is ON_DEMAND fires when it is started: the run of its workflow', async () => {
    const glue = await withJobs();
    await glue.call('StartTrigger', { Name: 'start' });
    await glue.host.run(null);
    expect((await glue.call('GetWorkflowRuns', { Name: 'w' })).list('Runs').map((run) => run.at('Status'))).toEqual(['COMPLETED']);
  });

  test('is overwritten whole by an update, keeps type, workflow and state, and is gone after a delete that may be repeated', async () => {
    const glue = await withJobs();
    await glue.call('CreateTrigger', conditional([when], { Description: 'old', StartOnCreation: true }));
    const answer = await glue.call('UpdateTrigger', { Name: 't', TriggerUpdate: { Predicate: { Conditions: [condition('a:FAILED')] }, Actions: [{ JobName: 'b' }] } });
    expect(answer.at('Trigger')).toMatchObject({ Type: 'CONDITIONAL', WorkflowName: 'w', State: 'ACTIVATED', Predicate: { Conditions: [{ State: 'FAILED' }] } });
    expect(answer.at('Trigger', 'Description')).toBeNull();
    for (let n = 0; n < 2; n++) await glue.call('DeleteTrigger', { Name: 't' });
    await expect(glue.call('GetTrigger', { Name: 't' })).rejects.toMatchObject({ name: 'EntityNotFoundException' });
  });
});

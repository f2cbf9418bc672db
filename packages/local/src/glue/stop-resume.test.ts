import { describe, expect, test } from 'vitest';
import { bad, bench, minute, ok } from './testing.ts';

/** a, then b, then c; d beside them. */
async function chain(plays: Parameters<typeof bench>[0]) {
  const glue = bench(plays);
  for (const name of ['a', 'b', 'c', 'd']) await glue.job(name);
  await glue.workflow(['a', 'd']);
  await glue.trigger('t1', ['a:SUCCEEDED'], ['b']);
  await glue.trigger('t2', ['b:SUCCEEDED'], ['c']);
  return glue;
}

describe('StopWorkflowRun', () => {
  test('stops what runs, fires nothing more, and ends STOPPED when the last attempt has ended', async () => {
    const glue = await chain({ a: [{ ...ok(10), onStop: { ms: 2 * minute, outcome: 'succeeded' } }], d: [ok(1)] });
    const run = await glue.start();
    await glue.host.run(3 * minute);
    await glue.call('StopWorkflowRun', { Name: 'w', RunId: run });
    expect(await glue.status(run)).toBe('STOPPING');
    await glue.host.run(null);
    expect(await glue.status(run)).toBe('STOPPED');
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 0-5', 'd SUCCEEDED 0-1']);
    await expect(glue.call('StopWorkflowRun', { Name: 'w', RunId: run })).rejects.toMatchObject({ name: 'IllegalWorkflowStateException' });
  });

  test('reaches crawlers, too', async () => {
    const glue = bench({ x: [ok(10)] });
    await glue.crawler('x');
    await glue.workflow(['c/x']);
    const run = await glue.start();
    await glue.call('StopWorkflowRun', { Name: 'w', RunId: run });
    await glue.host.run(null);
    expect(await glue.story(run)).toEqual(['x CANCELLED 0-0']);
  });
});

describe('ResumeWorkflowRun', () => {
  test('reruns the named nodes and everything downstream, and keeps the rest', async () => {
    const glue = await chain({ b: [bad(1), ok(1)] });
    const run = await glue.play();
    expect(await glue.story(run)).toEqual(['a SUCCEEDED 0-1', 'd SUCCEEDED 0-1', 'b FAILED 1-2']);
    const resumed = await glue.resume(run, ['b']);
    expect(await glue.story(resumed)).toEqual(['a SUCCEEDED 0-1', 'd SUCCEEDED 0-1', 'b SUCCEEDED 2-3', 'c SUCCEEDED 3-4']);
    const answer = await glue.call('GetWorkflowRun', { Name: 'w', RunId: resumed });
    expect(answer.at('Run')).toMatchObject({ PreviousRunId: run, Status: 'COMPLETED', Statistics: { SucceededActions: 4 } });
  });

  test('starts a node only by its triggers where another named node leads to it', async () => {
    const glue = await chain({});
    const run = await glue.play();
    expect(await glue.story(await glue.resume(run, ['a', 'b']))).toEqual(['d SUCCEEDED 0-1', 'a SUCCEEDED 3-4', 'b SUCCEEDED 4-5', 'c SUCCEEDED 5-6']);
  });

  test('can be repeated', async () => {
    const glue = await chain({ b: [bad(1), bad(1), ok(1)] });
    const second = await glue.resume(await glue.play(), ['b']);
    expect(await glue.story(second)).toEqual(['a SUCCEEDED 0-1', 'd SUCCEEDED 0-1', 'b FAILED 2-3']);
    expect(await glue.story(await glue.resume(second, ['b']))).toEqual(['a SUCCEEDED 0-1', 'd SUCCEEDED 0-1', 'b SUCCEEDED 3-4', 'c SUCCEEDED 4-5']);
  });

  test('is refused for a run that is not COMPLETED, an unknown node and a node that never ran', async () => {
    const glue = await chain({ b: [bad(1)] });
    const run = await glue.start();
    await expect(glue.resume(run, ['a'])).rejects.toMatchObject({ name: 'IllegalWorkflowStateException' });
    await glue.host.run(null);
    await expect(glue.resume(run, ['c'])).rejects.toMatchObject({ name: 'InvalidInputException' });
    await expect(glue.call('ResumeWorkflowRun', { Name: 'w', RunId: run, NodeIds: ['wnode_x'] })).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

import type { Script } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { bench, FIRST, MINUTE, type Bench } from '../test/bench.ts';
import { job, pipeline } from '../test/pipelines.ts';

const good: Script = () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
const chain = pipeline([job('clean'), job('load', ['clean'])]);
const run = { ...FIRST, params: {} };
const named = (name: string): Error => Object.assign(new Error(`${name}, by the test.`), { name });

/** From now on the start of a workflow run meets this. */
function starts(on: Bench, outcome: (go: () => Promise<unknown>) => Promise<unknown>): void {
  const call = on.port.call.bind(on.port);
  // The answer of one operation, whatever it is.
  Object.assign(on.port, { call: async (operation: never, input: never) => (operation === 'StartWorkflowRun' ? await outcome(() => call(operation, input)) : await call(operation, input)) as never });
}

describe('a start that Glue refuses', () => {
  it.each(['InvalidInputException', 'AccessDeniedException', 'ResourceNumberLimitExceededException', 'ThrottlingException'])('for %s leaves no run, and names the one that was not started', async (name) => {
    const on = await bench(chain, good);
    starts(on, async () => Promise.reject(named(name)));
    await expect(on.runner.start(run)).rejects.toMatchObject({ name: 'RunRefused', message: `Run '${FIRST.id}' was not started: ${name}: ${name}, by the test.`, hint: expect.stringMatching(/start it again|credentials/i) });
    expect(await on.runner.list(10)).toEqual([]);
    expect(await on.runner.live()).toEqual([]);
    expect(await on.objects.list('acme-runs', 'orders/')).toEqual([]);
  });

  it('since as many run as may says so', async () => {
    const on = await bench(chain, good);
    starts(on, async () => Promise.reject(named('ConcurrentRunsExceededException')));
    await expect(on.runner.start(run)).rejects.toMatchObject({ message: expect.stringContaining('MaxConcurrentRuns'), hint: expect.stringContaining('Wait until') });
    expect(await on.runner.list(10)).toEqual([]);
  });

  it('since its answer was lost and it met itself is a start', async () => {
    const on = await bench(pipeline([job('a')], { overlap: 'skip' }), good);
    starts(on, async (go) => (await go(), await go()));
    expect(await on.runner.start(run)).toBe('started');
    await on.run(null);
    expect((await on.runner.describe(FIRST.id)).state).toBe('succeeded');
  });

  it('without a word whether it did keeps the record, and a stop ends it at once', async () => {
    const on = await bench(chain, good);
    starts(on, async () => Promise.reject(named('InternalServiceException')));
    await expect(on.runner.start(run)).rejects.toThrow('InternalServiceException');
    expect(await on.runner.live()).toMatchObject([{ run: FIRST.id, state: 'running' }]);
    await on.runner.stop(FIRST.id);
    expect((await on.runner.describe(FIRST.id)).state).toBe('stopped');
    expect(await on.objects.list('acme-runs', `orders/${FIRST.id}/stop.json`)).toHaveLength(1);
  });
});

it('a workflow that was deleted outside Millrace is said to be that, with what makes it again', async () => {
  const on = await bench(chain, good);
  await on.host.call('glue', 'DeleteWorkflow', { Name: 'dev-orders' });
  const gone = { message: expect.stringContaining("The workflow 'dev-orders' was deleted outside Millrace."), hint: '`millrace deploy` makes it again.' };
  await expect(on.runner.list(10)).rejects.toMatchObject(gone);
  await expect(on.runner.describe('wr-1')).rejects.toMatchObject(gone);
  await expect(on.runner.start(run)).rejects.toMatchObject({ ...gone, message: expect.stringMatching(/^Run '20261123t000000-aaaaaa' was not started: The workflow/) });
  expect(await on.objects.list('acme-runs', 'orders/')).toEqual([]);
});

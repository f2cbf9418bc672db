import type { Script } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { bench, EPOCH, FIRST, MINUTE, type Bench } from '../test/bench.ts';
import { job, pipeline } from '../test/pipelines.ts';

const good: Script = () => ({ outcome: 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
const chain = pipeline([job('clean'), job('load', ['clean'])]);
const startOutside = async (on: Bench, properties: Readonly<Record<string, string>> = {}): Promise<string> =>
  ((await on.host.call('glue', 'StartWorkflowRun', { Name: 'dev-orders', RunProperties: properties })) as { readonly RunId: string }).RunId;
const idOf = (native: string): string => native.toLowerCase().replaceAll('_', '-');

describe('runs that were started outside Millrace', () => {
  it('do not push a newer one of ours out of the list, nor a live one out of sight', async () => {
    const on = await bench(chain, (step, attempt) => ({ ...good(step, attempt), ms: 1000 }));
    for (let n = 0; n < 10; n += 1) {
      await startOutside(on);
      await on.run(EPOCH + (n + 1) * MINUTE);
    }
    await on.runner.start({ id: '20261123t001000-bbbbbb', date: '2026-11-23', params: {} });
    expect((await on.runner.list(3)).map(({ run, state, start }) => [run.slice(0, 3), state, (start - EPOCH) / MINUTE])).toEqual([['202', 'running', 10], ['wr-', 'succeeded', 9], ['wr-', 'succeeded', 8]]);
    expect((await on.runner.live()).map(({ run }) => run)).toEqual(['20261123t001000-bbbbbb']);
  });

  it('that live are never missed, however many have come since', async () => {
    const on = await bench(chain, good);
    const first = await startOutside(on);
    await on.run(EPOCH + 1000);
    const young = Array.from({ length: 25 }, (_, n) => `20261123t0001${String(n).padStart(2, '0')}-bbbbbb`);
    // What is newest by the index has been skipped, as `overlap` says.
    for (const id of young) {
      await on.objects.put('acme-runs', `orders/_index/${id}`, '');
      await on.objects.put('acme-runs', `orders/${id}/run.json`, JSON.stringify({ schemaVersion: 1, run: id, pipeline: 'orders', target: 'glue', graphHash: '', date: '2026-11-23', params: {}, createdAt: EPOCH }));
      await on.objects.put('acme-runs', `orders/${id}/skipped.json`, '{"at":1}');
    }
    expect((await on.runner.live()).map(({ run }) => run)).toEqual([idOf(first)]);
  });

  it('are found by the beginning of their id, and one of ours by the id of its workflow run', async () => {
    const on = await bench(chain, good);
    const native = await startOutside(on);
    await on.run(EPOCH + 1000);
    await on.runner.start({ ...FIRST, params: {} });
    const own = (await on.runner.describe(FIRST.id)).continuations[0]?.nativeId ?? '';
    expect(await on.runner.find(idOf(native))).toEqual([idOf(native)]);
    expect(await on.runner.find(idOf(own))).toEqual([FIRST.id]);
    expect(await on.runner.find('wr-')).toHaveLength(2);
    expect(await on.runner.find('20261123t')).toEqual([FIRST.id]);
    expect(await on.runner.find('no')).toEqual([]);
  });
});

describe('a workflow run that was started with the properties of an earlier run', () => {
  it('runs no step, leaves that run as it is, and is shown as a run of its own that cannot be resumed', async () => {
    const on = await bench(chain, (step) => ({ outcome: step === 'load' ? 'failed' : 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } }));
    const before = await on.play();
    const copied = ((await on.host.call('glue', 'GetWorkflowRunProperties', { Name: 'dev-orders', RunId: before.continuations[0]?.nativeId ?? '' })) as { readonly RunProperties: Readonly<Record<string, string>> }).RunProperties;
    const native = await startOutside(on, copied);
    expect((await on.runner.live()).map(({ run }) => run)).toEqual([idOf(native)]);
    await on.run(null);
    const after = await on.runner.describe(FIRST.id);
    expect({ ...after, asOf: 0 }).toEqual({ ...before, asOf: 0 });
    expect((await on.runner.list(10)).map(({ run, state, refused }) => [run, state, refused])).toEqual([[idOf(native), 'failed', true], [FIRST.id, 'failed', undefined]]);
    expect((await on.runner.describe(idOf(native))).message).toContain(`its run properties are those of the run ${FIRST.id}, which is the workflow run ${before.continuations[0]?.nativeId ?? ''}.`);
    expect(await on.runner.plan(idOf(native))).toMatchObject({ refused: expect.stringContaining('nothing of it ever began') });
  });

  it('or with something that is no id of a run writes no odd keys', async () => {
    const on = await bench(chain, good);
    const native = await startOutside(on, { 'millrace:run': '../../../pwn5' });
    await on.run(null);
    expect(await on.objects.list('acme-runs', '')).toEqual([`orders/${idOf(native)}/refused.json`]);
    expect(await on.runner.list(10)).toMatchObject([{ run: idOf(native), state: 'failed', refused: true }]);
  });

  it('is no obstacle to a run that was resumed and started anew', async () => {
    const on = await bench(chain, (step, attempt) => ({ outcome: step === 'load' && attempt === 1 ? 'failed' : 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } }));
    const native = await startOutside(on);
    await on.run(null);
    const plan = await on.runner.plan(idOf(native));
    if ('refused' in plan) throw new Error(plan.refused);
    await on.runner.resume({ ...plan });
    await on.run(null);
    expect(await on.runner.list(10)).toMatchObject([{ run: idOf(native), state: 'succeeded' }]);
  });
});

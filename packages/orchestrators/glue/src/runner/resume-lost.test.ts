import { describe, expect, it } from 'vitest';
import { bench, EPOCH, FIRST, MINUTE, type Bench } from '../test/bench.ts';
import { job, pipeline } from '../test/pipelines.ts';

const chain = pipeline([job('clean'), job('load', ['clean'])]);

/** `load` fails once, then succeeds. */
async function failed(): Promise<Bench> {
  const on = await bench(chain, (step, attempt) => ({ outcome: step === 'load' && attempt <= 1 ? 'failed' : 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } }));
  expect((await on.play()).state).toBe('failed');
  return on;
}
const keyOf = (n: number): string => `orders/${FIRST.id}/continuations/000${n}.json`;

describe("a resume whose workflow run never came to be leaves the next one's alone", () => {
  it('after a crash between record and start', async () => {
    const on = await failed();
    const plan = await on.runner.plan(FIRST.id);
    if ('refused' in plan) throw new Error(plan.refused);
    await on.objects.put('acme-runs', keyOf(2), JSON.stringify({ schemaVersion: 1, n: 2, means: plan.means, keep: plan.keep, at: EPOCH + 3 * MINUTE }));
    await on.run(EPOCH + 20 * MINUTE);
    expect((await on.runner.describe(FIRST.id)).state).toBe('failed');
    const resumed = await on.resume();
    const { state, steps, continuations } = resumed;
    expect([state, steps['load']?.state, steps['load']?.attempts.map(({ continuation, outcome }) => `${continuation} ${outcome}`)]).toEqual(['succeeded', 'succeeded', ['1 failed', '3 succeeded']]);
    expect(continuations.map(({ nativeId }) => nativeId)).toEqual([expect.stringMatching(/^wr_/), '', expect.stringMatching(/^wr_/)]);
    expect(await on.runner.describe(FIRST.id)).toEqual(resumed);
    expect(await on.runner.plan(FIRST.id)).toMatchObject({ refused: expect.any(String) });
  });

  it('after a refusal of AWS: the record of the continuation is taken back', async () => {
    const on = await failed();
    const call = on.port.call.bind(on.port);
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    Object.assign(on.port, { call: (...given: Parameters<typeof call>) => (given[0] === 'ResumeWorkflowRun' ? Promise.reject(denied) : call(...given)) });
    await expect(on.resume()).rejects.toBe(denied);
    expect(await on.objects.get('acme-runs', keyOf(2))).toBeNull();
    Object.assign(on.port, { call });
    const { state, steps } = await on.resume();
    expect([state, steps['load']?.attempts.map(({ continuation, outcome }) => `${continuation} ${outcome}`)]).toEqual(['succeeded', ['1 failed', '2 succeeded']]);
  });
});

import type { Script } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { bench, MINUTE } from '../test/bench.ts';
import { failed, job, pipeline } from '../test/pipelines.ts';

const plays = (...bad: readonly string[]): Script => (step) => ({ outcome: bad.includes(step) ? 'failed' : 'succeeded', ms: MINUTE, onStop: { outcome: 'stopped', ms: 0 } });
const orders = pipeline([job('load', [], { optional: true }), job('mend', [failed('load')]), job('report', ['mend']), job('other')]);

describe('a step that was due and did not start', () => {
  it('is told with its reason, and the run failed, though the step before it is optional', async () => {
    const on = await bench(orders, plays('load'), { errorsOf: (step) => step === 'load' });
    const { state, steps } = await on.play();
    expect(state).toBe('failed');
    expect(steps['mend']).toEqual({
      state: 'skipped', kept: false, attempts: [], message: 'load ended as ERROR: Glue itself could not run it, and no trigger fires on that, so the step did not start. Resume the run.',
    });
    expect(steps['report']).toEqual({ state: 'skipped', kept: false, attempts: [] });
    expect(await on.runner.list(1)).toMatchObject([{ state: 'failed' }]);
    expect(await on.runner.plan((await on.runner.list(1))[0]?.run ?? '')).toMatchObject({ keep: ['other'], again: ['load', 'mend', 'report'] });
  });

  it('is not told where the rules, too, skip it, or where it has started', async () => {
    const told = async (steps: Parameters<typeof pipeline>[0], bad: readonly string[], error: string): Promise<unknown> => {
      const on = await bench(pipeline(steps), plays(...bad), { errorsOf: (step) => step === error });
      return Object.values((await on.play()).steps).flatMap((one) => one.message ?? []);
    };
    const two = [job('load', [], { optional: true }), job('other'), job('mend', [failed('load'), 'other'])];
    expect(await told(two, ['load', 'other'], 'load')).toEqual([]);
    expect(await told(two, ['load'], 'nothing')).toEqual([]);
    expect(await told(two, ['load'], 'load')).toHaveLength(1);
  });
});

import { sfnTarget } from '@millrace/sfn';
import { describeCase, failuresOf, randomPipeline, unrestricted } from '@millrace/testkit';
import { describe, expect, it } from 'vitest';
import { playBusyCrawler } from './busy.ts';
import { runCase } from './run-case.ts';
import { compileOnce } from './session.ts';

const seeds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('on Step Functions', () => {
  it.each(['continue', 'stop'] as const)('each step goes wrong in turn, and the run is resumed, as by the reference, under the policy %s', async (failurePolicy) => {
    let runs = 0;
    for (const seed of seeds(4)) {
      const drawn = randomPipeline(seed, unrestricted);
      const whole = { ...drawn, stopAt: null, pipeline: { ...drawn.pipeline, failurePolicy } };
      const { delays } = compileOnce(sfnTarget, whole.pipeline);
      for (const { step, how, drawn: spoilt } of failuresOf(seed, whole, unrestricted, { mishaps: 'one', delays }).list) {
        const { differences, continuations } = await runCase(sfnTarget, spoilt, { resume: true });
        expect(differences, `seed ${seed}, ${step} ${how}\n${describeCase(spoilt)}`).toEqual([]);
        runs += continuations.length;
      }
    }
    expect(runs).toBeGreaterThan(20);
  });

  it('a run that goes wrong again and again, and is stopped, goes on where it was', async () => {
    let most = 0;
    for (const seed of seeds(10)) {
      const drawn = randomPipeline(seed, unrestricted);
      const stopLater = (continuation: number, lasts: number): number | null => (continuation % 2 === seed % 2 && lasts > 60_000 ? 75_000 : null);
      const { differences, continuations } = await runCase(sfnTarget, drawn, { resume: true, most: 3, stopLater });
      expect(differences, `seed ${seed}\n${describeCase(drawn)}`).toEqual([]);
      most = Math.max(most, continuations.length);
    }
    expect(most).toBe(4);
  });

  it('a crawler that someone else has started is waited for', async () => {
    let shown = 0;
    for (const seed of seeds(16)) {
      const drawn = { ...randomPipeline(seed, unrestricted), stopAt: null };
      const verdict = await playBusyCrawler(sfnTarget, drawn, 1 + (seed % 9));
      if (typeof verdict === 'string') continue;
      shown += 1;
      expect(verdict.differences, `seed ${seed}\n${describeCase(drawn)}`).toEqual([]);
    }
    expect(shown).toBeGreaterThan(3);
  });
});

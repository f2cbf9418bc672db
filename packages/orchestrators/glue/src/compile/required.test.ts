import { ancestors, decide, topologicalOrder, type Outcome, type Pipeline, type Step } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomPipeline, unrestricted } from '../../../../testkit/src/index.ts';
import { crawl, existing, job, pipeline, retrying, site } from '../test/pipelines.ts';
import { placesOf } from './places.ts';
import { planOf } from './plan.ts';
import { reducedDependencies, requiredSteps } from './required.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const drawn = (seed: number): Pipeline => randomPipeline(seed, { ...unrestricted, maxSteps: 7 }).pipeline;
const ENDS: readonly Outcome[] = ['succeeded', 'failed'];

/** Every way in which the steps of a small pipeline can end, skips following from the rules; each with the steps that ran. */
function histories(of: Pipeline): readonly ReadonlyMap<string, Outcome>[] {
  const go = (ended: ReadonlyMap<string, Outcome>): readonly ReadonlyMap<string, Outcome>[] => {
    const { ready, skipped } = decide(of, ended, new Set());
    const all = new Map([...ended, ...skipped.map(({ step }) => [step, 'skipped'] as const)]);
    const [next] = ready;
    return next === undefined ? [all] : ENDS.flatMap((end) => go(new Map([...ended, [next, end]])));
  };
  return go(new Map());
}
const ran = (outcome: Outcome | undefined): boolean => outcome !== undefined && outcome !== 'skipped';

describe('what a step requires', () => {
  it('has succeeded whenever the step ran, in every history', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const of: Pipeline = { ...drawn(seed), failurePolicy: 'continue' };
      const required = requiredSteps(of.steps);
      for (const history of histories(of)) {
        for (const { name } of of.steps) if (ran(history.get(name))) for (const other of of.steps) if (required.has(name, other.name)) expect(history.get(other.name)).toBe('succeeded');
      }
    }), { numRuns: 40 });
  });

  it('is among its ancestors, and the deepest of it comes last', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const { steps } = drawn(seed);
      const required = requiredSteps(steps);
      const order = topologicalOrder(steps).map(({ name }) => name);
      for (const { name } of steps) {
        const all = order.filter((other) => required.has(name, other));
        expect(all.every((other) => ancestors(steps).get(name)?.has(other))).toBe(true);
        expect([required.deepest(name), required.count(name)]).toEqual([all.at(-1) ?? null, all.length]);
      }
    }), { numRuns: 60 });
  });

  it('makes some dependencies say nothing: without them each history is the same', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const of: Pipeline = { ...drawn(seed), failurePolicy: 'continue' };
      const required = requiredSteps(of.steps);
      const reduced: Pipeline = { ...of, steps: of.steps.map((step): Step => ({ ...step, after: reducedDependencies(step, required) })) };
      const told = (one: Pipeline): readonly string[] => histories(one).map((history) => JSON.stringify([...history].sort())).sort();
      expect(told(reduced)).toEqual(told(of));
    }), { numRuns: 40 });
  });
});

describe('plain crawlers and existing jobs (rule N)', () => {
  const plain = (of: Pipeline): readonly string[] => [...placesOf(of, site, requiredSteps(of.steps))].filter(([, { as }]) => as === 'native').map(([name]) => name);

  it.each([
    ['the last step of a line', pipeline([job('a'), crawl('b', ['a'])]), ['b']],
    ['first steps of a forest', pipeline([crawl('a'), crawl('b'), job('c', ['a']), job('d', ['b'])]), ['a', 'b']],
    ['as many first crawlers as one trigger starts', pipeline([crawl('a'), crawl('b'), crawl('c')]), ['a', 'b']],
    ['none before a join that a resume could enter', pipeline([crawl('a'), job('b'), job('c', ['a', 'b'])]), []],
    ['none where handlers may fail a run that has succeeded', pipeline([job('a'), crawl('b', ['a'])], { finally: job('finally') }), []],
    ['none with a retry or a timeout', pipeline([crawl('a', [], { retry: retrying(1) }), crawl('b', [], { timeoutSeconds: 600 })]), []],
    ['none that two steps share', pipeline([existing('a', 'nightly'), existing('b', 'nightly')]), []],
    ['none in the middle of bridges, which a stop of the whole workflow run would kill', pipeline([crawl('a', [], { timeoutSeconds: 60 }), crawl('b', ['a'])]), []],
  ] as const)('are %s', (_what, of, expected) => {
    expect(plain(of)).toEqual(expected);
  });

  it('never stand where a resume must keep one and Glue cannot resume by itself', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const of = drawn(seed);
      const plan = planOf(of, site);
      const natives = plain(of);
      const resumesItself = plan.opener === null && plan.gates.length === 0 && plan.closers.length === 0;
      if (natives.length > 0 && !resumesItself) expect(natives.map((name) => plan.required.count(name))).toEqual([of.steps.length - 1]);
    }), { numRuns: 300 });
  });
});

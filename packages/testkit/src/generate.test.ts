import { checkPipeline, effectiveTimeout, interpret, type Step } from '@millrace/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { features } from './features.ts';
import { FIRST_RUN, pollRace, randomPipeline, type RandomCase } from './generate.ts';
import { allKinds, everything, unrestricted, type GeneratorOptions } from './options.ts';
import { plainPipeline, plainScript } from './plain.ts';

const seeds = fc.integer();
const of = (options: GeneratorOptions, claim: (drawn: RandomCase) => void): void => {
  fc.assert(fc.property(seeds, (seed) => {
    claim(randomPipeline(seed, options));
  }), { numRuns: 300 });
};
const stepsOf = ({ pipeline }: RandomCase): Step[] => [...pipeline.steps, pipeline.onFailure, pipeline.finally].filter((step) => step !== null);

test('a seed fixes the pipeline and all that happens to it', () => {
  fc.assert(fc.property(seeds, (seed) => {
    const [one, two] = [randomPipeline(seed), randomPipeline(seed)];
    expect(one.pipeline).toEqual(two.pipeline);
    expect([one.stopAt, one.given, one.redraws]).toEqual([two.stopAt, two.given, two.redraws]);
    for (const step of stepsOf(one)) for (const attempt of [1, 2, 5]) expect(one.script(step.name, attempt)).toEqual(two.script(step.name, attempt));
  }));
});

test.each([['everything', everything], ['allKinds', allKinds], ['unrestricted', unrestricted]] as const)('%s gives pipelines that the check passes', (_, options) => {
  of(options, ({ pipeline }) => expect(checkPipeline(pipeline).filter((problem) => problem.severity === 'error')).toEqual([]));
});

test('whoever starts the run gives every parameter that has no default', () => {
  of(everything, ({ pipeline, given }) => {
    for (const [name, declaration] of Object.entries(pipeline.params)) if (declaration.default === null) expect(Object.keys(given)).toContain(name);
  });
});

test('times are whole minutes; a timed out attempt lasts as long as the timeout, any other ends well before; stops fall between', () => {
  of(allKinds, (drawn) => {
    for (const step of stepsOf(drawn)) {
      const limit = effectiveTimeout(step) * 1000;
      for (const { outcome, ms, onStop } of [1, 2, 3].map((attempt) => drawn.script(step.name, attempt))) {
        expect([ms % 60_000, onStop.ms % 60_000]).toEqual([0, 0]);
        if (outcome === 'timedOut') expect(ms).toBe(limit);
        else expect(ms).toBeLessThanOrEqual(limit - 120_000);
        if (outcome === 'timedOut' && step.kind === 'crawler') expect(onStop.ms).toBe(0);
      }
    }
    if (drawn.stopAt !== null) expect(drawn.stopAt % 60_000).toBe(15_000);
  });
});

test('a stop falls within the run', () => {
  of(everything, ({ pipeline, script, stopAt }) => {
    if (stopAt === null) return;
    expect(interpret(pipeline, script, { ...FIRST_RUN, stopAt }).at(-1)).toMatchObject({ outcome: 'stopped' });
  });
});

test('calls and messages are never stopped; a wait lasts as long as it says', () => {
  const kinds = new Set<string>();
  of(allKinds, (drawn) => {
    for (const step of stepsOf(drawn)) {
      kinds.add(step.kind);
      const { outcome, ms, onStop } = drawn.script(step.name, 1);
      if (step.kind === 'wait') expect([outcome, ms]).toEqual(['succeeded', step.with.seconds * 1000]);
      if (step.kind === 'lambda' || step.kind === 'sns') expect([onStop.outcome, onStop.ms > effectiveTimeout(step) * 1000, outcome === 'stopped']).toEqual([outcome, true, false]);
    }
  });
  expect([...kinds].sort()).toEqual(['crawler', 'glueJob', 'lambda', 'sns', 'ssm', 'wait']);
});

test('unrestricted holds pipelines that read nothing of their run', () => {
  let bare = 0;
  of(unrestricted, ({ pipeline, given }) => {
    const reads = JSON.stringify([pipeline.steps, pipeline.onFailure, pipeline.finally]);
    if (Object.keys(pipeline.params).length > 0 || /"(?:param|run)":/.test(reads)) return;
    bare += 1;
    expect(given).toEqual({});
  });
  expect(bare).toBeGreaterThan(10);
});

test('a thousand seeds use every feature at least fifty times', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 1000; seed++) {
    const { pipeline, script, stopAt } = randomPipeline(seed);
    const events = interpret(pipeline, script, { ...FIRST_RUN, stopAt });
    for (const feature of features(pipeline, { events, stopAt })) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count < 50)).toEqual([]);
  expect(counts.size).toBeGreaterThan(50);
});

test('a crawl that ends a run at the instant of another end is a race for a poller', () => {
  const steps = { catalog: { crawler: true }, a: {} } as const;
  const script = plainScript({ catalog: ['failed 3'], a: ['succeeded 3'] });
  const race = (failurePolicy: 'stop' | 'continue'): string | null => {
    const pipeline = plainPipeline('race', steps, { failurePolicy });
    return pollRace(pipeline, interpret(pipeline, script, FIRST_RUN));
  };
  expect(race('stop')).toBe("Crawler 'catalog' ends failed at 180000 ms, when 'a' starts or ends.");
  expect(race('continue')).toBeNull();
});

test('no drawn case has such a race, and the redraws are told', () => {
  let redraws = 0;
  for (let seed = 0; seed < 500; seed++) {
    const drawn = randomPipeline(seed);
    redraws += drawn.redraws;
    expect(pollRace(drawn.pipeline, interpret(drawn.pipeline, drawn.script, { ...FIRST_RUN, stopAt: drawn.stopAt }))).toBeNull();
  }
  expect(redraws).toBeGreaterThan(0);
});

import { decompose, interpret } from '@millrace/core';
import { expect, test } from 'vitest';
import type { ErrorsOf } from './errors.ts';
import { describeCase } from './features.ts';
import { FIRST_RUN, randomPipeline, type Case } from './generate.ts';
import { shrink } from './shrink.ts';

const firstSeed = (found: (candidate: Case) => boolean): Case => {
  for (let seed = 0; seed < 5000; seed++) {
    const drawn = randomPipeline(seed);
    if (drawn.pipeline.steps.length > 7 && found(drawn)) return drawn;
  }
  throw new Error('No seed shows it.');
};

test('a graph that is no nested fork and join shrinks to the N of four steps', async () => {
  const broken = ({ pipeline }: Case): boolean => {
    const edges = pipeline.steps.flatMap((step) => step.after.map((each) => [each.step, step.name] as const));
    return decompose(pipeline.steps.map((step) => step.name), edges).added.length > 0;
  };
  const { pipeline } = await shrink(firstSeed(broken), broken);
  expect(pipeline.steps).toHaveLength(4);
  expect(pipeline.steps.flatMap((step) => step.after)).toHaveLength(3);
  expect(pipeline).toMatchObject({ failurePolicy: 'continue', onFailure: null, finally: null, params: {}, timezone: 'UTC' });
});

test('attempts become plain but for what matters, and the result can be read', async () => {
  const broken = ({ pipeline, script, stopAt }: Case): boolean =>
    interpret(pipeline, script, { ...FIRST_RUN, stopAt }).some((event) => event.type === 'step.ended' && event.outcome === 'timedOut' && event.step !== 'finally' && event.step !== 'on-failure');
  const start = firstSeed(broken);
  const small = await shrink(start, (candidate) => Promise.resolve(broken(candidate)));
  expect(describeCase(small).replace(/^.*, /, '').replace(/\n[a-z0-9-]+ /, '\nSTEP ')).toBe('failurePolicy continue\nSTEP (glueJob): timedOut in 7200 s');
});

test('a case that cannot be smaller stays as it is', async () => {
  const start = randomPipeline(1);
  expect(await shrink(start, (candidate) => candidate.pipeline === start.pipeline && candidate.script === start.script && candidate.stopAt === start.stopAt && candidate.errorsOf === start.errorsOf)).toBe(start);
});

test('ends as ERROR go where they do not matter', async () => {
  const errors: ErrorsOf = () => true;
  const start = { ...randomPipeline(1), errorsOf: errors };
  const failing = ({ pipeline, script }: Case): boolean => pipeline.steps.some(({ name }) => script(name, 1).outcome === 'failed');
  const small = await shrink(start, failing);
  expect(small.errorsOf('any', 1)).toBe(false);
  const kept = await shrink(start, (candidate) => failing(candidate) && candidate.errorsOf('any', 1));
  expect(kept.errorsOf('any', 1)).toBe(true);
});

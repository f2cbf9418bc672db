import { argumentsOf } from './arguments.fixture.ts';
import { checkPipeline, interpret, type Event, type Pipeline, type Script } from '@millrace/core';
import { describe, expect, it, test } from 'vitest';
import { referenceRun, resumeOf } from './compare.ts';
import { checkStory, contractSuite, rejection, type Harness, type HarnessRun } from './contract.ts';
import { FIRST_RUN } from './generate.ts';
import { stories } from './stories.ts';

/** The reference as a target of its own. `bend` is a defect. */
function harnessOf(bend: (pipeline: Pipeline) => Pipeline = (pipeline) => pipeline): Harness {
  const ran = (pipeline: Pipeline, script: Script, events: readonly Event[]): HarnessRun => ({
    observed: referenceRun(events),
    resume: () => Promise.resolve(ran(pipeline, script, interpret(pipeline, script, { ...FIRST_RUN, ...resumeOf(pipeline, events) }))),
  });
  return {
    capabilities: [],
    run: (pipeline, script, stopAt, given) => {
      const bent = bend(pipeline);
      return Promise.resolve({ ...ran(bent, script, interpret(bent, script, { ...FIRST_RUN, stopAt })), arguments: argumentsOf(bent, given) });
    },
  };
}

contractSuite('the reference', harnessOf(), { describe, it });

test('every story is a pipeline that the check passes, and no two have one name', () => {
  for (const story of stories) expect(checkPipeline(story.pipeline).filter((problem) => problem.severity === 'error')).toEqual([]);
  expect(new Set(stories.map((story) => story.name)).size).toBe(stories.length);
});

const DEFECTS: Readonly<Record<string, (pipeline: Pipeline) => Pipeline>> = {
  'loses the retries': (pipeline) => ({ ...pipeline, steps: pipeline.steps.map((step) => ({ ...step, retry: { ...step.retry, attempts: 0 } })) }),
  'loses an edge': (pipeline) => ({ ...pipeline, steps: pipeline.steps.map((step) => ({ ...step, after: step.after.slice(1) })) }),
  'takes failed for succeeded': (pipeline) => ({ ...pipeline, steps: pipeline.steps.map((step) => ({ ...step, after: step.after.map((each) => ({ ...each, on: 'succeeded' })) })) }),
  'takes any for all': (pipeline) => ({ ...pipeline, steps: pipeline.steps.map((step) => ({ ...step, join: step.after.length > 1 ? 'any' : 'all' })) }),
  'ignores optional': (pipeline) => ({ ...pipeline, steps: pipeline.steps.map((step) => ({ ...step, optional: false })) }),
  'forgets finally': (pipeline) => ({ ...pipeline, finally: null }),
  'forgets the stop policy': (pipeline) => ({ ...pipeline, failurePolicy: 'continue' }),
};

test.each(Object.entries(DEFECTS))('a target that %s does not keep the contract', async (_, bend) => {
  const found = await Promise.all(stories.map((story) => checkStory(story, harnessOf(bend))));
  expect(found.flat().length).toBeGreaterThan(0);
});

test('a story is skipped only by a rejected row that it needs', () => {
  const any = stories.find((story) => story.needs.includes('join.any'));
  if (any === undefined) throw new Error('There is a story about any.');
  const row = { id: 'join.any', support: 'rejected', note: 'No way.', hint: '' } as const;
  expect(rejection(any, [row])).toEqual(row);
  expect(rejection(any, [{ ...row, support: 'degraded' }])).toBeNull();
  const skipped: string[] = [];
  const ignore = (): void => undefined;
  contractSuite('strict', { ...harnessOf(), capabilities: [row] }, { describe: (_, body) => body(), it: Object.assign(ignore, { skip: (name: string) => skipped.push(name) }) });
  expect(skipped).toEqual([`${any.name} (strict rejects join.any: No way.)`]);
});

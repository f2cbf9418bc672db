import { interpret } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { compareRun, FIRST_RUN, glueCannotKeep, glueRules, observe, outcomesOf, randomPipeline, resumeOf } from '../../../testkit/src/index.ts';
import { compile } from './compile/index.ts';
import { bench, EPOCH, FIRST } from './test/bench.ts';
import { site, sourcesOf } from './test/pipelines.ts';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const switches: readonly Readonly<Record<string, string>>[] = [{}, { 'glue.resumeKeepsProperties': 'no' }];

/** Runs the case on the embedded Glue, resumes it if it went wrong, and tells every difference from the reference. */
async function differences(seed: number, answers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const drawn = randomPipeline(seed, glueRules);
  const { pipeline, given } = drawn;
  const { problems, delays } = compile(pipeline, site, sourcesOf(pipeline));
  if (problems.some(({ severity }) => severity === 'error')) return problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
  const on = await bench(pipeline, drawn.script, { answers, given });
  const first = interpret(pipeline, drawn.script, { ...FIRST_RUN, delays, stopAt: drawn.stopAt });
  const snapshot = await on.play(drawn.stopAt);
  const found = compareRun(first, observe(snapshot, EPOCH, 1));
  if (found.length > 0 || snapshot.state === 'succeeded') return found;

  const plan = await on.runner.plan(FIRST.id);
  const again = resumeOf(pipeline, first);
  if ('refused' in plan) return glueCannotKeep(pipeline, again.kept).length > 0 ? [] : [`refused: ${plan.refused}`];
  const kept = [...again.kept].sort();
  if (JSON.stringify([...plan.keep].sort()) !== JSON.stringify(kept)) return [`keeps ${plan.keep.join()} instead of ${kept.join()}, outcomes ${JSON.stringify([...outcomesOf(first)])}`];
  const from = on.host.now();
  const resumed = await on.resume();
  return compareRun(interpret(pipeline, drawn.script, { ...again, delays, stopAt: null }), observe(resumed, from, 2)).map((line) => `${plan.means}: ${line}`);
}

describe('a random pipeline on the embedded Glue does what the reference does', () => {
  it.each(switches)('first and resumed, where open questions are answered %o', async (answers) => {
    const wrong: Record<string, readonly string[]> = {};
    for (const seed of seeds) {
      const found = await differences(seed, answers);
      if (found.length > 0) wrong[`seed ${seed}`] = found;
    }
    expect(wrong).toEqual({});
  });
});

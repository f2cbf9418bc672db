import type { InterpretOptions } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { compareRun, FIRST_RUN, interpretErrors, observe, randomPipeline, resumeOf, unrestricted, type ErrorTrace, type RandomCase } from '../../../testkit/src/index.ts';
import { compile } from './compile/index.ts';
import { errorRulesOf } from './test/error-rules.ts';
import { bench, EPOCH, FIRST, type Bench } from './test/bench.ts';
import { site, sourcesOf } from './test/pipelines.ts';

// Glue alone ends a plain crawl, so that none times out: the tests of all targets together have such crawls fail.
const rules = { ...unrestricted, crawlerTimedOut: false };
const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
/** Behaviours of Glue that no document settles, answered the usual way, each the other way, and all the other way. */
const others: readonly (readonly [string, string])[] = [
  ['glue.resumeKeepsProperties', 'no'], ['glue.keptNodeCounts', 'no'], ['glue.conditionHolds', 'ever'], ['glue.failedTriggerTiming', 'perAttempt'], ['glue.triggerArguments', 'replace'], ['glue.errorRepeated', 'yes'],
];
const answers = [{}, ...others.map((one) => Object.fromEntries([one])), Object.fromEntries(others)];
const MOST_CONTINUATIONS = 4;

interface Tally {
  native: number;
  skipMap: number;
}

/** Runs the case on the embedded Glue, resumes it as long as it goes wrong, and tells the first differences from the reference. */
async function differences(drawn: RandomCase, given: Readonly<Record<string, string>>, tally: Tally): Promise<readonly string[]> {
  const compiled = compile(drawn.pipeline, site, sourcesOf(drawn.pipeline));
  const { problems } = compiled;
  const errors = problems.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
  if (errors.length > 0) return errors;
  const on = await bench(drawn.pipeline, drawn.script, { answers: given, given: drawn.given, outputsOf: drawn.outputsOf, errorsOf: drawn.errorsOf });
  const rules = errorRulesOf(drawn.pipeline, compiled, given);
  const reference: Reference = (options) => interpretErrors(drawn.pipeline, drawn.script, drawn.errorsOf, options, rules).events;
  const first = reference({ ...FIRST_RUN, stopAt: drawn.stopAt });
  const found = compareRun(first, observe(await on.play(drawn.stopAt), EPOCH, 1));
  return found.length > 0 ? found : await resumed(drawn, on, first, tally, reference);
}

type Reference = (options: InterpretOptions) => ErrorTrace['events'];

async function resumed({ pipeline }: RandomCase, on: Bench, first: ErrorTrace['events'], tally: Tally, reference: Reference): Promise<readonly string[]> {
  let events = first;
  let attemptsBefore: ReadonlyMap<string, number> = new Map();
  for (let n = 2; n <= MOST_CONTINUATIONS; n += 1) {
    const end = events.at(-1);
    if (end?.type === 'run.ended' && end.outcome === 'succeeded') return [];
    const again = resumeOf(pipeline, events, attemptsBefore);
    const plan = await on.runner.plan(FIRST.id);
    if ('refused' in plan) return [`${n}: refused: ${plan.refused}`];
    tally[plan.means] += 1;
    if (JSON.stringify([...plan.keep].sort()) !== JSON.stringify([...again.kept].sort())) return [`${n}: keeps ${plan.keep.join()} instead of ${[...again.kept].join()}`];
    const from = on.host.now();
    events = reference({ ...again, delays: [], stopAt: null });
    attemptsBefore = again.attemptsBefore;
    const found = compareRun(events, observe(await on.resume(), from, n));
    if (found.length > 0) return found.map((line) => `${n}, ${plan.means}: ${line}`);
  }
  return [];
}

describe('random pipelines on the embedded Glue do what the reference does', () => {
  it.each(answers)('first and resumed, where open questions are answered %o', async (given) => {
    const wrong: Record<string, readonly string[]> = {};
    const tally: Tally = { native: 0, skipMap: 0 };
    for (const seed of seeds) {
      const found = await differences(randomPipeline(seed, rules), given, tally);
      if (found.length > 0) wrong[`seed ${seed}`] = found;
    }
    expect(wrong).toEqual({});
    // All ways of resuming took part, else the test would say little.
    for (const count of Object.values(tally)) expect(count).toBeGreaterThan(0);
  });
});

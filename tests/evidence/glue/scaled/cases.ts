import { effectiveTimeout, interpret, type AttemptScript, type InterpretOptions, type Pipeline, type Script, type Step } from '@millrace/core';
import { drawFrom, FIRST_RUN, randomPipeline, referenceRun, resumeOf, seedOf, unrestricted, type RandomCase } from '@millrace/testkit';
import { allSteps } from '@millrace/workload';

const MINUTE = 60_000;
const ONCE = { attempts: 0, on: ['failed'], delaySeconds: 0 } as const satisfies Step['retry'];

/** A case that real processes can play: see `playable`. */
export interface PlayableCase extends Omit<RandomCase, 'redraws' | 'stopAt'> {
  readonly seed: number;
}

/** Cases of few steps, from `seed` on, whose outcomes hang on no moment: processes take time that the reference does not know. */
export function* playableCases(seed: number): Generator<PlayableCase, never> {
  for (let next = seed; ; next += 1) {
    const drawn = randomPipeline(next, { ...unrestricted, maxSteps: 5, stops: false, spark: false, errors: false, secrets: false, prerequisites: false });
    const pipeline = playable(drawn.pipeline);
    const script = playableScript(pipeline, drawn.script);
    const lasts = interpret(pipeline, script, FIRST_RUN).at(-1)?.at ?? 0;
    if (pipeline.steps.length > 1 && lasts <= 40 * MINUTE && isSteady(pipeline, script, next)) yield { ...drawn, pipeline, script, seed: next };
  }
}

/** Functions and automations become waits, since nobody scripts how long they take; a timeout leaves room for the start of a process. */
function playable(pipeline: Pipeline): Pipeline {
  const one = (step: Step): Step => {
    const { name, after, join, optional } = step;
    if (step.kind === 'lambda' || step.kind === 'ssm') return { name, after, join, optional, outputs: {}, retry: ONCE, timeoutSeconds: null, kind: 'wait', with: { seconds: 60 } };
    return step.timeoutSeconds === null ? step : { ...step, timeoutSeconds: Math.max(step.timeoutSeconds, 12 * 60) };
  };
  return { ...pipeline, steps: pipeline.steps.map(one), onFailure: pipeline.onFailure && one(pipeline.onFailure), finally: pipeline.finally && one(pipeline.finally) };
}

const atOnce = { outcome: 'stopped', ms: 0 } as const;

/** A notice is given at once and well, a wait takes its time, a job cannot stop itself; what has no timeout of its own does not reach one. */
function playableScript(pipeline: Pipeline, script: Script): Script {
  const steps = new Map(allSteps(pipeline).map((step) => [step.name, step]));
  return (name, attempt): AttemptScript => {
    const step = steps.get(name);
    const { outcome, ms } = script(name, attempt);
    if (step?.kind === 'sns') return { outcome: 'succeeded', ms: 0, onStop: { outcome: 'succeeded', ms: 0 } };
    if (step?.kind === 'wait') return { outcome: 'succeeded', ms: step.with.seconds * 1000, onStop: atOnce };
    const timesOut = outcome === 'timedOut' && step?.kind === 'glueJob' && step.timeoutSeconds !== null;
    const ends = outcome === 'succeeded' || timesOut ? outcome : 'failed';
    return { outcome: ends, ms: timesOut ? effectiveTimeout(step) * 1000 : Math.min(ms, 3 * MINUTE), onStop: atOnce };
  };
}

/** All ends the same, however much longer each attempt takes; in the resumed run too. */
function isSteady(pipeline: Pipeline, script: Script, seed: number): boolean {
  const again = resumeOf(pipeline, interpret(pipeline, script, FIRST_RUN));
  const ends = (played: Script): string => JSON.stringify([FIRST_RUN, { ...FIRST_RUN, ...again }].map((options) => outcomes(pipeline, played, options)));
  const wanted = ends(script);
  return Array.from({ length: 12 }, (_, index) => index).every((round) => {
    const slower: Script = (step, attempt) => {
      const how = script(step, attempt);
      return { ...how, ms: how.ms + Math.round(drawFrom(seedOf(seed, 'slower', round, step, attempt)).real() * 4 * MINUTE) };
    };
    return ends(slower) === wanted;
  });
}

function outcomes(pipeline: Pipeline, script: Script, options: InterpretOptions): unknown {
  const { outcome, steps } = referenceRun(interpret(pipeline, script, options));
  const told = Object.entries(steps).map(([name, step]) => [name, step.outcome, step.attempts.map((attempt) => attempt.outcome)]);
  return [outcome, told.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))];
}

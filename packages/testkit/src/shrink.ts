import { effectiveTimeout, type AttemptScript, type Pipeline, type Script, type Step } from '@millrace/core';
import { withoutValues } from './bare.ts';
import { NO_ERRORS } from './errors.ts';
import type { Case } from './generate.ts';

/**
 * The smallest case it can reach from this one that still fails: steps, dependencies and features are left out one by one, and
 * attempts made to succeed in one minute, as long as `fails` says so. Deterministic; it asks `fails` some hundred times at most
 * for a dozen steps.
 *
 * @param fails whether the case still shows what is looked for; may take its time
 */
export async function shrink<C extends Case>(start: C, fails: (candidate: C) => boolean | Promise<boolean>): Promise<C> {
  let best = start;
  for (let smaller = true; smaller;) {
    smaller = false;
    for (const candidate of candidates(best)) {
      if (!(await fails(candidate))) continue;
      best = candidate;
      smaller = true;
      break;
    }
  }
  return best;
}

function* candidates<C extends Case>(from: C): Generator<C> {
  const { pipeline, stopAt, script } = from;
  const withPipeline = (changed: Partial<Pipeline>): C => {
    const next = { ...pipeline, ...changed };
    return { ...from, pipeline: next, script: fitted(next, script) };
  };
  for (const step of pipeline.steps) {
    const handler = (each: Step | null): Step | null => (each === null ? null : withoutReading(each, step.name));
    if (pipeline.steps.length > 1) yield withPipeline({ steps: without(pipeline.steps, step.name), onFailure: handler(pipeline.onFailure), finally: handler(pipeline.finally) });
  }
  if (pipeline.onFailure !== null) yield withPipeline({ onFailure: null });
  if (pipeline.finally !== null) yield withPipeline({ finally: null });
  if (stopAt !== null) yield { ...from, stopAt: null };
  const { errorsOf = NO_ERRORS } = from;
  if (allAttempts(pipeline).some(([step, attempt]) => errorsOf(step, attempt))) yield { ...from, errorsOf: NO_ERRORS };
  if (pipeline.failurePolicy === 'stop') yield withPipeline({ failurePolicy: 'continue' });
  for (const step of pipeline.steps) {
    const replaced = (next: Step): C => withPipeline({ steps: pipeline.steps.map((each) => (each === step ? next : each)) });
    for (const plainer of plainerSteps(step)) yield replaced(plainer);
  }
  for (const step of [pipeline.onFailure, pipeline.finally]) {
    if (step === null) continue;
    for (const plainer of plainerSteps(step)) yield withPipeline(step === pipeline.onFailure ? { onFailure: plainer } : { finally: plainer });
  }
  const usesParams = JSON.stringify([pipeline.steps, pipeline.onFailure, pipeline.finally]).includes('"param"');
  if (!usesParams && Object.keys(pipeline.params).length > 0) yield { ...withPipeline({ params: {} }), given: {} };
  if (pipeline.timezone !== 'UTC') yield withPipeline({ timezone: 'UTC' });
  yield* plainerScripts(from);
}

function without(steps: readonly Step[], name: string): Step[] {
  return steps.filter((step) => step.name !== name).map((step) => withoutReading({ ...step, after: step.after.filter((dependency) => dependency.step !== name) }, name));
}

/** The step without the arguments that read outputs of another. */
const withoutReading = (step: Step, from: string): Step => withoutValues(step, (value) => typeof value === 'object' && 'output' in value && value.output[0] === from);

function* plainerSteps(step: Step): Generator<Step> {
  for (const dependency of step.after) yield withoutReading({ ...step, after: step.after.filter((each) => each !== dependency) }, dependency.step);
  if (step.retry.attempts > 0) yield { ...step, retry: { ...step.retry, attempts: step.retry.attempts - 1 } };
  if (step.retry.delaySeconds > 0) yield { ...step, retry: { ...step.retry, delaySeconds: 0 } };
  if (step.retry.on.includes('timedOut')) yield { ...step, retry: { ...step.retry, on: ['failed'] } };
  if (step.join === 'any') yield { ...step, join: 'all' };
  if (step.optional) yield { ...step, optional: false };
  if (step.timeoutSeconds !== null) yield { ...step, timeoutSeconds: null };
  for (const dependency of step.after) {
    if (dependency.on !== 'succeeded') yield { ...step, after: step.after.map((each) => (each === dependency ? { ...each, on: 'succeeded' } : each)) };
  }
  if (step.kind === 'glueJob') {
    for (const name of Object.keys(step.with.args)) {
      const { [name]: _dropped, ...args } = step.with.args;
      yield { ...step, with: { ...step.with, args } };
    }
    if ('use' in step.with) yield { ...step, with: { type: 'pythonshell', script: `./jobs/${step.name}.py`, args: step.with.args } };
  }
  if (step.kind !== 'glueJob') yield { ...step, kind: 'glueJob', with: { type: 'pythonshell', script: `./jobs/${step.name}.py`, args: {} } };
}

const allAttempts = ({ steps, onFailure, finally: last }: Pipeline): readonly (readonly [step: string, attempt: number])[] =>
  [...steps, onFailure, last].flatMap((step) => (step === null ? [] : Array.from({ length: step.retry.attempts + 1 }, (_, index) => [step.name, index + 1] as const)));

const PLAIN: AttemptScript = { outcome: 'succeeded', ms: 60_000, onStop: { outcome: 'stopped', ms: 0 } };

function* plainerScripts<C extends Case>(from: C): Generator<C> {
  const { pipeline, script } = from;
  for (const step of [...pipeline.steps, pipeline.onFailure, pipeline.finally]) {
    if (step === null) continue;
    for (let attempt = 1; attempt <= step.retry.attempts + 1; attempt++) {
      const now = script(step.name, attempt);
      const tries: AttemptScript[] = [PLAIN, { ...now, ms: now.outcome === 'timedOut' ? now.ms : 60_000 }, { ...now, onStop: PLAIN.onStop }];
      for (const next of tries) {
        if (JSON.stringify(next) === JSON.stringify(now)) continue;
        yield { ...from, script: (name, number) => (name === step.name && number === attempt ? next : script(name, number)) };
      }
    }
  }
}

/** A timed out attempt lasts as long as its step's timeout, also when the timeout was left out. */
function fitted(pipeline: Pipeline, script: Script): Script {
  const steps = new Map([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step === null ? [] : [[step.name, step] as const])));
  return (name, attempt) => {
    const now = script(name, attempt);
    const step = steps.get(name);
    return now.outcome === 'timedOut' && step !== undefined ? { ...now, ms: effectiveTimeout(step) * 1000 } : now;
  };
}

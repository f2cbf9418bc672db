import { effectiveTimeout, interpret, satisfies, type AttemptScript, type Delay, type Dependency, type Ended, type Pipeline, type Script, type Step } from '@millrace/core';
import { drawFrom, seedOf } from './draw.ts';
import { randomErrorsOf } from './errors.ts';
import { FIRST_RUN, type RandomCase } from './generate.ts';
import type { GeneratorOptions } from './options.ts';
import { randomOutputsOf } from './outputs.ts';
import { NEVER } from './steps.ts';

/** How one step can spoil a run: the ways in which an attempt ends badly, and that somebody stops the run while the step runs. */
export type Mishap = Exclude<Ended, 'succeeded'> | 'runStopped';

/** A case in which one step goes wrong, and what must for that step to start; all else goes well, and in a resumed run everything does. */
export interface Failure {
  readonly step: string;
  readonly how: Mishap;
  readonly drawn: RandomCase;
}
export interface Failures {
  readonly list: readonly Failure[];
  /** Steps that no run of the pipeline starts, whatever the others do. */
  readonly unreachable: readonly string[];
}

export interface FailureOptions {
  /** Whether each step has one mishap, which turns with the seed and the step, or every one that its kind knows. */
  readonly mishaps: 'one' | 'all';
  /** The target's: a step that is stopped must be running by then. */
  readonly delays: readonly Delay[];
  /** The drawn lengths of attempts, again: for a case whose ends nobody could put in order. */
  readonly again?: number;
}

const MINUTE = 60_000;

/**
 * Each possible failure of a drawn pipeline, step by step, handlers included. Deterministic.
 *
 * @example
 * for (const { step, how, drawn } of failuresOf(seed, randomPipeline(seed, unrestricted), unrestricted, { mishaps: 'all', delays }).list) …
 */
export function failuresOf(seed: number, whole: RandomCase, rules: GeneratorOptions, options: FailureOptions): Failures {
  const unreachable: string[] = [];
  const list = allSteps(whole.pipeline).flatMap((step, index) => {
    const paths = pathsTo(step, whole.pipeline);
    const known = mishapsOf(step);
    const chosen = options.mishaps === 'all' ? known : [known[((seed >>> 0) + index) % known.length] ?? 'runStopped'];
    const found = chosen.flatMap((how): readonly Failure[] => {
      const drawn = firstOf(paths, (fates) => failing({ seed, whole, rules, ...options }, fates, step, how));
      return drawn === null ? [] : [{ step: step.name, how, drawn }];
    });
    if (found.length === 0) unreachable.push(step.name);
    return found;
  });
  return { list, unreachable };
}

function firstOf<A, B>(all: readonly A[], make: (one: A) => B | null): B | null {
  for (const one of all) {
    const made = make(one);
    if (made !== null) return made;
  }
  return null;
}

function mishapsOf(step: Step): readonly Mishap[] {
  switch (step.kind) {
    case 'glueJob':
      return 'script' in step.with && step.with.type === 'streaming' ? ['failed', 'stopped', 'runStopped'] : ['failed', 'timedOut', 'stopped', 'runStopped'];
    case 'crawler':
    case 'ssm':
      return ['failed', 'timedOut', 'stopped', 'runStopped'];
    // Nothing takes such a call back.
    case 'lambda':
    case 'sns':
      return ['failed', 'timedOut', 'runStopped'];
    case 'wait':
      return ['runStopped'];
  }
}

type Fates = ReadonlyMap<string, Ended>;

/** Which steps may fail so that this one starts, as far as the words tell; the one that needs least comes first. */
function pathsTo(target: Step, { steps, onFailure }: Pipeline): readonly Fates[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const reach = ({ after, join }: Step, fates: Fates): Fates | null => {
    if (join === 'any' && after.length > 0) return firstOf(after, (one) => fulfil(one, fates));
    return after.reduce<Fates | null>((found, one) => (found === null ? null : fulfil(one, found)), fates);
  };
  const fulfil = ({ step: name, on }: Dependency, fates: Fates): Fates | null => {
    const step = byName.get(name);
    const known = fates.get(name);
    const fate = known ?? (on === 'failed' ? 'failed' : 'succeeded');
    if (step === undefined || !satisfies(on, fate) || (fate === 'failed' && step.kind === 'wait')) return null;
    return reach(step, new Map([...fates, [name, fate]]));
  };
  const found = target === onFailure
    ? steps.map((step) => (step.optional || step.kind === 'wait' ? null : reach(step, new Map([[step.name, 'failed']]))))
    : target.join === 'any' && target.after.length > 0 ? target.after.map((one) => fulfil(one, new Map())) : [reach(target, new Map())];
  const failures = (fates: Fates): number => [...fates.values()].filter((fate) => fate === 'failed').length;
  return found.filter((fates) => fates !== null).sort((a, b) => failures(a) - failures(b));
}

interface Spoiling extends FailureOptions {
  readonly seed: number;
  readonly whole: RandomCase;
  readonly rules: GeneratorOptions;
}

/** Null where the step does not come to it by the reference: the stop policy, for one, lets nothing start behind a failure. */
function failing({ seed, whole, rules, delays, again = 0 }: Spoiling, path: Fates, { name }: Step, how: Mishap): RandomCase | null {
  const { pipeline } = whole;
  const fates = how === 'runStopped' ? path : new Map([...path, [name, how]]);
  const script = scriptOf(seed, pipeline, fates, again);
  const start = interpret(pipeline, script, { ...FIRST_RUN, delays }).find((event) => event.type === 'attempt.started' && event.step === name)?.at;
  if (start === undefined) return null;
  const stopAt = how === 'runStopped' ? start + 15_000 : null;
  const events = interpret(pipeline, script, { ...FIRST_RUN, delays, stopAt });
  if (how !== 'runStopped' && !events.some((event) => event.type === 'step.ended' && event.step === name && event.outcome === how)) return null;
  const made = new Map(events.flatMap((event) => (event.type === 'attempt.started' ? [[event.step, event.attempt] as const] : [])));
  const later = scriptOf(seed, pipeline, new Map(), again);
  const bothRuns: Script = (step, attempt) => (attempt > (made.get(step) ?? 0) ? later : script)(step, attempt);
  return {
    ...whole, script: bothRuns, stopAt, redraws: again,
    outputsOf: randomOutputsOf(seed, pipeline, bothRuns),
    errorsOf: randomErrorsOf(seed, pipeline, bothRuns, rules),
  };
}

/** Each step ends by its fate whatever it tries; all others succeed. */
function scriptOf(seed: number, pipeline: Pipeline, fates: Fates, again: number): Script {
  const steps = new Map(allSteps(pipeline).map((step) => [step.name, step]));
  return (name, attempt) => {
    const step = steps.get(name);
    const draw = drawFrom(seedOf(seed, 'failure', again, name, attempt));
    const minutes = step === undefined ? 120 : effectiveTimeout(step) / 60;
    const outcome = fates.get(name) ?? 'succeeded';
    // Whoever looks every half minute can put a bad end in order that falls between those of all others.
    const length = draw.int(1, Math.min(8, minutes - 2)) * MINUTE + (attempt === 1 && outcome !== 'succeeded' ? MINUTE / 2 : 0);
    const onStop: AttemptScript['onStop'] = { outcome: draw.pick<Ended>(['stopped', 'stopped', 'stopped', 'succeeded', 'failed']), ms: draw.int(0, 2) * MINUTE };
    if (step?.kind === 'wait') return { outcome, ms: step.with.seconds * 1000, onStop: { outcome: 'stopped', ms: 0 } };
    const ms = outcome === 'timedOut' ? minutes * MINUTE : length;
    if (step?.kind === 'lambda' || step?.kind === 'sns') return { outcome, ms, onStop: { outcome, ms: NEVER } };
    // A crawl is timed out by being stopped.
    return { outcome, ms, onStop: outcome === 'timedOut' && step?.kind === 'crawler' ? { outcome: 'stopped', ms: 0 } : onStop };
  };
}

const allSteps = ({ steps, onFailure, finally: last }: Pipeline): readonly Step[] => [...steps, onFailure, last].filter((step) => step !== null);

import { interpret, isBad, satisfies, type Event, type InterpretOptions, type Outcome, type Pipeline, type Script, type Step } from '@millrace/core';
import { outcomesOf } from './compare.ts';
import { drawFrom, seedOf } from './draw.ts';
import type { GeneratorOptions } from './options.ts';

/** Whether an attempt that fails by itself is one that Glue itself could not run: its job run ends as ERROR. The reference sees a failure. */
export type ErrorsOf = (step: string, attempt: number) => boolean;
export const NO_ERRORS: ErrorsOf = () => false;

/** Drawn apart from all else, so that the rest of a seed's case is the same with and without. */
export function randomErrorsOf(seed: number, pipeline: Pipeline, script: Script, { errors }: GeneratorOptions): ErrorsOf {
  if (!errors) return NO_ERRORS;
  const jobs = new Set([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step?.kind === 'glueJob' ? [step.name] : [])));
  return (step, attempt) => jobs.has(step) && script(step, attempt).outcome === 'failed' && drawFrom(seedOf(seed, 'error', step, attempt)).chance(0.5);
}

/** What a target tells its users of ends as ERROR; where it tells nothing they are failures like others. */
export interface ErrorRules {
  /** `dependant` does not start on such an end of `on`, though it waits for `failed` or `finished`. */
  loses(dependant: string, on: string): boolean;
  /** Such an end of the step is not repeated, though attempts are left. */
  ends(step: string): boolean;
}

/** The trace that a target is held to. */
export interface ErrorTrace {
  readonly events: readonly Event[];
  /** Attempts that ended as ERROR. */
  readonly errors: number;
  /** Steps that were due by the rules and did not start, and attempts that were left and not made, as the target tells. */
  readonly lost: readonly string[];
  readonly unrepeated: readonly string[];
  /** Steps that wait for `failed` or `finished` of one that ended as ERROR, and started all the same. */
  readonly reached: readonly string[];
  /** The run failed for nothing but what was lost. */
  readonly failedByLoss: boolean;
}

/**
 * The reference where ends as ERROR mean what the target tells of them, and nothing else: a dependant that loses its start is skipped, and a
 * run in which a step was lost has failed, so that `onFailure` runs. The rules are the reference's own: it gets the pipeline in which, from the instant
 * of such an end on, the dependant waits for `succeeded`, and the step has no attempts left. What it does before that instant is the same.
 */
export function interpretErrors(pipeline: Pipeline, script: Script, errorsOf: ErrorsOf, options: InterpretOptions, rules: ErrorRules): ErrorTrace {
  let altered = pipeline;
  const done = new Set<string>();
  const unrepeated: string[] = [];
  for (;;) {
    const events = interpret(altered, script, options);
    const ends = errorEnds(events, script, errorsOf);
    const next = ends.find(({ key }) => !done.has(key));
    if (next === undefined) return told(pipeline, altered, script, options, events, ends, unrepeated);
    done.add(next.key);
    const { step: name, made } = next;
    const step = stepIn(altered, name);
    if (step !== null && rules.ends(name) && step.retry.on.includes('failed') && step.retry.attempts >= made) {
      unrepeated.push(name);
      altered = changed(altered, name, (one) => ({ ...one, retry: { ...one.retry, attempts: made - 1 } }));
    }
    const again = events.some((event) => event.type === 'attempt.started' && event.step === name && event.seq > next.seq);
    if (again && !unrepeated.includes(name)) continue;
    for (const { name: dependant } of pipeline.steps) {
      if (!rules.loses(dependant, name)) continue;
      altered = changed(altered, dependant, (one) => ({ ...one, after: one.after.map((dependency) => (dependency.step === name ? { ...dependency, on: 'succeeded' } : dependency)) }));
    }
  }
}

function told(pipeline: Pipeline, altered: Pipeline, script: Script, options: InterpretOptions, events: readonly Event[], ends: readonly ErrorEnd[], unrepeated: readonly string[]): ErrorTrace {
  const outcomes = outcomesOf(events);
  const last = new Set(ends.filter(({ seq, step }) => events[seq + 1]?.type === 'step.ended' && outcomes.get(step) === 'failed').map(({ step }) => step));
  const reached = pipeline.steps.filter(({ name, after }) => outcomes.get(name) !== 'skipped' && after.some(({ step, on }) => on !== 'succeeded' && last.has(step))).map(({ name }) => name);
  const found = { errors: ends.length, unrepeated, reached };
  const wrong = pipeline.steps.filter(({ name }) => isBad(outcomes.get(name) ?? 'skipped'));
  const fails = wrong.some(({ optional }) => !optional);
  // Once the stop policy has acted, or `millrace stop`, nothing is due any more.
  const halted = (fails && pipeline.failurePolicy === 'stop') || events.some((event) => event.type === 'run.ended' && event.outcome === 'stopped');
  const lost = halted ? [] : pipeline.steps.filter((step) => outcomes.get(step.name) === 'skipped' && isDue(step, outcomes)).map(({ name }) => name);
  if (lost.length === 0 || fails) return { ...found, events, lost, failedByLoss: false };
  // No step that counts has gone wrong, so the policy has not acted: what changes is the outcome alone, and with it the handlers.
  const counted = wrong.reduce<Pipeline>((one, { name }) => changed(one, name, (step) => ({ ...step, optional: false })), { ...altered, failurePolicy: 'continue' });
  return { ...found, events: interpret(counted, script, options), lost, failedByLoss: true };
}

interface ErrorEnd {
  /** Step and attempt: what is changed after an end moves the numbers of events of the same instant. */
  readonly key: string;
  readonly seq: number;
  readonly step: string;
  /** Attempts of this continuation, this one included. */
  readonly made: number;
}

/** Ends by themselves: an attempt that was asked to stop and ended before its time did not end as ERROR. */
function errorEnds(events: readonly Event[], script: Script, errorsOf: ErrorsOf): readonly ErrorEnd[] {
  const started = new Map<string, { readonly at: number; readonly made: number }>();
  return events.flatMap((event): readonly ErrorEnd[] => {
    if (event.type === 'attempt.started') started.set(event.step, { at: event.at, made: (started.get(event.step)?.made ?? 0) + 1 });
    if (event.type !== 'attempt.ended' || event.outcome !== 'failed' || !errorsOf(event.step, event.attempt)) return [];
    const { at, made } = started.get(event.step) ?? { at: 0, made: 1 };
    return event.at === at + script(event.step, event.attempt).ms ? [{ key: `${event.step} ${event.attempt}`, seq: event.seq, step: event.step, made }] : [];
  });
}

function isDue({ after, join }: Step, outcomes: ReadonlyMap<string, Outcome>): boolean {
  const good = after.filter(({ step, on }) => satisfies(on, outcomes.get(step) ?? 'skipped')).length;
  return join === 'any' && after.length > 0 ? good > 0 : good === after.length;
}

const stepIn = (pipeline: Pipeline, name: string): Step | null => [...pipeline.steps, pipeline.onFailure, pipeline.finally].find((step) => step?.name === name) ?? null;

function changed(pipeline: Pipeline, name: string, change: (step: Step) => Step): Pipeline {
  const one = <S extends Step | null>(step: S): S | Step => (step !== null && step.name === name ? change(step) : step);
  return { ...pipeline, steps: pipeline.steps.map(one), onFailure: one(pipeline.onFailure), finally: one(pipeline.finally) };
}

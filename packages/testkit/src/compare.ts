import { isLiveState, keptSteps, type Ended, type Event, type InterpretOptions, type Outcome, type Pipeline, type RunOutcome, type RunSnapshot, type StepSnapshot } from '@millrace/core';

/** One continuation of a run as somebody saw it; virtual milliseconds from its start. */
export interface ObservedRun {
  readonly outcome: RunOutcome;
  /** Handlers too. Attempts are those of this continuation, in their order. */
  readonly steps: Readonly<Record<string, { readonly outcome: Outcome; readonly attempts: readonly ObservedAttempt[] }>>;
}
export interface ObservedAttempt {
  readonly start: number;
  readonly outcome: Ended;
}

/** What the reference's events say, in the form of an observation. */
export function referenceRun(events: readonly Event[]): ObservedRun {
  interface Building { outcome: Outcome; readonly attempts: { readonly start: number; outcome: Ended }[] }
  const steps = new Map<string, Building>();
  const of = (name: string): Building => {
    const known: Building = steps.get(name) ?? { outcome: 'skipped', attempts: [] };
    steps.set(name, known);
    return known;
  };
  let outcome: RunOutcome = 'succeeded';
  for (const event of events) {
    if (event.type === 'attempt.started') of(event.step).attempts.push({ start: event.at, outcome: 'stopped' });
    else if (event.type === 'attempt.ended') {
      const last = of(event.step).attempts.at(-1);
      if (last !== undefined) last.outcome = event.outcome;
    } else if (event.type === 'step.ended') of(event.step).outcome = event.outcome;
    else if (event.type === 'run.ended') outcome = event.outcome;
  }
  return { outcome, steps: Object.fromEntries(steps) };
}

/**
 * One continuation of an ended run as a target reported it. Throws when the run, or an attempt of it, has not ended.
 * A step that the ended run never came to counts as skipped.
 *
 * @param epoch epoch ms at which the continuation started: starts become offsets from it
 * @param continuation 1 for the first
 */
export function observe(snapshot: RunSnapshot, epoch: number, continuation: number): ObservedRun {
  const { state } = snapshot;
  if (isLiveState(state)) throw new Error(`Run ${snapshot.run} is still ${state}: observe it when it has ended.`);
  if (state === 'skipped') throw new Error(`Run ${snapshot.run} was skipped: it has nothing to observe.`);
  const steps = Object.entries(snapshot.steps).map(([name, step]) => [name, observeStep(name, step, epoch, continuation)] as const);
  return { outcome: state, steps: Object.fromEntries(steps) };
}

function observeStep(name: string, step: StepSnapshot, epoch: number, continuation: number): ObservedRun['steps'][string] {
  if (step.state === 'running') throw new Error(`Step '${name}' is still running although its run has ended.`);
  const attempts = step.attempts.filter((attempt) => attempt.continuation === continuation);
  return {
    outcome: step.state === 'pending' ? 'skipped' : step.state,
    attempts: attempts.map(({ start, outcome }, index) => {
      if (outcome === null) throw new Error(`Attempt ${index + 1} of step '${name}' has no outcome although its run has ended.`);
      return { start: start - epoch, outcome };
    }),
  };
}

/**
 * How an observation differs from the reference, one sentence for each difference; empty when they are equal.
 * Compared are the outcome of the run, and of each step its outcome, number of attempts, and start and outcome of each.
 */
export function compareRun(reference: readonly Event[], observed: ObservedRun): string[] {
  const expected = referenceRun(reference);
  const differences: string[] = [];
  if (expected.outcome !== observed.outcome) differences.push(`The run ended ${observed.outcome}; by the reference it ends ${expected.outcome}.`);
  for (const [name, step] of Object.entries(expected.steps)) differences.push(...compareStep(name, step, observed.steps[name]));
  for (const [name, step] of Object.entries(observed.steps)) {
    // A handler that the pipeline has but the run did not need may be reported or not.
    if (expected.steps[name] === undefined && step.outcome !== 'skipped') differences.push(`Step '${name}' ended ${step.outcome}; the reference knows no such step.`);
  }
  return differences;
}

type ObservedStep = ObservedRun['steps'][string];

function compareStep(name: string, expected: ObservedStep, observed: ObservedStep | undefined): string[] {
  if (observed === undefined) return expected.outcome === 'skipped' ? [] : [`Step '${name}' was not seen; by the reference it ends ${expected.outcome}.`];
  const differences: string[] = [];
  if (expected.outcome !== observed.outcome) differences.push(`Step '${name}' ended ${observed.outcome}; by the reference it ends ${expected.outcome}.`);
  const [wanted, seen] = [expected.attempts.length, observed.attempts.length];
  if (wanted !== seen) differences.push(`Step '${name}' made ${attempts(seen)}; by the reference it makes ${wanted}.`);
  for (const [index, attempt] of expected.attempts.entries()) {
    const other = observed.attempts[index];
    if (other === undefined) break;
    const which = `Attempt ${index + 1} of step '${name}'`;
    if (attempt.start !== other.start) differences.push(`${which} started at ${other.start} ms; by the reference it starts at ${attempt.start} ms.`);
    if (attempt.outcome !== other.outcome) differences.push(`${which} ended ${other.outcome}; by the reference it ends ${attempt.outcome}.`);
  }
  return differences;
}

const attempts = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);

/** The outcomes of the steps, as a snapshot or a resume reads them. */
export function outcomesOf(events: readonly Event[]): ReadonlyMap<string, Outcome> {
  return new Map(events.flatMap((event) => (event.type === 'step.ended' ? [[event.step, event.outcome] as const] : [])));
}

/** What `interpret` needs for the continuation that resumes the run of these events: what is kept, and how attempts are numbered on. */
export function resumeOf(pipeline: Pipeline, events: readonly Event[], before: ReadonlyMap<string, number> = new Map()): Pick<InterpretOptions, 'kept' | 'attemptsBefore'> {
  const attemptsBefore = new Map(before);
  for (const event of events) if (event.type === 'attempt.started') attemptsBefore.set(event.step, event.attempt);
  return { kept: keptSteps(pipeline, outcomesOf(events)), attemptsBefore };
}

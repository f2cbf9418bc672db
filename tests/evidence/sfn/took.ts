import { featuresOf, isBad, type Capability, type Event, type Outcome, type Pipeline, type Step } from '@millrace/core';

/** What became of a case: the reference's events of each continuation, to which the target was held. */
export interface Held {
  readonly continuations: readonly (readonly Event[])[];
  readonly stopAt: number | null;
}

/**
 * The ledger rows that a case has really exercised. That the pipeline says a word is not enough: its step must have run, a retry must have followed
 * the end that it is for, a timeout must have struck, and so on.
 */
export function rowsThatTookPlace(pipeline: Pipeline, used: readonly Capability[], held: Held): readonly string[] {
  const lives = livesOf(pipeline, held.continuations);
  const uses = featuresOf(pipeline);
  const modelled = new Set<string>(uses.map(({ feature }) => feature));
  const own = used.filter(({ id }) => !modelled.has(id)).map(({ id }) => ({ feature: id, step: null }));
  const took = [...uses, ...own].filter(({ feature, step }) => {
    const life = step === null ? null : lives.get(step);
    return life === undefined ? false : life === null ? ofRun(feature, pipeline, lives, held) : life.attempts.length > 0 && ofStep(feature, life);
  });
  return [...new Set(took.map(({ feature }) => feature))];
}

interface Life {
  readonly step: Step;
  readonly attempts: readonly { readonly continuation: number; readonly outcome: Outcome }[];
  readonly outcomes: readonly Outcome[];
}

function livesOf({ steps, onFailure, finally: last }: Pipeline, continuations: Held['continuations']): ReadonlyMap<string, Life> {
  return new Map([...steps, onFailure, last].flatMap((step) => (step === null ? [] : [[step.name, {
    step,
    attempts: continuations.flatMap((events, continuation) => events.flatMap((event) => (event.type === 'attempt.ended' && event.step === step.name ? [{ continuation, outcome: event.outcome }] : []))),
    outcomes: continuations.flatMap((events) => events.flatMap((event) => (event.type === 'step.ended' && event.step === step.name ? [event.outcome] : []))),
  }] as const])));
}

function ofStep(feature: string, { step, attempts, outcomes }: Life): boolean {
  const repeatedAfter = (...wanted: readonly Outcome[]): boolean =>
    attempts.some(({ continuation, outcome }, index) => wanted.includes(outcome) && attempts[index + 1]?.continuation === continuation);
  switch (feature) {
    case 'optional':
      return outcomes.some(isBad);
    case 'retry.failed':
      return repeatedAfter('failed');
    case 'retry.timedOut':
      return repeatedAfter('timedOut');
    case 'retry.delay':
    case 'retry.crawler':
      return repeatedAfter('failed', 'timedOut');
    case 'timeout.job':
    case 'timeout.crawler':
      return step.kind !== 'wait' && attempts.some(({ outcome }) => outcome === 'timedOut');
    // Somebody else has to start the crawler: told where that is played.
    case 'crawler.busy':
      return false;
    default:
      return true;
  }
}

function ofRun(feature: string, { failurePolicy, onFailure, finally: last }: Pipeline, lives: ReadonlyMap<string, Life>, { continuations, stopAt }: Held): boolean {
  const ran = (step: Step | null): boolean => (lives.get(step?.name ?? '')?.attempts.length ?? 0) > 0;
  const counted = [...lives.values()].filter(({ step }) => !step.optional && step !== onFailure && step !== last);
  switch (feature) {
    case 'run.stop':
      return stopAt !== null;
    case 'run.resume':
      return continuations.length > 1;
    case 'failurePolicy.continue':
    case 'failurePolicy.stop':
      return feature.endsWith(failurePolicy) && counted.some(({ outcomes }) => outcomes.some(isBad));
    case 'handler.onFailure':
      return ran(onFailure);
    case 'handler.finally':
      return ran(last);
    case 'call.aborted':
      return stopAt === null && counted.some(({ step, attempts }) => (step.kind === 'lambda' || step.kind === 'sns') && attempts.some(({ outcome }) => outcome === 'stopped'));
    default:
      return continuations.length > 0;
  }
}

import type { StepFacts } from './helper-spec.ts';
import { ownOf } from './plain.ts';

/** How a step has ended. */
export type StepOutcome = 'succeeded' | 'failed' | 'timedOut' | 'stopped' | 'skipped';
type Steps = Readonly<Record<string, StepFacts>>;
type Word = StepFacts['after'][number]['on'];

export const isBad = (outcome: StepOutcome | undefined): boolean => outcome === 'failed' || outcome === 'timedOut' || outcome === 'stopped';

const satisfies = (word: Word, outcome: StepOutcome): boolean => outcome !== 'skipped' && (word === 'finished' || (word === 'succeeded') === (outcome === 'succeeded'));

/** What the ends so far mean for one step. */
export function verdictOf({ after, join }: StepFacts, outcomeOf: (step: string) => StepOutcome | undefined): 'waiting' | 'ready' | 'skip' {
  const ends = after.map(({ step, on }) => ({ on, outcome: outcomeOf(step) }));
  const good = ends.filter(({ on, outcome }) => outcome !== undefined && satisfies(on, outcome)).length;
  const lost = ends.filter(({ outcome }) => outcome !== undefined).length - good;
  const any = join === 'any' && after.length > 0;
  if (any ? lost === after.length : lost > 0) return 'skip';
  return (any ? good > 0 : good === after.length) ? 'ready' : 'waiting';
}

/** What starts and what is skipped, given how steps have ended for good and which are under way. */
export interface JoinDecision {
  readonly ready: readonly string[];
  readonly skipped: readonly { readonly step: string; readonly because: readonly string[] }[];
  /** Steps whose bad ends stop the run under `failurePolicy: 'stop'`. */
  readonly stoppers: readonly string[];
  /** Skipped though by the rules they were to start. */
  readonly lost: readonly string[];
}

/**
 * Joins, words, skips and the stop policy at one instant. A test holds it to the reference of `@millrace/core`.
 *
 * @param unstartable steps that nothing can start any more, whatever their joins say: they are skipped
 */
export function decideJoins(steps: Steps, policy: 'continue' | 'stop', ended: ReadonlyMap<string, StepOutcome>, busy: ReadonlySet<string>, unstartable: ReadonlySet<string> = new Set()): JoinDecision {
  const outcomes = new Map(ended);
  const stoppers = policy === 'stop' ? Object.entries(steps).flatMap(([name, { optional }]) => (!optional && isBad(ended.get(name)) ? [name] : [])) : [];
  const ready = new Set<string>();
  const skipped: { step: string; because: readonly string[] }[] = [];
  const lost: string[] = [];
  for (const name of ordered(steps)) {
    const step = ownOf(steps, name);
    if (step === undefined || outcomes.has(name) || busy.has(name)) continue;
    const verdict = verdictOf(step, (one) => outcomes.get(one));
    if (verdict === 'skip' || stoppers.length > 0 || unstartable.has(name)) {
      if (verdict === 'ready' && stoppers.length === 0) lost.push(name);
      skipped.push({ step: name, because: verdict === 'skip' || stoppers.length === 0 ? blockers(step, outcomes) : stoppers });
      outcomes.set(name, 'skipped');
    } else if (verdict === 'ready') ready.add(name);
  }
  return { ready: Object.keys(steps).filter((name) => ready.has(name)), skipped, stoppers, lost };
}

const blockers = ({ after }: StepFacts, outcomes: ReadonlyMap<string, StepOutcome>): readonly string[] =>
  after.flatMap(({ step, on }) => {
    const outcome = outcomes.get(step);
    return outcome !== undefined && !satisfies(on, outcome) ? [step] : [];
  });

/** Each step after those it waits for; among those that could come next the first declared. */
function ordered(steps: Steps): readonly string[] {
  const names = Object.keys(steps);
  const left = new Set(names);
  const result: string[] = [];
  const isFree = (name: string): boolean => (ownOf(steps, name)?.after ?? []).every(({ step }) => !left.has(step));
  for (let next = names.find(isFree); next !== undefined; next = names.find((name) => left.has(name) && isFree(name))) {
    left.delete(next);
    result.push(next);
  }
  return result;
}

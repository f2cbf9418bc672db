import { acyclicOrder, graphOf } from '../graph/graph.ts';
import type { Outcome, Pipeline, Step, Word } from '../model.ts';
import type { Delay } from '../trace.ts';

/** Rule 2: does this end satisfy a dependency that waits for the word? */
export function satisfies(word: Word, outcome: Outcome): boolean {
  if (outcome === 'skipped') return false;
  return word === 'finished' || (word === 'succeeded') === (outcome === 'succeeded');
}

/** Failed, timed out or stopped. */
export const isBad = (outcome: Outcome): boolean => outcome !== 'succeeded' && outcome !== 'skipped';

/** What the ends recorded so far mean for one step: rules 2, 3 and 5. */
export type Verdict = 'waiting' | 'ready' | 'skip';

/** Counts, per step, what its dependencies came to; recording an end costs as much as the step has dependants. Steps are numbers in declaration order. */
export interface Board {
  readonly steps: readonly Step[];
  /** Topological order, and each step's place in it. */
  readonly sorted: readonly number[];
  readonly rank: Int32Array;
  indexOf(name: string): number | undefined;
  outcome(step: number): Outcome | undefined;
  /** Notes an end and returns the steps it matters to. */
  record(step: number, outcome: Outcome): readonly number[];
  verdict(step: number): Verdict;
  /** The steps whose ends leave this one no way to start, as far as they are recorded. */
  blockers(step: number): string[];
}

export function boardOf(pipeline: Pipeline, delays: readonly Delay[]): Board {
  const { steps } = pipeline;
  const graph = graphOf(steps);
  const sorted = acyclicOrder(graph);
  const rank = new Int32Array(steps.length);
  sorted.forEach((step, place) => (rank[step] = place));
  const dependants: { step: number; on: Word | 'end' }[][] = steps.map(() => []);
  const outcomes: (Outcome | undefined)[] = steps.map(() => undefined);
  const satisfied = new Int32Array(steps.length);
  const failed = new Int32Array(steps.length);
  const delayed = new Int32Array(steps.length);
  steps.forEach((step, index) => {
    for (const { step: on, on: word } of step.after) dependants[graph.indexOf.get(on) ?? -1]?.push({ step: index, on: word });
  });
  for (const delay of delays) {
    const step = graph.indexOf.get(delay.step);
    const until = graph.indexOf.get(delay.until);
    if (step === undefined || until === undefined) continue;
    dependants[until]?.push({ step, on: 'end' });
    delayed[step] = (delayed[step] ?? 0) + 1;
  }
  const bump = (counts: Int32Array, step: number, by: number): void => {
    counts[step] = (counts[step] ?? 0) + by;
  };
  return {
    steps,
    sorted,
    rank,
    indexOf: (name) => graph.indexOf.get(name),
    outcome: (step) => outcomes[step],
    record(step, outcome) {
      outcomes[step] = outcome;
      const touched = dependants[step] ?? [];
      for (const { step: dependant, on } of touched) {
        if (on === 'end') bump(delayed, dependant, -1);
        else bump(satisfies(on, outcome) ? satisfied : failed, dependant, 1);
      }
      return touched.map((each) => each.step);
    },
    verdict(index) {
      const total = steps[index]?.after.length ?? 0;
      const any = steps[index]?.join === 'any' && total > 0;
      const [good, lost] = [satisfied[index] ?? 0, failed[index] ?? 0];
      if (any ? lost === total : lost > 0) return 'skip';
      return (any ? good > 0 : good === total) && delayed[index] === 0 ? 'ready' : 'waiting';
    },
    blockers(index) {
      return (steps[index]?.after ?? [])
        .filter(({ step, on }) => {
          const outcome = outcomes[graph.indexOf.get(step) ?? -1];
          return outcome !== undefined && !satisfies(on, outcome);
        })
        .map(({ step }) => step);
    },
  };
}

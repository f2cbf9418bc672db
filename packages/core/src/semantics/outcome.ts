import { topologicalOrder } from '../graph/graph.ts';
import type { Outcome, Pipeline } from '../model.ts';
import type { RunOutcome } from '../trace.ts';
import { sha256, stableJson } from '../util/index.ts';
import { isBad, satisfies } from './board.ts';

/** Rule 8, handlers included: one that ends badly fails the run, and none turns a failed run green. */
export function runOutcome(pipeline: Pipeline, outcomes: ReadonlyMap<string, Outcome>, stopped: boolean): RunOutcome {
  if (stopped) return 'stopped';
  const all = [...pipeline.steps, pipeline.onFailure, pipeline.finally];
  const failed = all.some((step) => step !== null && !step.optional && isBad(outcomes.get(step.name) ?? 'skipped'));
  return failed ? 'failed' : 'succeeded';
}

/** Rule 11: the steps that a resume does not run again. A succeeded step is kept if its join is satisfied by kept steps alone. */
export function keptSteps(pipeline: Pipeline, outcomes: ReadonlyMap<string, Outcome>): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const step of topologicalOrder(pipeline.steps)) {
    if (outcomes.get(step.name) !== 'succeeded') continue;
    const held = step.after.filter((dependency) => kept.has(dependency.step) && satisfies(dependency.on, 'succeeded')).length;
    const enough = step.join === 'any' ? Math.min(1, step.after.length) : step.after.length;
    if (held >= enough) kept.add(step.name);
  }
  return kept;
}

/**
 * What a resume compares: names and kinds of steps, their dependencies, words, joins and outputs. Scripts, arguments, settings,
 * handlers and the order of declaration may change between continuations, so they are not in it.
 */
export function graphHash(pipeline: Pipeline): string {
  const byName = <T>(name: (item: T) => string) => (a: T, b: T): number => (name(a) < name(b) ? -1 : 1);
  const steps = pipeline.steps.map(({ name, kind, join, outputs, after }) => ({
    name,
    kind,
    join,
    outputs,
    after: after.map(({ step, on }) => ({ step, on })).sort(byName((dependency) => dependency.step)),
  }));
  return sha256(stableJson(steps.sort(byName((step) => step.name))));
}

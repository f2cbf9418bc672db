import type { Outcome, Pipeline } from '../model.ts';
import type { Delay } from '../trace.ts';
import { boardOf, isBad } from './board.ts';

export interface Decision {
  /** Steps that start now, in declaration order. */
  readonly ready: readonly string[];
  /** Steps that can no longer start, each after those it follows from; `because` names the steps whose ends decided it. */
  readonly skipped: readonly { readonly step: string; readonly because: readonly string[] }[];
}

/**
 * Rules 2, 3, 5 and 6 at one instant: given how steps have ended for good, and which are running or between two attempts, what
 * starts and what is skipped. Delays are a target's order-only edges. Throws on cycles.
 *
 * @example
 * decide(pipeline, new Map([['clean', 'failed']]), new Set()) // { ready: [], skipped: [{ step: 'load', because: ['clean'] }] }
 */
export function decide(pipeline: Pipeline, ended: ReadonlyMap<string, Outcome>, busy: ReadonlySet<string>, delays: readonly Delay[] = []): Decision {
  const board = boardOf(pipeline, delays);
  for (const [name, outcome] of ended) {
    const index = board.indexOf(name);
    if (index !== undefined) board.record(index, outcome);
  }
  const stoppers = pipeline.failurePolicy === 'stop' ? stoppedBy(pipeline, ended) : [];
  const ready: number[] = [];
  const skipped: { step: string; because: readonly string[] }[] = [];
  for (const index of board.sorted) {
    const step = board.steps[index];
    if (step === undefined || board.outcome(index) !== undefined || busy.has(step.name)) continue;
    const verdict = board.verdict(index);
    if (verdict === 'skip' || stoppers.length > 0) {
      skipped.push({ step: step.name, because: verdict === 'skip' ? board.blockers(index) : stoppers });
      board.record(index, 'skipped');
    } else if (verdict === 'ready') ready.push(index);
  }
  return { ready: ready.sort((a, b) => a - b).flatMap((index) => board.steps[index]?.name ?? []), skipped };
}

/** Rule 6: the steps whose bad ends stop the run under `failurePolicy: 'stop'`. */
function stoppedBy(pipeline: Pipeline, ended: ReadonlyMap<string, Outcome>): string[] {
  return pipeline.steps.filter((step) => !step.optional && isBad(ended.get(step.name) ?? 'skipped')).map((step) => step.name);
}

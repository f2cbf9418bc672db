import { satisfies, topologicalOrder, type Pipeline, type Step } from '@millrace/core';
import { triggerParents } from '../compile/layout.ts';
import type { Plan } from '../compile/plan.ts';

/** The steps that a resume could run: pending ones whose dependencies can still be satisfied, kept ones being succeeded. */
export function runnable(pipeline: Pipeline, kept: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set<string>();
  const possible = ({ step, on }: Step['after'][number]): boolean => (kept.has(step) ? satisfies(on, 'succeeded') : open.has(step));
  for (const step of topologicalOrder(pipeline.steps)) {
    if (!kept.has(step.name) && step.after.every(possible)) open.add(step.name);
  }
  return open;
}

/**
 * Where Glue's own resume would have to start to run exactly the pending steps that can run; null when it would run others too, or
 * leave some out, or where an AND joins a kept node with one that runs again, since no document says whether the kept state counts.
 * `attempted` are the steps that the workflow run has started.
 */
export function nativeFrontier(pipeline: Pipeline, plan: Plan, kept: ReadonlySet<string>, attempted: ReadonlySet<string>): readonly string[] | null {
  if (plan.opener !== null || plan.gates.length > 0 || plan.closers.length > 0) return null;
  const parents = triggerParents(plan);
  const wanted = runnable(pipeline, kept);
  const frontier = pipeline.steps.map(({ name }) => name).filter((name) => !kept.has(name) && attempted.has(name));
  const again = downstream(frontier, parents);
  if (frontier.length === 0 || !sameSet(again, wanted)) return null;
  const parentsOf = (step: string): readonly string[] => parents.get(step) ?? [];
  const mixed = [...again].some((step) => parentsOf(step).some((parent) => again.has(parent)) && parentsOf(step).some((parent) => !again.has(parent)));
  return mixed ? null : frontier.filter((step) => !parentsOf(step).some((parent) => again.has(parent)));
}

function downstream(from: readonly string[], parents: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const [step, above] of parents) for (const parent of above) (children.get(parent) ?? children.set(parent, []).get(parent))?.push(step);
  const found = new Set<string>();
  const open = [...from];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    open.push(...(children.get(step) ?? []));
  }
  return found;
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((item) => b.has(item));

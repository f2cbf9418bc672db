import type { Step } from '@millrace/core';
import { isAny } from './delays.ts';
import { unsatisfied } from './expression.ts';

/** Names of the steps that no course of a run can skip. `order` has every step after its dependencies. */
export function neverSkipped(order: readonly Step[]): ReadonlySet<string> {
  const sure = new Set<string>();
  for (const step of order) if (skipCondition(step, sure) === null) sure.add(step.name);
  return sure;
}

/** When the step is skipped, as JSONata over the outcomes before it; null when that cannot be. */
export function skipCondition(step: Step, sure: ReadonlySet<string>): { readonly condition: string; readonly reads: readonly string[] } | null {
  const open = step.after.filter(({ step: name, on }) => !(on === 'finished' && sure.has(name)));
  const any = isAny(step);
  if (open.length === 0 || (any && open.length < step.after.length)) return null;
  return {
    condition: open.map(({ step: name, on }) => unsatisfied(name, on)).join(any ? ' and ' : ' or '),
    reads: open.map(({ step: name }) => name),
  };
}

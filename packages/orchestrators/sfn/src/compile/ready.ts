import type { Dependency, Pipeline, Step } from '@millrace/core';
import { isAny } from './delays.ts';
import { unsatisfied } from './expression.ts';

/** What is certain of the steps before a step that is looked at, whatever course the run takes. */
export interface Certain {
  /** Names of steps that were not skipped. */
  readonly ran: ReadonlySet<string>;
  /** Names of steps that succeeded: under the policy 'stop' a run does not get past a bad end. */
  readonly succeeded: ReadonlySet<string>;
}

/** `order` has every step after its dependencies. */
export function certainOf(order: readonly Step[], policy: Pipeline['failurePolicy']): Certain {
  const certain = { ran: new Set<string>(), succeeded: new Set<string>() };
  for (const step of order) {
    if (skipCondition(step, certain) !== null) continue;
    certain.ran.add(step.name);
    if (policy === 'stop' && !step.optional) certain.succeeded.add(step.name);
  }
  return certain;
}

/** When the step is skipped, as JSONata over the outcomes before it; null when that cannot be. */
export function skipCondition(step: Step, certain: Certain): { readonly condition: string; readonly reads: readonly string[] } | null {
  const holds = ({ step: name, on }: Dependency): boolean => (on === 'finished' && certain.ran.has(name)) || (on === 'succeeded' && certain.succeeded.has(name));
  const open = step.after.filter((dependency) => !holds(dependency));
  const any = isAny(step);
  if (open.length === 0 || (any && open.length < step.after.length)) return null;
  return {
    condition: open.map(({ step: name, on }) => unsatisfied(name, on)).join(any ? ' and ' : ' or '),
    reads: open.map(({ step: name }) => name),
  };
}

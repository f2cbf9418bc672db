import { effectiveTimeout, topologicalOrder, type Pipeline, type Step } from '@millrace/core';

/** What a helper job may take beyond all that it waits for. */
export const SLACK_MINUTES = 60;

/** The longest that a step can take, all attempts and pauses. */
export function ownMinutes(step: Step): number {
  const tries = step.retry.attempts + 1;
  const each = step.kind === 'wait' ? step.with.seconds : effectiveTimeout(step);
  return (tries * each + step.retry.attempts * step.retry.delaySeconds) / 60 + SLACK_MINUTES;
}

/** How long helper jobs may have to wait, in minutes. */
export interface Bounds {
  /** Minutes until the join of a step is decided. */
  before(step: string): number;
  readonly all: number;
}

export function longest({ steps, onFailure }: Pipeline): Bounds {
  const ends = new Map<string, number>();
  const byName = new Map(steps.map((step) => [step.name, step]));
  const startOf = (step: Step): number => Math.max(0, ...step.after.map(({ step: name }) => ends.get(name) ?? 0));
  for (const step of topologicalOrder(steps)) ends.set(step.name, startOf(step) + ownMinutes(step));
  const all = Math.max(0, ...ends.values()) + (onFailure === null ? 0 : ownMinutes(onFailure)) + SLACK_MINUTES;
  return { all, before: (name) => {
    const step = byName.get(name);
    return (step === undefined ? 0 : startOf(step)) + SLACK_MINUTES;
  } };
}

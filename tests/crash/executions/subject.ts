import type { Pipeline, Scalar, Script } from '@millrace/core';
import type { ErrorsOf, OutputsOf } from '@millrace/testkit';

/** A pipeline, and how its attempts go. */
export interface Subject {
  readonly name: string;
  readonly pipeline: Pipeline;
  readonly script: Script;
  readonly given?: Readonly<Record<string, Scalar>>;
  readonly outputsOf?: OutputsOf;
  readonly errorsOf?: ErrorsOf;
}

/** What job runs do that are asked to stop: stop, stop after two minutes, or go on and end by themselves. */
export const reactions = ['at once', 'later', 'never'] as const;
export type Reaction = (typeof reactions)[number];

/** How the service says that the execution ended: someone aborted it, or it came to an end that the machine knows nothing of. */
export const ends = ['ABORTED', 'TIMED_OUT', 'FAILED'] as const;
export type End = (typeof ends)[number];

/** When people resume: as soon as they may, or when all is at rest. */
export const moments = ['soon', 'at rest'] as const;
export type Moment = (typeof moments)[number];

export interface Manner {
  readonly reaction: Reaction;
  readonly end: End;
  readonly moment: Moment;
}

/** Every combination. */
export const manners: readonly Manner[] = reactions.flatMap((reaction) => ends.flatMap((end) => moments.map((moment) => ({ reaction, end, moment }))));

const LATER_MS = 120_000;
const NEVER_MS = 8 * 86_400_000;

/** What does not end by itself must stop when it is asked. Calls are aborted with their execution. */
export function reacting({ pipeline, script }: Pick<Subject, 'pipeline' | 'script'>, reaction: Reaction): Script {
  const lasting = new Set([...pipeline.steps, pipeline.onFailure, pipeline.finally].flatMap((step) => (step?.kind === 'glueJob' || step?.kind === 'crawler' || step?.kind === 'ssm' ? [step.name] : [])));
  const ms = { 'at once': 0, later: LATER_MS, never: NEVER_MS }[reaction];
  return (step, attempt) => {
    const how = script(step, attempt);
    return { ...how, onStop: { outcome: 'stopped', ms: !lasting.has(step) || how.outcome === 'timedOut' ? 0 : ms } };
  };
}


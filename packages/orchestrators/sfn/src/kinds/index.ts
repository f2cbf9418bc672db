import type { KindTable, Step } from '@millrace/core';
import { isStream } from '@millrace/workload';
import type { Fields } from '../compile/states.ts';
import type { Attempt, Place } from './builder.ts';
import { waitAttempt } from './called.ts';
import { crawlerAttempt } from './crawler.ts';
import { glueJobAttempt } from './glue-job.ts';
import { lambdaAttempt } from './lambda.ts';
import { snsAttempt } from './sns.ts';
import { ssmAttempt } from './ssm.ts';
import { streamAttempt } from './stream.ts';

/** Builds an attempt where the step stands; `extra` are arguments beyond the step's own, for handlers. */
export type Node = (place: Place, extra: Fields) => Attempt;

/** What each kind of step becomes here. */
export const kinds: KindTable<Node> = {
  glueJob: (step) => (place, extra) => (isStream(step) ? streamAttempt(step, place) : glueJobAttempt(step, place, extra)),
  crawler: (step) => (place) => crawlerAttempt(step, place),
  lambda: (step) => (place) => lambdaAttempt(step, place),
  sns: (step) => (place) => snsAttempt(step, place),
  ssm: (step) => (place) => ssmAttempt(step, place),
  wait: (step) => () => waitAttempt(step),
};

/** The node of a step. */
export function nodeOf(step: Step): Node {
  // A step's kind and its entry belong together, which the compiler cannot see through an indexed union; none of them is a rejecting row.
  return (kinds[step.kind] as (step: Step) => Node)(step);
}

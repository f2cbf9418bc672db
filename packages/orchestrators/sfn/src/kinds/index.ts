import { capabilityOf, type KindTable, type Step, type StepOf } from '@millrace/core';
import { rows } from '../capabilities.ts';
import type { Fields } from '../compile/states.ts';
import type { Attempt, Place } from './builder.ts';
import { crawlerAttempt } from './crawler.ts';
import { glueJobAttempt } from './glue-job.ts';

/** Builds an attempt where the step stands; `extra` are arguments beyond the step's own, for handlers. */
export type Node = (place: Place, extra: Fields) => Attempt;

const built = {
  glueJob: (step: StepOf<'glueJob'>): Node => (place, extra) => glueJobAttempt(step, place, extra),
  crawler: (step: StepOf<'crawler'>): Node => (place) => crawlerAttempt(step, place),
};

/** What each kind of step becomes here. */
export const kinds: KindTable<Node> = {
  ...built,
  lambda: capabilityOf(rows, 'kind.lambda'),
  sns: capabilityOf(rows, 'kind.sns'),
  ssm: capabilityOf(rows, 'kind.ssm'),
  wait: capabilityOf(rows, 'kind.wait'),
};

/** The node of a step whose kind the ledger does not reject. */
export function nodeOf(step: Step): Node {
  if (step.kind === 'glueJob') return built.glueJob(step);
  if (step.kind === 'crawler') return built.crawler(step);
  throw new Error(`Steps of kind '${step.kind}' are rejected before they are compiled.`);
}

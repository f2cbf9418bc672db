import { featuresOf as modelFeatures, type Feature as ModelFeature, type FeatureUse, type Pipeline, type Step } from '@millrace/core';
import { allSteps } from '@millrace/workload';
import type { Feature } from './capabilities.ts';
import type { Plan } from './compile/plan.ts';

export type Use = FeatureUse<Feature>;

/** The features that the pipeline uses, with the differences that Glue workflows make: what stands for a step decides many of them. */
export function featuresOf(pipeline: Pipeline, plan: Plan): readonly Use[] {
  const steps = new Map(allSteps(pipeline).map((step) => [step.name, step]));
  const gated = new Set(plan.gates.flatMap((gate) => gate.steps.map(({ name }) => name)));
  const found = modelFeatures(pipeline).flatMap((use): readonly Use[] => {
    if (use.step === null) return [{ ...use, feature: ofPipeline(use.feature, pipeline, plan) }];
    const step = steps.get(use.step);
    return step === undefined ? [] : ofStep(use.feature, step, pipeline, plan, gated.has(step.name)).map((feature) => ({ ...use, feature }));
  });
  return [...found, ...laidOut(pipeline, plan)];
}

/** What only shows when the workflow is laid out. */
function laidOut(pipeline: Pipeline, plan: Plan): readonly Use[] {
  const at = new Map(pipeline.steps.map(({ name }, index) => [name, `/steps/${index}`]));
  const gates = plan.gates.flatMap(({ steps, because }) => steps.flatMap(({ name, join, after }): readonly Use[] => {
    if (join === 'any' && after.length > 1) return [];
    return [{ feature: because.includes('repeated by Glue') ? 'retry.watched' : 'join.product', step: name, pointer: `${at.get(name) ?? ''}/after` }];
  }));
  return plan.opener === null || pipeline.overlap === 'queue' ? gates : [...gates, { feature: 'start.opener', step: null, pointer: '/steps' }];
}

function ofPipeline(feature: ModelFeature, pipeline: Pipeline, plan: Plan): Feature {
  if (feature === 'overlap.allow' && pipeline.steps.some((step) => step.kind === 'glueJob' && plan.places.get(step.name)?.as === 'native')) return 'overlap.existing';
  return feature === 'overlap.skip' && pipeline.starts.length > 0 ? 'overlap.skipStarts' : feature;
}

function ofStep(feature: ModelFeature, step: Step, pipeline: Pipeline, plan: Plan, gated: boolean): readonly Feature[] {
  const native = plan.places.get(step.name)?.as === 'native';
  if (step.kind === 'glueJob' && 'use' in step.with) {
    if (feature === 'value.constant' || feature === 'value.list' || feature === 'value.secret') return [`${feature}Existing`];
    if (feature === 'value.param' || feature === 'value.run' || feature === 'value.output') return ['value.existing'];
    if (feature === 'outputs') return ['outputs.existing'];
    if (feature === 'retry.failed') return ['retry.existing'];
  }
  if (feature === 'retry.failed' && plan.places.get(step.name)?.as === 'job') return ['retry.native'];
  if (feature === 'kind.crawler' || feature === 'kind.glueJob') return [native || plan.places.get(step.name)?.as === 'job' ? feature : `${feature}Bridge`];
  if (feature === 'crawler.busy' && !(native && pipeline.overlap === 'allow')) return ['crawler.waits'];
  if (feature === 'timeout.crawler' && native) return ['timeout.crawlerDefault'];
  if ((feature === 'word.failed' || feature === 'word.finished') && gated) return ['word.gate'];
  return [feature];
}

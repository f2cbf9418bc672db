import { featuresOf as modelFeatures, type Feature as ModelFeature, type FeatureUse, type Pipeline, type Step } from '@millrace/core';
import type { Feature } from './capabilities.ts';

export type Use = FeatureUse<Feature>;

/**
 * The features that the pipeline uses, with the differences that Glue workflows make. Those that only the compiler can see (many roots,
 * products) come from there. Handlers are rejected as a whole, so what is inside them is left out.
 */
export function featuresOf(pipeline: Pipeline): readonly Use[] {
  const watched = new Set(pipeline.steps.flatMap((step) => step.after.filter(({ on }) => on !== 'succeeded').map(({ step: name }) => name)));
  const steps = new Map(pipeline.steps.map((step) => [step.name, step]));
  return modelFeatures(pipeline).flatMap((use): readonly Use[] => {
    if (use.step === null) return [{ ...use, feature: ofPipeline(use.feature, pipeline) }];
    const step = steps.get(use.step);
    if (step === undefined) return [];
    return differences(use, step, watched).map((feature) => ({ ...use, feature }));
  });
}

function ofPipeline(feature: ModelFeature, { steps }: Pipeline): Feature {
  // A crawler or an existing job has no bootstrap that checks anything.
  if (feature === 'params' && steps.some((step) => step.after.length === 0 && (step.kind === 'crawler' || usesJob(step)))) return 'params.unchecked';
  return feature === 'overlap.allow' && steps.some(usesJob) ? 'overlap.existing' : feature;
}

const usesJob = (step: Step): boolean => step.kind === 'glueJob' && 'use' in step.with;

function differences({ feature }: FeatureUse, step: Step, watched: ReadonlySet<string>): readonly Feature[] {
  const existing = usesJob(step);
  if (existing && (feature === 'value.constant' || feature === 'value.list' || feature === 'value.secret')) return [`${feature}Existing`];
  if (feature === 'timeout.crawler' && step.timeoutSeconds === null) return ['timeout.crawlerDefault'];
  if (feature === 'outputs' && existing) return ['outputs.existing'];
  if ((feature === 'value.param' || feature === 'value.run' || feature === 'value.output') && existing) return ['value.existing'];
  // One finding for a retry that Glue does not make at all: 'retry.crawler'.
  if (step.kind === 'crawler' && (feature === 'retry.failed' || feature === 'retry.timedOut' || feature === 'retry.delay')) return [];
  if (feature === 'retry.failed') return [existing ? 'retry.existing' : feature, ...(watched.has(step.name) ? ['retry.watched' as const] : [])];
  return [feature];
}

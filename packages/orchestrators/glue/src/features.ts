import type { Pipeline, Step, Value } from '@millrace/core';
import type { Feature } from './capabilities.ts';

/** One use of a feature, at a place of the pipeline. */
export interface Use {
  readonly feature: Feature;
  readonly step: string | null;
  /** JSON pointer into the pipeline. */
  readonly pointer: string;
}

/** Every feature of the model that the pipeline uses, in the order of the file. Those that only the compiler can see (many roots, products) come from there. */
export function featuresOf(pipeline: Pipeline): readonly Use[] {
  const watched = new Set(pipeline.steps.flatMap((step) => step.after.filter(({ on }) => on !== 'succeeded').map(({ step: name }) => name)));
  return [
    ...wholePipeline(pipeline),
    ...pipeline.steps.flatMap((step, index) => ofStep(step, `/steps/${index}`, watched)),
  ];
}

function wholePipeline(pipeline: Pipeline): readonly Use[] {
  const uses: Use[] = [];
  const add = (feature: Feature, pointer: string): void => void uses.push({ feature, step: null, pointer });
  if (Object.keys(pipeline.params).length > 0) add('params', '/params');
  if (pipeline.timezone !== 'UTC') add('timezone', '/timezone');
  if (pipeline.starts.length === 0) add('start.onDemand', '/starts');
  pipeline.starts.forEach((start, index) => add('schedule' in start ? 'start.schedule' : 'start.s3', `/starts/${index}`));
  add(`overlap.${pipeline.overlap}`, '/overlap');
  add(`failurePolicy.${pipeline.failurePolicy}`, '/failurePolicy');
  if (pipeline.onFailure !== null) add('handler.onFailure', '/onFailure');
  if (pipeline.finally !== null) add('handler.finally', '/finally');
  pipeline.prerequisites.forEach((_, index) => add('prerequisites', `/prerequisites/${index}`));
  return uses;
}

function ofStep(step: Step, pointer: string, watched: ReadonlySet<string>): readonly Use[] {
  const uses: Use[] = [];
  const add = (feature: Feature, below = ''): void => void uses.push({ feature, step: step.name, pointer: `${pointer}${below}` });
  add(`kind.${step.kind}`, '/kind');
  if (step.kind === 'glueJob') add('use' in step.with ? 'glueJob.existing' : `glueJob.${step.with.type}`, '/with');
  if (step.kind === 'crawler') {
    add('use' in step.with ? 'crawler.existing' : 'crawler.defined', '/with');
    add('crawler.busy');
  }
  // With fewer than two dependencies `any` says the same as `all`.
  if (step.after.length > 0) add(step.join === 'any' && step.after.length > 1 ? 'join.any' : 'join.all', '/join');
  step.after.forEach(({ on }, index) => add(`word.${on}`, `/after/${index}`));
  if (step.optional) add('optional', '/optional');
  if (Object.keys(step.outputs).length > 0) add('outputs', '/outputs');
  for (const feature of retryFeatures(step, watched)) add(feature, '/retry');
  add(timeoutFeature(step), '/timeoutSeconds');
  if (step.kind === 'glueJob') for (const [name, value] of Object.entries(step.with.args)) add(valueFeature(value, 'use' in step.with), `/with/args/${escapePointer(name)}`);
  return uses;
}

function retryFeatures(step: Step, watched: ReadonlySet<string>): readonly Feature[] {
  const { attempts, on, delaySeconds } = step.retry;
  if (attempts === 0 || on.length === 0) return [];
  if (step.kind === 'crawler') return ['retry.crawler'];
  const features: Feature[] = [];
  if (step.kind === 'glueJob' && 'use' in step.with) features.push('retry.existing');
  if (on.includes('timedOut')) features.push('retry.timedOut');
  if (delaySeconds > 0) features.push('retry.delay');
  if (watched.has(step.name)) features.push('retry.watched');
  return features.length > 0 ? features : ['retry.failed'];
}

function timeoutFeature(step: Step): Feature {
  if (step.kind !== 'crawler') return 'timeout.job';
  return step.timeoutSeconds === null ? 'timeout.crawlerDefault' : 'timeout.crawler';
}

function valueFeature(value: Value, existing: boolean): Feature {
  if (typeof value !== 'object') return 'value.constant';
  if (Array.isArray(value)) return 'value.list';
  if ('output' in value) return 'value.output';
  if ('secret' in value) return 'value.secret';
  if (existing) return 'value.existing';
  return 'param' in value ? 'value.param' : 'value.run';
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

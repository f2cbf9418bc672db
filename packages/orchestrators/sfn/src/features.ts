import type { Pipeline, Step, Value } from '@millrace/core';
import type { Feature } from './capabilities.ts';
import { isAny } from './compile/delays.ts';

/** One use of a feature, at a place of the pipeline. */
export interface Use {
  readonly feature: Feature;
  /** JSON pointer into the pipeline. */
  readonly pointer: string;
}

/** Every feature of the model that the pipeline uses, in the order of the file. */
export function featuresOf(pipeline: Pipeline): readonly Use[] {
  const handlers = [['/onFailure', pipeline.onFailure], ['/finally', pipeline.finally]] as const;
  return [
    ...ofPipeline(pipeline),
    ...pipeline.steps.flatMap((step, index) => ofStep(step, `/steps/${index}`)),
    ...handlers.flatMap(([pointer, step]) => (step === null ? [] : ofStep(step, pointer))),
  ];
}

function ofPipeline(pipeline: Pipeline): readonly Use[] {
  const uses: Use[] = [{ feature: 'run.outcome', pointer: '' }, { feature: 'run.stop', pointer: '' }, { feature: 'run.resume', pointer: '' }];
  const add = (feature: Feature, pointer: string): void => void uses.push({ feature, pointer });
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

function ofStep(step: Step, pointer: string): readonly Use[] {
  const uses: Use[] = [];
  const add = (feature: Feature, below = ''): void => void uses.push({ feature, pointer: `${pointer}${below}` });
  add(`kind.${step.kind}`, '/kind');
  if (step.kind === 'glueJob') add('use' in step.with ? 'glueJob.existing' : `glueJob.${step.with.type}`, '/with');
  if (step.kind === 'crawler') {
    add('use' in step.with ? 'crawler.existing' : 'crawler.defined', '/with');
    add('crawler.busy');
  }
  if (step.after.length > 0) add(isAny(step) ? 'join.any' : 'join.all', '/join');
  step.after.forEach(({ on }, index) => add(`word.${on}`, `/after/${index}`));
  if (step.optional) add('optional', '/optional');
  if (Object.keys(step.outputs).length > 0) add('outputs', '/outputs');
  for (const feature of retryFeatures(step)) add(feature, '/retry');
  add(step.kind === 'crawler' ? 'timeout.crawler' : 'timeout.job', '/timeoutSeconds');
  if (step.kind === 'glueJob') for (const [name, value] of Object.entries(step.with.args)) add(valueFeature(value), `/with/args/${escapePointer(name)}`);
  return uses;
}

function retryFeatures(step: Step): readonly Feature[] {
  const { attempts, on, delaySeconds } = step.retry;
  if (attempts === 0 || on.length === 0) return [];
  return [
    ...on.map((word): Feature => `retry.${word}`),
    ...(delaySeconds > 0 ? ['retry.delay' as const] : []),
    ...(step.kind === 'crawler' ? ['retry.crawler' as const] : []),
  ];
}

function valueFeature(value: Value): Feature {
  if (typeof value !== 'object') return 'value.constant';
  if (Array.isArray(value)) return 'value.list';
  if ('output' in value) return 'value.output';
  if ('secret' in value) return 'value.secret';
  return 'param' in value ? 'value.param' : 'value.run';
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

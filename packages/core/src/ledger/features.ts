import type { Pipeline, Step, StepKind, Value, Word } from '../model.ts';
import type { JobType } from '../settings.ts';
import { pointerOf } from '../util/pointer.ts';
import { valuesOf } from '../util/references.ts';

/**
 * What the model can say, and what every run can meet. Each target has a row for each of them (`Rows`), so a feature that is added
 * here names every target that lacks it, as a type error.
 */
export type Feature =
  | `kind.${StepKind}`
  | `glueJob.${JobType | 'existing'}`
  | `crawler.${'defined' | 'existing' | 'busy'}`
  | `word.${Word}`
  | `join.${Step['join']}`
  | 'optional' | 'outputs' | 'prerequisites' | 'params' | 'timezone'
  | `retry.${Step['retry']['on'][number]}` | 'retry.delay' | 'retry.crawler'
  | 'timeout.job' | 'timeout.crawler'
  | `value.${'constant' | 'list' | 'param' | 'run' | 'output' | 'secret'}`
  | `start.${'onDemand' | 'schedule' | 's3'}`
  | `overlap.${Pipeline['overlap']}`
  | `failurePolicy.${Pipeline['failurePolicy']}`
  | 'handler.onFailure' | 'handler.finally'
  | 'run.outcome' | 'run.stop' | 'run.resume';

/** One use of a feature, at a place of the pipeline. `F` may add features of a target's own. */
export interface FeatureUse<F extends string = Feature> {
  readonly feature: F;
  /** Null for what concerns the whole pipeline. */
  readonly step: string | null;
  /** JSON pointer into the pipeline. */
  readonly pointer: string;
}

/**
 * Every feature that the pipeline uses, in the order of the file; handlers last.
 *
 * @example
 * featuresOf(pipeline).filter(({ feature }) => feature === 'join.any').map(({ step }) => step) // ['report']
 */
export function featuresOf(pipeline: Pipeline): readonly FeatureUse[] {
  const { onFailure, finally: last } = pipeline;
  return [
    ...ofPipeline(pipeline),
    ...pipeline.steps.flatMap((step, index) => ofStep(step, pointerOf('steps', index))),
    ...(onFailure === null ? [] : ofStep(onFailure, '/onFailure')),
    ...(last === null ? [] : ofStep(last, '/finally')),
  ];
}

function ofPipeline(pipeline: Pipeline): readonly FeatureUse[] {
  const uses: FeatureUse[] = [];
  const add = (feature: Feature, pointer: string): void => void uses.push({ feature, step: null, pointer });
  for (const feature of ['run.outcome', 'run.stop', 'run.resume'] as const) add(feature, '');
  if (Object.keys(pipeline.params).length > 0) add('params', '/params');
  if (pipeline.timezone !== 'UTC') add('timezone', '/timezone');
  if (pipeline.starts.length === 0) add('start.onDemand', '/starts');
  pipeline.starts.forEach((start, index) => add('schedule' in start ? 'start.schedule' : 'start.s3', pointerOf('starts', index)));
  add(`overlap.${pipeline.overlap}`, '/overlap');
  add(`failurePolicy.${pipeline.failurePolicy}`, '/failurePolicy');
  if (pipeline.onFailure !== null) add('handler.onFailure', '/onFailure');
  if (pipeline.finally !== null) add('handler.finally', '/finally');
  pipeline.prerequisites.forEach((_, index) => add('prerequisites', pointerOf('prerequisites', index)));
  return uses;
}

function ofStep(step: Step, pointer: string): readonly FeatureUse[] {
  const uses: FeatureUse[] = [];
  const add = (feature: Feature, below: string): void => void uses.push({ feature, step: step.name, pointer: `${pointer}${below}` });
  add(`kind.${step.kind}`, '/kind');
  if (step.kind === 'glueJob') add('use' in step.with ? 'glueJob.existing' : `glueJob.${step.with.type}`, '/with');
  if (step.kind === 'crawler') {
    add('use' in step.with ? 'crawler.existing' : 'crawler.defined', '/with');
    add('crawler.busy', '');
  }
  // With fewer than two dependencies `any` says the same as `all`.
  if (step.after.length > 0) add(step.join === 'any' && step.after.length > 1 ? 'join.any' : 'join.all', '/join');
  step.after.forEach(({ on }, index) => add(`word.${on}`, pointerOf('after', index)));
  if (step.optional) add('optional', '/optional');
  if (Object.keys(step.outputs).length > 0) add('outputs', '/outputs');
  for (const feature of retryFeatures(step)) add(feature, '/retry');
  add(step.kind === 'crawler' ? 'timeout.crawler' : 'timeout.job', '/timeoutSeconds');
  for (const { value, pointer: below } of valuesOf(step)) add(valueFeature(value), below);
  return uses;
}

function retryFeatures({ kind, retry: { attempts, on, delaySeconds } }: Step): readonly Feature[] {
  if (attempts === 0 || on.length === 0) return [];
  return [
    ...on.map((word): Feature => `retry.${word}`),
    ...(delaySeconds > 0 ? ['retry.delay' as const] : []),
    ...(kind === 'crawler' ? ['retry.crawler' as const] : []),
  ];
}

function valueFeature(value: Value): Feature {
  if (typeof value !== 'object') return 'value.constant';
  if (Array.isArray(value)) return 'value.list';
  if ('output' in value) return 'value.output';
  if ('secret' in value) return 'value.secret';
  return 'param' in value ? 'value.param' : 'value.run';
}

import type { Dependency, Pipeline, Step } from '../model.ts';
import { referencesOf } from '../util/references.ts';

/** The pipeline with the dependencies that reading outputs implies, and for each pointer of such a dependency that of its argument. */
export interface WithOutputs {
  readonly pipeline: Pipeline;
  readonly because: ReadonlyMap<string, string>;
}

/**
 * Adds a `succeeded` dependency for every step whose output an argument reads, unless the step names it already. Handlers get
 * none: they have no dependencies. Doing it twice changes nothing.
 */
export function withOutputDependencies(pipeline: Pipeline): WithOutputs {
  const names = new Set(pipeline.steps.map(({ name }) => name));
  const because = new Map<string, string>();
  const steps = pipeline.steps.map((step, index): Step => {
    const added = missing(step, names);
    for (const [at, { argument }] of added.entries()) because.set(`/steps/${index}/after/${step.after.length + at}`, `/steps/${index}${argument}`);
    return added.length === 0 ? step : { ...step, after: [...step.after, ...added.map(({ dependency }) => dependency)] };
  });
  return { pipeline: { ...pipeline, steps }, because };
}

function missing(step: Step, names: ReadonlySet<string>): { readonly dependency: Dependency; readonly argument: string }[] {
  const known = new Set([step.name, ...step.after.map((dependency) => dependency.step)]);
  return referencesOf(step).flatMap(({ value, pointer }) => {
    // An output of a step that is not there is told at the argument; a dependency on it would tell it twice.
    if (!('output' in value) || known.has(value.output[0]) || !names.has(value.output[0])) return [];
    known.add(value.output[0]);
    return [{ dependency: { step: value.output[0], on: 'succeeded' as const }, argument: pointer }];
  });
}

import type { Dependency, Step } from '../model.ts';
import { referencesOf } from '../util/references.ts';

/** The step with a `succeeded` dependency on every step whose output it reads and that it did not name itself. */
export function withOutputDependencies(step: Step): Step {
  const known = new Set([step.name, ...step.after.map((dependency) => dependency.step)]);
  const added: Dependency[] = [];
  for (const { value } of referencesOf(step)) {
    if (!('output' in value) || known.has(value.output[0])) continue;
    known.add(value.output[0]);
    added.push({ step: value.output[0], on: 'succeeded' });
  }
  return added.length === 0 ? step : { ...step, after: [...step.after, ...added] };
}

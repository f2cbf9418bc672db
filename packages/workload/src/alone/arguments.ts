import { RunRefused, type RunRequest, type Scalar, type StepOf, type Value } from '@millrace/core';
import { argumentText } from '@millrace/params';

/**
 * The arguments of a step as texts, names with their leading dashes, from the values that a run would have.
 *
 * @throws {RunRefused} for an argument that reads the output of another step, or a secret: by itself the job has neither
 */
export function resolvedArguments(step: StepOf<'glueJob'>, given: RunRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(step.with.args).map(([name, value]) => [`--${name}`, textOf(step.name, name, value, given)]));
}

function textOf(step: string, name: string, value: Value, given: RunRequest): string {
  if (typeof value !== 'object' || isList(value)) return argumentText(value);
  if ('run' in value) return given[value.run];
  if ('param' in value) {
    const found = Object.hasOwn(given.params, value.param) ? given.params[value.param] : undefined;
    if (found !== undefined) return argumentText(found);
    throw new RunRefused(`The job of step '${step}' was not started: its argument ${name} reads the parameter '${value.param}', which has no value.`, `Give it with --param ${value.param}=value.`);
  }
  const what = 'output' in value ? `an output of step '${value.output[0]}', which only a run has` : 'a secret, which is not passed to a job that is started by itself';
  throw new RunRefused(`The job of step '${step}' was not started: its argument ${name} reads ${what}.`, '`millrace run` runs the whole pipeline.');
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: object): value is readonly Scalar[] => Array.isArray(value);

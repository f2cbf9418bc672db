import { RunRefused, type RunRequest, type Scalar, type StepOf, type Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { secretReference } from '@millrace/runtime';

/** What is known of a run. A null id: there is none yet. A parameter that is not there has no value yet. */
export interface Known {
  readonly id: string | null;
  /** Null where it shall hold for every run. */
  readonly date: string | null;
  readonly params: Readonly<Record<string, Scalar>>;
}

/** The text that a job gets for an argument: of a secret its reference, of an output its default, since no step has run. Null where only a run can tell. */
export function argumentOf(value: Value, known: Known): string | null {
  if (typeof value !== 'object' || isList(value)) return argumentText(value);
  if ('run' in value) return known[value.run];
  if ('secret' in value) return secretReference(value.secret);
  if ('output' in value) return value.or === null ? null : argumentText(value.or);
  const found = Object.hasOwn(known.params, value.param) ? known.params[value.param] : undefined;
  return found === undefined ? null : argumentText(found);
}

/**
 * The arguments of a step as texts, names with their leading dashes, from the values that a run would have.
 *
 * @throws {RunRefused} for an argument that reads the output of another step and has no default: by itself the job has none
 */
export function resolvedArguments(step: StepOf<'glueJob'>, given: RunRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(step.with.args).map(([name, value]) => [`--${name}`, argumentOf(value, given) ?? refuse(step.name, name, value)]));
}

function refuse(step: string, name: string, value: Value): never {
  if (typeof value === 'object' && 'param' in value) {
    throw new RunRefused(`The job of step '${step}' was not started: its argument ${name} reads the parameter '${value.param}', which has no value.`, `Give it with --param ${value.param}=value.`);
  }
  const source = typeof value === 'object' && 'output' in value ? `an output of step '${value.output[0]}'` : 'what is not known';
  throw new RunRefused(`The job of step '${step}' was not started: its argument ${name} reads ${source}, which only a run has.`, 'Give the output a default with .or(…), or run the whole pipeline with `millrace run`.');
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: object): value is readonly Scalar[] => Array.isArray(value);

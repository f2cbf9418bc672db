import { pointerOf } from './pointer.ts';
import type { Scalar, Step, Value, Values } from '../model.ts';

export type Reference = Exclude<Value, Scalar | readonly Scalar[]>;

/** One value that a step is given, with the name under which it gets it and its pointer from the step. */
export interface ValueUse<V extends Value = Value> {
  readonly pointer: string;
  readonly argument: string;
  readonly value: V;
}

/**
 * All values that a step is given when it starts, in their order: the arguments of a job, the payload of a function, subject and message of a
 * notice, the parameters of an automation.
 *
 * @example
 * valuesOf(step) // [{ pointer: '/with/args/DAY', argument: 'DAY', value: { param: 'day' } }]
 */
export function valuesOf(step: Step): readonly ValueUse[] {
  switch (step.kind) {
    case 'glueJob':
      return entries('args', step.with.args);
    case 'lambda':
      return entries('payload', step.with.payload ?? {});
    case 'ssm':
      return entries('parameters', step.with.parameters ?? {});
    case 'sns':
      return [...one('subject', step.with.subject), ...one('message', step.with.message)];
    case 'crawler':
    case 'wait':
      return [];
  }
}

const entries = (field: string, values: Values): readonly ValueUse[] => Object.entries(values).map(([argument, value]) => ({ pointer: `/with/${field}${pointerOf(argument)}`, argument, value }));
const one = (field: string, value: Value | undefined): readonly ValueUse[] => (value === undefined ? [] : [{ pointer: `/with/${field}`, argument: field, value }]);

/** The references among the values of a step, in their order, with their pointers from the step. */
export function referencesOf(step: Step): readonly ValueUse<Reference>[] {
  return valuesOf(step).flatMap(({ value, ...use }) => (isReference(value) ? [{ ...use, value }] : []));
}

/** Is the value a reference, rather than a constant? */
export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && !Array.isArray(value);
}

import { pointerOf } from './pointer.ts';
import type { Scalar, Step, Value } from '../model.ts';

export type Reference = Exclude<Value, Scalar | readonly Scalar[]>;

/** The references among the step's arguments, in their order, with their pointers from the step. */
export function referencesOf(step: Step): { readonly pointer: string; readonly argument: string; readonly value: Reference }[] {
  if (step.kind !== 'glueJob') return [];
  return Object.entries(step.with.args).flatMap(([argument, value]) =>
    isReference(value) ? [{ pointer: `/with/args${pointerOf(argument)}`, argument, value }] : [],
  );
}

/** Is the value a reference, rather than a constant? */
export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && !Array.isArray(value);
}

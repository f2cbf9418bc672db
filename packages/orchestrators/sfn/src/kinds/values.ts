import type { Prop, Scalar, Value } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { secretReference } from '@millrace/workload';
import { constant, field, query } from '../compile/expression.ts';
import type { Place } from './builder.ts';
import { outputExpression } from './outputs.ts';

/** A text that is known, or the JSONata that gives it in the run. */
export type Told = { readonly text: string } | { readonly jsonata: string };

/** A value as text: what arguments of jobs, messages and parameters of automations are. */
export function told(value: Value, place: Place): Told {
  if (typeof value !== 'object' || isList(value)) return { text: argumentText(value) };
  if ('run' in value) return { jsonata: `$run.${value.run}` };
  if ('secret' in value) return { text: secretReference(value.secret) };
  if ('output' in value) return { jsonata: outputExpression(value, place.pipeline.steps, 'text') };
  const path = `$params.${field(value.param)}`;
  const type = place.pipeline.params[value.param]?.type;
  return { jsonata: type === 'integer' || type === 'double' || type === 'boolean' ? `$string(${path})` : path };
}

/** The same as a field of a state. */
export function textField(value: Value, place: Place): string {
  const found = told(value, place);
  return 'text' in found ? constant(found.text) : query(found.jsonata);
}

/** A value as a field of a state that keeps its type: what the payload of a function is made of. */
export function typedField(value: Value, place: Place): Prop {
  if (typeof value !== 'object') return scalarField(value);
  if (isList(value)) return value.map(scalarField);
  if ('param' in value) return query(`$params.${field(value.param)}`);
  if ('output' in value) return query(outputExpression(value, place.pipeline.steps, 'typed'));
  return textField(value, place);
}

const scalarField = (value: Scalar): Scalar => (typeof value === 'string' ? constant(value) : value);

// Array.isArray does not narrow readonly arrays.
export const isList = (value: object): value is readonly Scalar[] => Array.isArray(value);

import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { isArray, isObject, member } from '../json.ts';
import { shown } from './limits.ts';
import type { Path, Step } from './syntax.ts';

/**
 * `whole` with `value` at the place that a reference names: what ResultPath does. Members that are not there are made, as objects;
 * `whole` itself stays as it is.
 *
 * @throws {StateError} States.ReferencePathConflict when the place cannot be made: a member of something that is no object, or an
 * item that is not there. That is the name which executions on AWS end with; the Amazon States Language specification, "Predefined
 * Error Codes", calls it States.ResultPathMatchFailure.
 * @example placeAt(compilePath('$.a.b'), { c: 1 }, 2) // { c: 1, a: { b: 2 } }
 */
export function placeAt(path: Path, whole: Json, value: Json): Json {
  const around: { readonly step: Step; readonly of: Json }[] = [];
  let at: Json | undefined = whole;
  for (const step of path.steps) {
    const of: Json = at === undefined ? {} : at;
    at = inside(step, of);
    around.push({ step, of });
  }
  return around.reduceRight<Json>((placed, { step, of }) => withPlaced(step, of, placed), value);
}

function inside(step: Step, of: Json): Json | undefined {
  if (step.to === 'name' && isObject(of)) return member(of, step.name);
  if (step.to === 'index' && isArray(of)) {
    const item = of.at(step.index);
    if (item !== undefined) return item;
  }
  throw conflict(step, of);
}

/** The error that Step Functions ends with when a reference does not fit the value. `step` is the one that does not. */
export function conflict(step: Step | undefined, of: Json): StateError {
  const name = step?.to === 'name' ? step.name : step?.to === 'index' ? String(step.index) : '$';
  return new StateError(errorNames.referencePath, `Unable to apply step "${name}" to input ${shown(of)}`);
}

function withPlaced(step: Step, of: Json, placed: Json): Json {
  if (isArray(of) && step.to === 'index') return of.with(step.index, placed);
  const members: readonly (readonly [string, Json])[] = isObject(of) ? Object.entries(of) : [];
  // From a Map, so that a member named __proto__ is a member like others and a replaced one keeps its place.
  return Object.fromEntries(new Map([...members, [step.to === 'name' ? step.name : '', placed]]));
}

import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { callIntrinsic, compileIntrinsic, isIntrinsic } from '../intrinsics/index.ts';
import { compilePath } from './compile.ts';
import { shown } from './limits.ts';
import { conflict } from './place.ts';
import { find, rootValue, type Miss } from './read.ts';
import type { PathScope } from './scope.ts';
import { PathSyntaxError, type Path, type Step } from './syntax.ts';

/** Fields that may hold a call instead of a path. Source: Step Functions developer guide, "Fail state". */
const callable: readonly string[] = ['ErrorPath', 'CausePath'];

/**
 * What a field such as InputPath, ItemsPath or SecondsPath leads to: by a path, or in ErrorPath and CausePath by an intrinsic function.
 *
 * @throws {StateError} with the name and cause that executions on AWS end with for that field: States.Runtime, and for ItemsPath
 * States.ReferencePathConflict.
 * @example valueAt('$.wait.seconds', scope, 'SecondsPath')
 */
export function valueAt(source: string, scope: PathScope, field: string): Json {
  if (callable.includes(field) && isIntrinsic(source)) return callIntrinsic(compileIntrinsic(source), scope);
  const path = compiledFor(source, field);
  const found = find(path, scope);
  if (!('missing' in found)) return found.value;
  throw missed(path, found, scope, field);
}

/**
 * The path of a field, for a state at work.
 *
 * @throws {StateError} States.Runtime when the text is no path. A definition that was checked has none such.
 * @example placeAt(compiledFor('$.result', 'ResultPath'), input, result)
 */
export function compiledFor(source: string, field: string): Path {
  try {
    return compilePath(source);
  } catch (error) {
    if (error instanceof PathSyntaxError) throw new StateError(errorNames.runtime, `The value for the field '${field}' must be a valid JSONPath: ${error.message}`);
    throw error;
  }
}

function missed(path: Path, miss: Miss, scope: PathScope, field: string): StateError {
  if (field === 'ItemsPath') return conflict(miss.steps.at(-1), miss.value);
  if (callable.includes(field)) return notFound(path, scope, field);
  if (field === 'SecondsPath' || field === 'TimestampPath') {
    return new StateError(errorNames.runtime, `The ${field} parameter does not reference an input value: ${path.source}`);
  }
  return new StateError(errorNames.runtime, `Invalid path '${path.source}' : ${reason(miss, path)}`);
}

/** The error of a payload template. Source: the causes that executions on AWS end with. */
export function notFound(path: Path, scope: PathScope, field: string): StateError {
  return new StateError(errorNames.runtime, `The JSONPath '${path.source}' specified for the field '${field}' could not be found in the input '${shown(inputOf(path, scope))}'`);
}

/** What a cause calls the input of a path. */
function inputOf(path: Path, scope: PathScope): Json {
  return rootValue(path, scope) ?? scope.input;
}

/** Why a path leads nowhere, in the words of the library that Step Functions reads paths with. */
function reason(miss: Miss, path: Path): string {
  const place = (steps: readonly Step[]): string => `$${steps.map(written).join('')}`;
  if (miss.missing === 'variable') return `The variable '$${path.variable ?? ''}' has no value`;
  if (miss.missing === 'array') return `Filter: ${written(miss.steps.at(-1))} can only be applied to arrays. Current context is: ${shown(miss.value)}`;
  if (miss.missing === 'object') return `Expected to find an object with property ${written(miss.steps.at(-1))} in path ${place(miss.steps.slice(0, -1))}`;
  const whole = miss.missing === 'index' || miss.steps.length === path.steps.length;
  return whole ? `No results for path: ${place(path.steps)}` : `Missing property in path ${place(miss.steps)}`;
}

/** A step in the bracket notation of causes: `['name']`, `[0]`. Only steps that lead to one place can miss it. */
function written(step: Step | undefined): string {
  if (step?.to === 'index') return `[${step.index}]`;
  const names = step?.to === 'name' ? [step.name] : step?.to === 'names' ? step.names : [];
  return `[${names.map((name) => `'${name}'`).join(',')}]`;
}

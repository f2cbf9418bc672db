import type { Json } from '../engine-types.ts';
import { errorNames, StateError } from '../engine/errors.ts';
import { shown } from '../json-path/limits.ts';
import { find, rootValue, type Miss } from '../json-path/read.ts';
import type { PathScope } from '../json-path/scope.ts';
import type { Path } from '../json-path/syntax.ts';
import { InvalidArguments, invalid } from './failure.ts';
import { functions } from './functions.ts';
import type { Argument, Intrinsic } from './syntax.ts';

/**
 * Calls an intrinsic function, after those in its arguments.
 *
 * @throws {StateError} States.Runtime when a path of an argument leads nowhere or a function does not take its arguments. That is the
 * name which executions on AWS end with; the Amazon States Language specification calls it States.IntrinsicFailure. The cause names the
 * whole call as it is written.
 * @example callIntrinsic(compileIntrinsic('States.MathAdd($.n, 1)'), scope) // 4 when n of the input is 3
 */
export function callIntrinsic(intrinsic: Intrinsic, scope: PathScope): Json {
  try {
    return result(intrinsic, scope);
  } catch (error) {
    if (!(error instanceof InvalidArguments)) throw error;
    throw new StateError(errorNames.runtime, `The function '${intrinsic.source}' had the following error: ${error.message}`);
  }
}

function result({ name, args }: Intrinsic, scope: PathScope): Json {
  const known = functions.get(name);
  if (known === undefined || args.length < known.takes[0] || args.length > known.takes[1]) throw invalid(name);
  const payload = scope.bounds?.payload(0);
  const values = args.map((arg) => {
    const value = valueOf(arg, scope);
    return payload?.add(value) ?? value;
  });
  if (payload !== undefined && !known.looks) scope.bounds?.walk(payload.weight);
  return known.call(values, scope.world, args);
}

function valueOf(arg: Argument, scope: PathScope): Json {
  switch (arg.is) {
    case 'constant':
    case 'text':
      return arg.value;
    case 'call':
      return result(arg.call, scope);
    case 'path': {
      const found = find(arg.path, scope);
      if ('missing' in found) throw new InvalidArguments(whyMissing(arg.path, found, scope));
      return found.value;
    }
  }
}

function whyMissing(path: Path, miss: Miss, scope: PathScope): string {
  const input = rootValue(path, scope) ?? scope.input;
  const step = miss.steps.at(-1);
  if (miss.missing === 'array' && step?.to === 'index') return `Filter: [${step.index}] can only be applied to arrays. Current context is: ${shown(miss.value)}`;
  return `The JsonPath argument for the field '${path.source}' could not be found in the input '${shown(input)}'`;
}

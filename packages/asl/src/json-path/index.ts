import type { Json } from '../engine-types.ts';
import type { JsonObject } from '../json.ts';
import type { PathScope } from './scope.ts';
import { PathSyntaxError, type Path } from './syntax.ts';

export type { PathScope } from './scope.ts';
export { PathSyntaxError, type Path, type Step } from './syntax.ts';

/** @throws {PathSyntaxError} with `offset` */
export function compilePath(source: string): Path {
  throw new PathSyntaxError(`No path: ${source}`, 0);
}

/** undefined: a reference path leads nowhere; other paths give an array. */
export function readPath(path: Path, _scope: PathScope): Json | undefined {
  throw new PathSyntaxError(`No path: ${path.source}`, 0);
}

/** @throws {StateError} States.ResultPathMatchFailure */
export function placeAt(path: Path, _whole: Json, _value: Json): Json {
  throw new PathSyntaxError(`No path: ${path.source}`, 0);
}

/** @throws {StateError} as AWS names it */
export function fillTemplate(_template: Json, _scope: PathScope, field: string): Json {
  throw new PathSyntaxError(`No template: ${field}`, 0);
}

export function valueAt(source: string, _scope: PathScope, _field: string): Json {
  throw new PathSyntaxError(`No path: ${source}`, 0);
}

export function choiceHolds(_rule: JsonObject, _scope: PathScope): boolean {
  throw new PathSyntaxError('No rule', 0);
}

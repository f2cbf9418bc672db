import type { Json } from '../engine-types.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { MockProblem } from './types.ts';

export type Tell = (pointer: string, message: string, hint: string, severity?: MockProblem['severity']) => void;

/** Tells what is no object, or is not there. */
export function objectAt(json: Json, at: string, what: string, tell: Tell): JsonObject | null {
  if (isObject(json)) return json;
  tell(at, `${what} ${json === null ? 'is missing' : 'must be an object'}.`, 'Write it as { "name": … }.');
  return null;
}

import type { Position } from '../problem.ts';
import { pointerOf, segmentsOf } from '../util/pointer.ts';

// Fields of the author's flat steps, and where the normalised form keeps them.
const MOVED: Readonly<Record<string, readonly string[]>> = {
  job: ['with', 'use'],
  crawler: ['with', 'use'],
  function: ['with', 'use'],
  for: ['with', 'seconds'],
  timeout: ['timeoutSeconds'],
  ...Object.fromEntries(['type', 'script', 'args', 'database', 's3', 'topic', 'document'].map((field) => [field, ['with', field]])),
};

/**
 * The pointer into the normalised pipeline of what stands at a pointer of the author's form. `stepKeys` are the names of the
 * steps where the author wrote them as a mapping.
 */
export function normalisedPointer(pointer: string, stepKeys: ReadonlyMap<string, number> | null): string {
  const [top = '', ...rest] = segmentsOf(pointer);
  if (top === 'onFailure' || top === 'finally') return pointerOf(top, ...moved(rest));
  if (top !== 'steps' || rest.length === 0) return pointer;
  const [step = '', ...fields] = rest;
  return pointerOf(top, stepKeys?.get(step) ?? step, ...moved(fields));
}

function moved([field, ...rest]: readonly string[]): readonly string[] {
  if (field === undefined) return [];
  if (field === 'retry' && rest[0] === 'delay') return ['retry', 'delaySeconds'];
  return [...(Object.hasOwn(MOVED, field) ? (MOVED[field] ?? []) : [field]), ...rest];
}

/** Origins under the pointers of the normalised form; keys of a mapping of steps are the places of their names too. */
export function normalisedOrigins(origins: ReadonlyMap<string, Position>, stepKeys: ReadonlyMap<string, number> | null): Map<string, Position> {
  const result = new Map<string, Position>();
  for (const [pointer, position] of origins) result.set(normalisedPointer(pointer, stepKeys), position);
  return result;
}

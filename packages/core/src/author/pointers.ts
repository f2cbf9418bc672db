import type { Position } from '../problem.ts';
import { segmentOf } from '../util/pointer.ts';

// Fields of the author's flat steps, and where the normalised form keeps them.
const MOVED: ReadonlyMap<string, string> = new Map([
  ['job', 'with/use'],
  ['crawler', 'with/use'],
  ['function', 'with/use'],
  ['for', 'with/seconds'],
  ['timeout', 'timeoutSeconds'],
  ...['type', 'script', 'args', 'settings', 'waitFor', 'database', 's3', 'payload', 'topic', 'subject', 'message', 'document', 'parameters'].map((field) => [field, `with/${field}`] as const),
  ...['jdbc', 'dynamoDb', 'catalogTables'].map((field) => [field, `with/targets/${field}`] as const),
]);

/**
 * The pointer into the normalised pipeline of what stands at a pointer of the author's form. `stepKeys` are the names of the
 * steps where the author wrote them as a mapping.
 */
export function normalisedPointer(pointer: string, stepKeys: ReadonlyMap<string, number> | null): string {
  // Segments stay escaped: there may be a place for every word of a large file, and field names have nothing to escape.
  const parts = pointer.split('/');
  const top = parts[1];
  if (top !== 'steps' && top !== 'onFailure' && top !== 'finally') return pointer;
  const key = parts[2];
  if (top === 'steps' && key !== undefined && stepKeys !== null) parts[2] = String(stepKeys.get(segmentOf(key)) ?? key);
  const at = top === 'steps' ? 3 : 2;
  const field = parts[at];
  if (field === 'retry' && parts[at + 1] === 'delay') parts[at + 1] = 'delaySeconds';
  if (field !== undefined) parts[at] = MOVED.get(field) ?? field;
  return parts.join('/');
}

/** Origins under the pointers of the normalised form; keys of a mapping of steps are the places of their names too. */
export function normalisedOrigins(origins: ReadonlyMap<string, Position>, stepKeys: ReadonlyMap<string, number> | null): Map<string, Position> {
  const result = new Map<string, Position>();
  for (const [pointer, position] of origins) result.set(normalisedPointer(pointer, stepKeys), position);
  return result;
}

import type { Json } from '../engine-types.ts';
import { isArray, member, textOf } from '../json.ts';

/** The token of a task: names its execution and its id there, so that a host needs no table of tokens. */
export function tokenOf(context: Json, task: string): string {
  const text = JSON.stringify([textOf(member(member(context, 'Execution'), 'Id')), task]);
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** The execution (its `Execution.Id` in the context object) and the task that a token names; null when it is no token of this engine. */
export function readToken(token: string): { readonly execution: string; readonly task: string } | null {
  try {
    const parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Json; // JSON.parse gives any
    if (!isArray(parts) || parts.length !== 2 || typeof parts[0] !== 'string' || typeof parts[1] !== 'string') return null;
    return { execution: parts[0], task: parts[1] };
  } catch {
    // No JSON, so no token either: the caller tells its user.
    return null;
  }
}

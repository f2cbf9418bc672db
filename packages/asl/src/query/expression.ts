import jsonata from 'jsonata';

/** The text between `{%` and `%}`, or null: then the string is a constant. Blanks outside the marks make it one, too. */
export function expressionIn(text: string): string | null {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : null;
}

export interface QueryLimits {
  /** Milliseconds that one expression may run. */
  readonly expressionMs: number;
  /** How deep evaluation may nest. */
  readonly expressionDepth: number;
  /** Longest sequence that an expression may build. */
  readonly sequenceItems: number;
}

export interface Compiled {
  readonly source: string;
  /** Names after `$` in the text: all that has to be bound. May hold more than are variables. */
  readonly names: readonly string[];
  readonly expression: jsonata.Expression;
}

/** Throws what jsonata throws for a syntax error: an object with `message` and `position`. */
export function compile(source: string, limits: QueryLimits): Compiled {
  const expression = jsonata(source, { timeout: limits.expressionMs, stack: limits.expressionDepth, sequence: limits.sequenceItems });
  return { source, names: namesIn(source), expression };
}

export function namesIn(source: string): readonly string[] {
  return [...new Set(Array.from(source.matchAll(/\$([\p{L}_][\p{L}\p{N}_]*)/gu), (found) => found[1] ?? ''))];
}

export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') return error.message;
  return String(error);
}

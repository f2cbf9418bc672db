import jsonata from 'jsonata';
import { bounded } from './bounded.ts';
import { Guard, type QueryLimits } from './guard.ts';
import { boundedRegex } from './regex/engine.ts';

export type { QueryLimits } from './guard.ts';

/** The text between `{%` and `%}`, or null: then the string is a constant. Blanks outside the marks make it one, too. */
export function expressionIn(text: string): string | null {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : null;
}

export interface Compiled {
  readonly source: string;
  /** Names after `$` in the text: all that has to be bound. May hold more than are variables. */
  readonly names: readonly string[];
  readonly expression: jsonata.Expression;
  readonly guard: Guard;
}

// jsonata looks up the hook that it calls after each part under this symbol; its types know names only.
const afterEach = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** Throws what jsonata throws for a syntax error: an object with `message` and `position`. */
export function compile(source: string, limits: QueryLimits): Compiled {
  const guard = new Guard(limits);
  const expression = jsonata(source, {
    timeout: limits.expressionMs,
    stack: limits.expressionDepth,
    sequence: limits.sequenceItems,
    RegexEngine: boundedRegex(guard),
  });
  expression.assign(afterEach, (_part: unknown, _input: unknown, _scope: unknown, result: unknown) => guard.check(result));
  for (const { name, implementation, signature } of bounded(guard)) expression.registerFunction(name, implementation, signature);
  return { source, names: namesIn(source), expression, guard };
}

const parsing = { RegexEngine: boundedRegex(new Guard({ expressionMs: 0, expressionDepth: 0, sequenceItems: 0 })) };

/** The tree of an expression that is not going to run. Throws as `compile` does. */
export function treeOf(source: string): unknown {
  return jsonata(source, parsing).ast();
}

export function namesIn(source: string): readonly string[] {
  return [...new Set(Array.from(source.matchAll(/\$([\p{L}_][\p{L}\p{N}_]*)/gu), (found) => found[1] ?? ''))];
}

export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string') return error.message;
  return String(error);
}

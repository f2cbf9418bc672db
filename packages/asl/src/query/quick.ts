import type jsonata from 'jsonata';
import type { Json } from '../engine-types.ts';
import { isArray, isObject } from '../json.ts';
import type { Scope } from './evaluator.ts';

/** The value, without jsonata; undefined when only jsonata can tell. */
export type Quick = (scope: Scope) => Json | undefined;

/**
 * The plainest expressions, which are most of those that machines are made of: a path of names from a variable, constants, and comparisons
 * and sums of these. Whatever could mean more in JSONata (an array on the way, a name that leads nowhere, other types) is left to jsonata,
 * so that the results are the same. null: the expression is not of this kind.
 */
export function quick(ast: jsonata.ExprNode): Quick | null {
  // The types of the tree leave out what the parser writes for operators; `Part` names what is used here.
  return part(ast as unknown as Part);
}

interface Part {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Part[];
  readonly lhs?: Part;
  readonly rhs?: Part;
  readonly predicate?: unknown;
  readonly stages?: unknown;
  readonly group?: unknown;
  readonly focus?: unknown;
  readonly index?: unknown;
  readonly ancestor?: unknown;
  readonly keepArray?: unknown;
  readonly keepSingletonArray?: unknown;
}

function part(node: Part): Quick | null {
  if ([node.predicate, node.stages, node.group, node.focus, node.index, node.ancestor, node.keepArray, node.keepSingletonArray].some((more) => more !== undefined && more !== false)) return null;
  switch (node.type) {
    case 'number':
    case 'string':
      return constant(node.value);
    case 'value':
      return constant(node.value);
    case 'variable':
      return path([node]);
    case 'path':
      return node.steps === undefined ? null : path(node.steps);
    case 'binary':
      return binary(node);
    default:
      return null;
  }
}

function constant(value: unknown): Quick | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null ? () => value : null;
}

function path(steps: readonly Part[]): Quick | null {
  const [first, ...rest] = steps;
  if (first?.type !== 'variable' || typeof first.value !== 'string' || first.value === '' || first.value === '$') return null;
  const bare = (step: Part): boolean => Object.keys(step).every((key) => key === 'type' || key === 'value' || key === 'position');
  if (!bare(first) || !rest.every((step) => step.type === 'name' && bare(step))) return null;
  const variable = first.value;
  const names = rest.map(({ value }) => String(value));
  return (scope) => {
    let value: Json | undefined = variable === 'states' ? scope.states : scope.variable(variable);
    for (const name of names) {
      if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    // Arrays become sequences on the way through jsonata, and an object may be `$states` itself.
    return value === undefined || (names.length > 0 && isArray(value)) || variable === 'states' && names.length === 0 ? undefined : value;
  };
}

function binary({ value, lhs, rhs }: Part): Quick | null {
  const left = lhs === undefined ? null : part(lhs);
  const right = rhs === undefined ? null : part(rhs);
  const act = typeof value === 'string' && Object.hasOwn(operators, value) ? operators[value] : undefined;
  if (left === null || right === null || act === undefined) return null;
  return (scope) => {
    const [a, b] = [left(scope), right(scope)];
    return a === undefined || b === undefined ? undefined : act(a, b);
  };
}

const isPlain = (value: Json): value is string | number | boolean | null => typeof value !== 'object' || value === null;

function numbers(act: (a: number, b: number) => number): (a: Json, b: Json) => Json | undefined {
  return (a, b) => {
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    const result = act(a, b);
    return Number.isFinite(result) ? (Object.is(result, -0) ? 0 : result) : undefined;
  };
}

function ordered(act: (a: string | number, b: string | number) => boolean): (a: Json, b: Json) => Json | undefined {
  return (a, b) => ((typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string') ? act(a, b) : undefined);
}

const operators: Readonly<Record<string, (a: Json, b: Json) => Json | undefined>> = {
  '=': (a, b) => (isPlain(a) && isPlain(b) ? a === b : undefined),
  '!=': (a, b) => (isPlain(a) && isPlain(b) ? a !== b : undefined),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  '+': numbers((a, b) => a + b),
  '-': numbers((a, b) => a - b),
  '*': numbers((a, b) => a * b),
  '&': (a, b) => (typeof a === 'string' && typeof b === 'string' ? a + b : undefined),
  and: (a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a && b : undefined),
  or: (a, b) => (typeof a === 'boolean' && typeof b === 'boolean' ? a || b : undefined),
};

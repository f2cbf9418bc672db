import type { NamedPlace, Node, Param } from '../ast.ts';

export interface Entry {
  readonly value: Value;
  /** True when a condition decides whether it is in the list. */
  readonly maybe: boolean;
}
/** Shared by all names of it, as in both languages: what is appended under one name is seen under the other. */
export interface ListValue {
  readonly kind: 'list';
  readonly entries: Entry[];
  /** The offset of what could not be read, or null. */
  open: number | null;
  readonly depth: number;
}
export interface OptionsValue {
  readonly kind: 'options';
  readonly keys: Set<string>;
  open: boolean;
  /** What the script put in place of an argument's text. */
  readonly written: Map<string, Value>;
  /** True when something was put under a key that is not known: any of them may hold it. */
  blurred: boolean;
}
export interface ArgvValue {
  readonly kind: 'argv';
  readonly added: ReadonlySet<string>;
  readonly dropsFirst: boolean;
}
export interface FunctionValue {
  readonly kind: 'function';
  readonly params: readonly Param[];
  readonly body: Node;
  readonly scope: Scope;
  readonly self: Value | null;
  readonly expression: boolean;
}
export type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly type: 'number' | 'boolean' }
  /** A call with its first arguments: `functools.partial(…)`. */
  | { readonly kind: 'partial'; readonly callee: Value; readonly positional: readonly Value[]; readonly named: ReadonlyMap<string, Value> }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | ArgvValue
  | ListValue
  | OptionsValue
  /** The text of one argument; `oneOfMany` when a loop goes through several: as a truth it is a question whether there is one. */
  | { readonly kind: 'option'; readonly name: string; readonly oneOfMany?: boolean }
  | { readonly kind: 'dict'; readonly entries: Map<string, Entry & { readonly at: number }>; open: boolean }
  | { readonly kind: 'path'; readonly path: string }
  | FunctionValue
  | { readonly kind: 'class'; readonly methods: readonly FunctionValue[]; readonly object: Value }
  /** `annotated`: names with a type in the body of its class; `unsettled`: parts that several methods set. */
  | { readonly kind: 'object'; readonly fields: Map<string, Value>; readonly annotated: readonly NamedPlace[]; readonly unsettled: ReadonlySet<string> }
  /** True only when these names are given. */
  | { readonly kind: 'fact'; readonly yes: ReadonlySet<string>; readonly no: ReadonlySet<string> };

export type DictValue = Extract<Value, { kind: 'dict' }>;
export type Dictionary = OptionsValue | DictValue;

/** Names of one function, and of what is around it. */
export interface Scope {
  names: Map<string, Value>;
  readonly outer: Scope | null;
}

export const UNKNOWN: Value = { kind: 'unknown' };
export const NUMBER: Value = { kind: 'constant', type: 'number' };

/** Texts longer than this are no names, and doubling them again and again would fill the memory. */
export const LONGEST = 10_000;

/** No script asks for more names; each way that a script takes is followed with its whole list. */
export const MOST = 500;

/** A known text, if it is short enough to be of use. */
export function text(value: string, at: number): Value {
  return value.length > LONGEST ? UNKNOWN : { kind: 'text', value, at };
}

export function lookup(scope: Scope, name: string): Value | null {
  for (let each: Scope | null = scope; each !== null; each = each.outer) {
    const value = each.names.get(name);
    if (value !== undefined) return value;
  }
  return null;
}

export const isDictionary = (value: Value): value is Dictionary => value.kind === 'options' || value.kind === 'dict';

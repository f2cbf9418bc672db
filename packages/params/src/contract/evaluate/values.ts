import type { Node, Param } from '../ast.ts';

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
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | ArgvValue
  | ListValue
  | OptionsValue
  /** The text of one argument. */
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'dict'; readonly entries: Map<string, Entry & { readonly at: number }>; open: boolean }
  | { readonly kind: 'path'; readonly path: string }
  | FunctionValue
  | { readonly kind: 'class'; readonly methods: readonly FunctionValue[]; readonly object: Value }
  | { readonly kind: 'object'; readonly fields: Map<string, Value> }
  /** True only when these names are given. */
  | { readonly kind: 'fact'; readonly yes: ReadonlySet<string>; readonly no: ReadonlySet<string> };

/** Names of one function, and of what is around it. */
export interface Scope {
  names: Map<string, Value>;
  readonly outer: Scope | null;
}

export const UNKNOWN: Value = { kind: 'unknown' };

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

/** What a name stands for after two ways of getting there. */
export function join(a: Value, b: Value): Value {
  if (a === b || b.kind === 'none') return a;
  if (a.kind === 'none') return b;
  if (a.kind === 'text' && b.kind === 'text' && a.value === b.value) return a;
  if (a.kind === 'option' && b.kind === 'option' && a.name === b.name) return a;
  if (a.kind === 'options' || b.kind === 'options') return joinOptions(a, b);
  if (a.kind === 'list' && b.kind === 'list') return joinLists(a, b);
  if (a.kind === 'argv' && b.kind === 'argv') return { kind: 'argv', added: new Set([...a.added, ...b.added]), dropsFirst: a.dropsFirst && b.dropsFirst };
  if (a.kind === 'dict' && b.kind === 'dict') return { kind: 'dict', entries: new Map([...a.entries, ...b.entries]), open: a.open || b.open };
  return UNKNOWN;
}

function joinOptions(a: Value, b: Value): OptionsValue {
  const keys = (value: Value): Iterable<string> => (value.kind === 'options' ? value.keys : value.kind === 'dict' ? value.entries.keys() : []);
  const open = (value: Value): boolean => (value.kind === 'options' || value.kind === 'dict' ? value.open : true);
  return { kind: 'options', keys: new Set([...keys(a), ...keys(b)]), open: open(a) || open(b) };
}

function joinLists(a: ListValue, b: ListValue): ListValue {
  const texts = (list: ListValue): Set<string> => new Set(list.entries.flatMap(({ value, maybe }) => (value.kind === 'text' && !maybe ? [value.value] : [])));
  const [inA, inB] = [texts(a), texts(b)];
  const seen = new Set<string>();
  const entries = [...a.entries, ...b.entries].flatMap((entry): Entry[] => {
    if (entry.value.kind !== 'text') return [{ ...entry, maybe: true }];
    const { value } = entry.value;
    if (seen.has(value)) return [];
    seen.add(value);
    return [{ value: entry.value, maybe: !(inA.has(value) && inB.has(value)) }];
  });
  const cut = entries[MOST]?.value;
  const open = a.open ?? b.open ?? (cut === undefined ? null : cut.kind === 'text' ? cut.at : 0);
  return { kind: 'list', entries: entries.slice(0, MOST), open, depth: Math.min(a.depth, b.depth) };
}

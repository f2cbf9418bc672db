/** What the two languages have in common, as far as reading of arguments goes. `at` is an offset in the text. */
export type Node =
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  | { readonly kind: 'constant'; readonly at: number; readonly type: 'number' | 'boolean' | 'none' }
  | { readonly kind: 'name'; readonly at: number; readonly id: string }
  | { readonly kind: 'attribute'; readonly at: number; readonly object: Node; readonly name: string }
  | { readonly kind: 'call'; readonly at: number; readonly callee: Node; readonly args: readonly Argument[] }
  /** A list, tuple or set: an item may be spread into it. */
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Item[] }
  /** A null key spreads the value. */
  | { readonly kind: 'dict'; readonly at: number; readonly entries: readonly { readonly key: Node | null; readonly value: Node }[] }
  | { readonly kind: 'binary'; readonly at: number; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not'; readonly at: number; readonly operand: Node }
  | { readonly kind: 'index'; readonly at: number; readonly object: Node; readonly index: Node }
  /** `from` is null when the slice starts at the beginning. */
  | { readonly kind: 'slice'; readonly at: number; readonly object: Node; readonly from: Node | null; readonly whole: boolean }
  | { readonly kind: 'format'; readonly at: number; readonly parts: readonly (string | Node)[] }
  /** A dictionary has a value for each element, its key. */
  | { readonly kind: 'comprehension'; readonly at: number; readonly element: Node; readonly value: Node | null; readonly loops: readonly Loop[] }
  | { readonly kind: 'lambda'; readonly at: number; readonly params: readonly Param[]; readonly body: Node }
  | { readonly kind: 'if'; readonly at: number; readonly test: Node; readonly then: Node; readonly otherwise: Node | null }
  | { readonly kind: 'block'; readonly at: number; readonly body: readonly Node[] }
  /** An import, as the whole path that each new name stands for; `*` for all of a module. */
  | { readonly kind: 'import'; readonly at: number; readonly names: readonly { readonly as: string; readonly path: string }[] }
  | { readonly kind: 'assign'; readonly at: number; readonly target: Node; readonly op: string; readonly value: Node }
  | { readonly kind: 'for'; readonly at: number; readonly target: Node; readonly iter: Node; readonly body: Node }
  /** `catches` names what the handlers catch; '*' for everything. */
  | { readonly kind: 'try'; readonly at: number; readonly body: Node; readonly handlers: readonly { readonly catches: readonly string[]; readonly body: Node }[]; readonly after: Node | null }
  | { readonly kind: 'function'; readonly at: number; readonly name: string; readonly params: readonly Param[]; readonly body: Node }
  /** `annotated`: the fields of a dataclass, in their order. */
  | { readonly kind: 'class'; readonly at: number; readonly name: string; readonly body: Node; readonly app: boolean; readonly annotated: readonly NamedPlace[] }
  | { readonly kind: 'return'; readonly at: number; readonly value: Node | null }
  /** Leaves the block: raise, or continue and break, which stay in the function. */
  | { readonly kind: 'leave'; readonly at: number; readonly value: Node | null; readonly raises: boolean }
  | { readonly kind: 'other'; readonly at: number; readonly children: readonly Node[] };

export interface NamedPlace {
  readonly name: string;
  readonly at: number;
}
export interface Argument {
  readonly name: string | null;
  readonly value: Node;
  readonly spread: boolean;
}
export interface Item {
  readonly value: Node;
  readonly spread: boolean;
}
export interface Loop {
  readonly target: Node;
  readonly iter: Node;
  readonly tests: readonly Node[];
}
export interface Param {
  readonly name: string;
  readonly value: Node | null;
  /** Takes all further words: `*names`, `names: String*`. */
  readonly rest: boolean;
}
/** A text as a tree, with the offsets of what the parser could not read. */
export interface Tree {
  readonly root: Node;
  readonly broken: readonly number[];
}

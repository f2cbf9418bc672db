import type { Node } from '../ast.ts';
import { assign } from './binding.ts';
import { callNode, give, invoke, type Frame } from './calls.ts';
import { dictionary, format, listOfItems, slice } from './collections.ts';
import { Ends } from './ends.ts';
import { comprehension, loop } from './loops.ts';
import { readAttribute, readIndex } from './methods.ts';
import { binary } from './operators.ts';
import type { Recorder } from './recorder.ts';
import { importInto, namesUsed, unsettled } from './shape.ts';
import { block, condition, logic, type Tested } from './tests.ts';
import { attempt } from './tries.ts';
import { lookup, UNKNOWN, type FunctionValue, type Scope, type Value } from './values.ts';

/**
 * Follows a script without running it, as far as names of arguments go: each statement once, both arms of a condition, loops
 * over known lists item by item, functions where they are called. Work is bounded by `steps`.
 */
export class Evaluator {
  readonly recorder: Recorder;
  readonly ends = new Ends();
  readonly #pending: { readonly callee: FunctionValue; readonly name: string }[] = [];
  /** Bodies of functions that were followed. */
  readonly called = new Set<Node>();
  /** What the last look at each condition told. */
  readonly tested = new Map<Node, Tested>();
  /** The words of the job: one list, however it is reached. */
  argv: Value = { kind: 'argv', added: new Set(), dropsFirst: false };
  /** True while functions are followed that nobody in the script calls, in no certain order. */
  anyOrder = false;
  stack = 0;
  frame: Frame = { returned: null };
  /** Tells whether the number at an offset is 0; set by who knows the text. */
  zero: ((at: number) => boolean) | null = null;
  /** How many loops over known items are open. */
  looping = 0;
  readonly #unsettled = new Map<Node, ReadonlySet<string>>();
  #steps: number;
  #nested = 0;

  constructor(recorder: Recorder, steps = 200_000) {
    this.recorder = recorder;
    this.#steps = steps;
  }

  run(root: Node, scope: Scope): void {
    this.eval(root, scope);
    // What nobody calls in this file is called from somewhere else; what only such functions call comes with them.
    const used = new Set<string>();
    namesUsed(root, used);
    this.anyOrder = true;
    for (const roots of [true, false]) {
      for (let at = 0; at < this.#pending.length; at += 1) {
        const next = this.#pending[at];
        if (next === undefined || this.called.has(next.callee.body) || (roots && used.has(next.name))) continue;
        invoke(this, next.callee, { positional: [], named: new Map(), spread: false });
      }
    }
  }

  eval(node: Node, scope: Scope): Value {
    this.#steps -= 1;
    if (this.#steps < 0 || this.#nested > 1200) {
      this.recorder.gaveUp = true;
      return UNKNOWN;
    }
    this.#nested += 1;
    const value = this.#evaluate(node, scope);
    this.#nested -= 1;
    return value;
  }

  /** Copies are work too: many names in many conditions would take longer than the script is worth. */
  copy(names: ReadonlyMap<string, Value>): Map<string, Value> {
    this.#steps -= Math.ceil(names.size / 32);
    return new Map(names);
  }

  #evaluate(node: Node, scope: Scope): Value {
    switch (node.kind) {
      case 'text':
        this.recorder.hear(node.value);
        return { kind: 'text', value: node.value, at: node.at };
      case 'constant': return node.type === 'none' ? { kind: 'none' } : { kind: 'constant', type: node.type };
      case 'name': return this.#name(node, scope);
      case 'attribute': return this.#touched(readAttribute(this, node, this.eval(node.object, scope)));
      case 'index': return readIndex(this, node, this.eval(node.object, scope), this.eval(node.index, scope));
      case 'slice': return slice(this, node, scope);
      case 'call': return callNode(this, node, scope);
      case 'list': return listOfItems(this, node.at, node.items.map(({ value, spread }) => ({ value: this.eval(value, scope), spread, at: value.at })));
      case 'dict': return dictionary(this, node, scope);
      case 'binary': return ['and', '&&', 'or', '||'].includes(node.op) ? logic(this, node, scope) : binary(this, node, scope);
      case 'not': {
        const value = this.eval(node.operand, scope);
        this.recorder.use(value, node.at, 'truth');
        if (value.kind === 'option') return { kind: 'fact', yes: new Set(), no: new Set([value.name]) };
        return value.kind === 'fact' ? { kind: 'fact', yes: value.no, no: value.yes } : UNKNOWN;
      }
      case 'format': return format(this, node, scope);
      case 'comprehension': return comprehension(this, node, scope);
      case 'lambda': return { kind: 'function', params: node.params, body: node.body, scope, self: null, expression: true };
      case 'if': return condition(this, node, scope);
      case 'block': return block(this, node.body, scope);
      case 'import':
        importInto(scope, node.names);
        return UNKNOWN;
      case 'assign': return assign(this, node, scope);
      case 'for': return loop(this, node, scope);
      case 'try': return attempt(this, node, scope);
      case 'function': return this.#function(node, scope);
      case 'class': return this.#class(node, scope);
      case 'return': return give(this, node.value === null ? UNKNOWN : this.eval(node.value, scope));
      case 'leave':
        if (node.value !== null) this.eval(node.value, scope);
        return UNKNOWN;
      case 'other':
        for (const child of node.children) this.eval(child, scope);
        return UNKNOWN;
    }
  }

  #name(node: Extract<Node, { kind: 'name' }>, scope: Scope): Value {
    const value = lookup(scope, node.id) ?? { kind: 'path', path: node.id };
    if (value.kind === 'option') this.recorder.see(value.name);
    if (value.kind === 'path' && this.recorder.scala && value.path === 'Nil') return { kind: 'list', entries: [], open: null, depth: this.recorder.depth };
    if (value.kind === 'path' && this.recorder.scala && value.path === 'None') return { kind: 'none' };
    return this.#touched(value.kind === 'path' && value.path === 'sys.argv' ? this.argv : value);
  }

  #touched(value: Value): Value {
    if (value.kind === 'argv' || value.kind === 'options') this.recorder.touch();
    return value;
  }

  #function(node: Extract<Node, { kind: 'function' }>, scope: Scope): Value {
    const callee: FunctionValue = { kind: 'function', params: node.params, body: node.body, scope, self: scope.names.get('self') ?? null, expression: false };
    scope.names.set(node.name, callee);
    this.ends.define(node.name, node.body);
    this.#pending.push({ callee, name: node.name });
    return callee;
  }

  /** A class in a loop is looked through once. */
  #unsettledIn(body: Node): ReadonlySet<string> {
    const known = this.#unsettled.get(body) ?? unsettled(body);
    this.#unsettled.set(body, known);
    return known;
  }

  #class(node: Extract<Node, { kind: 'class' }>, scope: Scope): Value {
    const object: Value = { kind: 'object', fields: new Map(), annotated: node.annotated, unsettled: this.#unsettledIn(node.body) };
    const inner: Scope = { names: new Map([['self', object], ['this', object], ['cls', object]]), outer: scope };
    if (node.app) inner.names.set('args', this.argv);
    this.eval(node.body, inner);
    const own = [...inner.names].filter(([name]) => !['self', 'this', 'cls'].includes(name));
    const methods = own.flatMap(([, value]) => (value.kind === 'function' ? [value] : []));
    for (const [name, value] of own) object.fields.set(name, value);
    const value: Value = { kind: 'class', methods, object };
    scope.names.set(node.name, value);
    return value;
  }
}

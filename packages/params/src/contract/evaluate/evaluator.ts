import type { Argument, Node, Param } from '../ast.ts';
import { callBuiltIn } from './built-ins.ts';
import { append, dictionary, format, listOfItems, slice } from './collections.ts';
import { callMethod, readAttribute, readIndex } from './methods.ts';
import { binary, plus } from './operators.ts';
import type { Recorder } from './recorder.ts';
import { argvNames, isMain, leaves, merged, namesUsed, recovers } from './shape.ts';
import { join, lookup, UNKNOWN, type Entry, type FunctionValue, type ListValue, type Scope, type Value } from './values.ts';

export interface Given {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly spread: boolean;
}
/** Names that are given when a test is true, and when it is false. */
interface Tested {
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  readonly value: Value;
}
interface Frame {
  returned: Value | null;
}
const ARGUMENT_ERRORS = /(^|\.)(\*|Exception|BaseException|GlueArgumentError|Throwable|NonFatal)$/;
const KEY_ERRORS = /(^|\.)(\*|Exception|BaseException|KeyError|LookupError|NoSuchElementException|Throwable|NonFatal|ValueError|TypeError|NumberFormatException)$/;

/**
 * Follows a script without running it, as far as names of arguments go: each statement once, both arms of a condition, loops
 * over known lists item by item, functions where they are called. Work is bounded by `steps`.
 */
export class Evaluator {
  readonly recorder: Recorder;
  readonly #pending: { readonly callee: FunctionValue; readonly name: string }[] = [];
  readonly #called = new Set<Node>();
  #stack = 0;
  /** The words of the job: one list, however it is reached. */
  argv: Value = { kind: 'argv', added: new Set(), dropsFirst: false };
  #steps: number;
  #nested = 0;
  #frame: Frame = { returned: null };

  constructor(recorder: Recorder, steps = 200_000) {
    this.recorder = recorder;
    this.#steps = steps;
  }

  run(root: Node, scope: Scope): void {
    this.eval(root, scope);
    // What nobody calls in this file is called from somewhere else; what only such functions call comes with them.
    const used = new Set<string>();
    namesUsed(root, used);
    for (const roots of [true, false]) {
      for (let at = 0; at < this.#pending.length; at += 1) {
        const next = this.#pending[at];
        if (next === undefined || this.#called.has(next.callee.body) || (roots && used.has(next.name))) continue;
        this.invoke(next.callee, { positional: [], named: new Map(), spread: false });
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

  #evaluate(node: Node, scope: Scope): Value {
    switch (node.kind) {
      case 'text':
        this.recorder.hear(node.value);
        return { kind: 'text', value: node.value, at: node.at };
      case 'constant': return node.type === 'none' ? { kind: 'none' } : { kind: 'constant', type: node.type };
      case 'name': {
        const value = lookup(scope, node.id) ?? { kind: 'path', path: node.id };
        return this.#touched(value.kind === 'path' && value.path === 'sys.argv' ? this.argv : value);
      }
      case 'attribute': return this.#touched(readAttribute(this, node, this.eval(node.object, scope)));
      case 'index': return readIndex(this, node.at, this.eval(node.object, scope), this.eval(node.index, scope), node.index);
      case 'slice': return slice(this, node, scope);
      case 'call': return this.#call(node, scope);
      case 'list': return listOfItems(this, node.at, node.items.map(({ value, spread }) => ({ value: this.eval(value, scope), spread, at: value.at })));
      case 'dict': return dictionary(this, node, scope);
      case 'binary': return ['and', '&&', 'or', '||'].includes(node.op) ? this.#logic(node, scope) : binary(this, node, scope);
      case 'not': {
        const value = this.eval(node.operand, scope);
        this.recorder.use(value, node.at, 'truth');
        return value.kind === 'fact' ? { kind: 'fact', yes: value.no, no: value.yes } : UNKNOWN;
      }
      case 'format': return format(this, node, scope);
      case 'comprehension': return this.#comprehension(node, scope);
      case 'lambda': return { kind: 'function', params: node.params, body: node.body, scope, self: null, expression: true };
      case 'if': return this.#if(node, scope);
      case 'block': return this.#block(node.body, scope);
      case 'import':
        for (const { as, path } of node.names) {
          if (as === '*') for (const name of ['getResolvedOptions', 'GlueArgumentError', 'argv', 'GlueArgParser', 'LocalDate']) scope.names.set(name, { kind: 'path', path: path.replace(/[*_]$/, name) });
          else scope.names.set(as, { kind: 'path', path });
        }
        return UNKNOWN;
      case 'assign': return this.#assign(node, scope);
      case 'for': return this.#for(node, scope);
      case 'try': return this.#try(node, scope);
      case 'function': {
        const callee: FunctionValue = { kind: 'function', params: node.params, body: node.body, scope, self: scope.names.get('self') ?? null, expression: false };
        scope.names.set(node.name, callee);
        this.#pending.push({ callee, name: node.name });
        return callee;
      }
      case 'class': return this.#class(node, scope);
      case 'return': {
        const value = node.value === null ? UNKNOWN : this.eval(node.value, scope);
        this.#frame.returned = this.#frame.returned === null ? value : join(this.#frame.returned, value);
        return value;
      }
      case 'leave':
        if (node.value !== null) this.eval(node.value, scope);
        return UNKNOWN;
      case 'other':
        for (const child of node.children) this.eval(child, scope);
        return UNKNOWN;
    }
  }

  #touched(value: Value): Value {
    if (value.kind === 'argv' || value.kind === 'options') this.recorder.touch();
    return value;
  }

  /** Tells whether the number at an offset is 0; set by who knows the text. */
  zero: ((at: number) => boolean) | null = null;

  #logic(node: Extract<Node, { kind: 'binary' }>, scope: Scope): Value {
    const left = this.test(node.left, scope);
    const both = node.op === 'and' || node.op === '&&';
    const right = this.#under(both ? left.yes : left.no, () => this.test(node.right, scope));
    const empty: ReadonlySet<string> = new Set();
    // `given or []` stands for one of the two.
    if (!both && left.yes.size + left.no.size + right.yes.size === 0 && left.value.kind !== 'unknown') return join(left.value, right.value);
    return both ? { kind: 'fact', yes: new Set([...left.yes, ...right.yes]), no: empty } : { kind: 'fact', yes: empty, no: new Set([...left.no, ...right.no]) };
  }

  /** The names that are given when a test is true, and when it is false. */
  test(node: Node, scope: Scope): Tested {
    const { result, texts, touched } = this.recorder.listen(() => this.eval(node, scope));
    if (result.kind === 'fact') return { yes: result.yes, no: result.no, value: result };
    this.recorder.use(result, node.at, 'truth');
    if (result.kind === 'option') return { yes: new Set([result.name]), no: new Set(), value: result };
    return { yes: touched ? new Set(argvNames(this.recorder, texts, result, result)) : new Set(), no: new Set(), value: result };
  }

  #under<T>(names: ReadonlySet<string>, run: () => T): T {
    const before = this.recorder.guarded;
    this.recorder.guarded = new Set([...before, ...names]);
    try {
      return run();
    } finally {
      this.recorder.guarded = before;
    }
  }

  #if(node: Extract<Node, { kind: 'if' }>, scope: Scope): Value {
    if (isMain(node.test)) return this.eval(node.then, scope);
    const facts = this.test(node.test, scope);
    const before = this.#copy(scope.names);
    this.recorder.depth += 1;
    const start = this.recorder.mark();
    const then = this.#under(facts.yes, () => this.eval(node.then, scope));
    const middle = this.recorder.mark();
    const after = scope.names;
    scope.names = this.#copy(before);
    const otherwise = node.otherwise === null ? UNKNOWN : this.#under(facts.no, () => this.eval(node.otherwise ?? node.then, scope));
    const end = this.recorder.mark();
    this.recorder.depth -= 1;
    if (node.otherwise !== null) this.recorder.settle([[start, middle], [middle, end]]);
    const [thenLeaves, elseLeaves] = [leaves(node.then), node.otherwise !== null && leaves(node.otherwise)];
    scope.names = thenLeaves ? scope.names : elseLeaves ? after : merged(after, scope.names);
    return node.otherwise === null ? UNKNOWN : join(then, otherwise);
  }

  /** Copies are work too: many names in many conditions would take longer than the script is worth. */
  #copy(names: ReadonlyMap<string, Value>): Map<string, Value> {
    this.#steps -= Math.ceil(names.size / 32);
    return new Map(names);
  }

  #block(body: readonly Node[], scope: Scope): Value {
    const before = this.recorder.guarded;
    let value: Value = UNKNOWN;
    for (const node of body) {
      value = this.eval(node, scope);
      // After `if '--X' not in sys.argv: return`, X is there.
      if (node.kind === 'if' && node.otherwise === null && leaves(node.then)) this.recorder.guarded = new Set([...this.recorder.guarded, ...this.test(node.test, scope).no]);
    }
    this.recorder.guarded = before;
    return value;
  }

  #assign(node: Extract<Node, { kind: 'assign' }>, scope: Scope): Value {
    const value = this.eval(node.value, scope);
    if (node.op === '=') this.bind(node.target, value, scope);
    else if (node.op.startsWith('+') || node.op.startsWith('|')) {
      const target = this.eval(node.target, scope);
      if (target.kind === 'argv') callMethod(this, node.at, target, 'extend', { positional: [value], named: new Map(), spread: false });
      else if (target.kind === 'list') append(this, target, value, node.op !== ':+=' && value.kind !== 'text', node.at);
      else this.bind(node.target, plus(this, node.at, '+', target, value), scope);
    }
    return value;
  }

  bind(target: Node, value: Value, scope: Scope): void {
    if (target.kind === 'name') scope.names.set(target.id, value);
    else if (target.kind === 'list') {
      const entries = value.kind === 'list' ? value.entries : [];
      target.items.forEach(({ value: each }, index) => this.bind(each, entries[index]?.value ?? UNKNOWN, scope));
    } else if (target.kind === 'attribute') {
      const object = this.eval(target.object, scope);
      if (object.kind === 'object') object.fields.set(target.name, value);
      else if (object.kind === 'path' && object.path === 'sys' && target.name === 'argv') this.argv = value;
    } else if (target.kind === 'index') {
      const object = this.eval(target.object, scope);
      const key = this.eval(target.index, scope);
      if (object.kind === 'options' && key.kind === 'text') object.keys.add(key.value);
      else if (object.kind === 'options') object.open = true;
      else if (object.kind === 'dict' && key.kind === 'text') object.entries.set(key.value, { value, maybe: false, at: key.at });
      else if (object.kind === 'dict') object.open = true;
    }
  }

  #for(node: Extract<Node, { kind: 'for' }>, scope: Scope): Value {
    const items = this.itemsOf(this.eval(node.iter, scope));
    if (items === null) {
      this.recorder.depth += 1;
      this.bind(node.target, UNKNOWN, scope);
      this.eval(node.body, scope);
      this.recorder.depth -= 1;
      return UNKNOWN;
    }
    for (const { value, maybe } of items) {
      if (maybe) this.recorder.depth += 1;
      this.bind(node.target, value, scope);
      this.eval(node.body, scope);
      if (maybe) this.recorder.depth -= 1;
    }
    return UNKNOWN;
  }

  /** The items that a loop goes through, or null when they are not known. */
  itemsOf(value: Value): readonly Entry[] | null {
    if (value.kind === 'argv') this.recorder.escape();
    if (value.kind === 'list' && value.open === null && value.entries.length <= 200) return [...value.entries];
    if (value.kind === 'dict' && !value.open) return [...value.entries].map(([name, { at, maybe }]) => ({ value: { kind: 'text', value: name, at }, maybe }));
    return null;
  }

  #comprehension(node: Extract<Node, { kind: 'comprehension' }>, scope: Scope): Value {
    const inner: Scope = { names: new Map(), outer: scope };
    const list: ListValue = { kind: 'list', entries: [], open: null, depth: this.recorder.depth };
    const walk = (index: number, maybe: boolean): void => {
      const loop = node.loops[index];
      if (loop === undefined) {
        list.entries.push({ value: this.eval(node.element, inner), maybe });
        return;
      }
      const iter = this.eval(loop.iter, inner);
      // Whether a word is among those of the job is a question, not a reading: the caller hears the text.
      const items = iter.kind === 'argv' ? null : this.itemsOf(iter);
      const each = (value: Value, perhaps: boolean): void => {
        this.bind(loop.target, value, inner);
        const { texts } = this.recorder.listen(() => loop.tests.forEach((test) => this.test(test, inner)));
        walk(index + 1, perhaps || loop.tests.length > 0);
        if (iter.kind === 'argv' && ![...texts].some((text) => /^--?\w/.test(text)) && node.element.kind === 'name') this.recorder.escape();
      };
      if (items === null) {
        each(UNKNOWN, true);
        list.open ??= node.at;
      } else for (const { value, maybe: perhaps } of items) each(value, maybe || perhaps);
    };
    walk(0, false);
    return list;
  }

  #try(node: Extract<Node, { kind: 'try' }>, scope: Scope): Value {
    const catches = node.handlers.flatMap((handler) => handler.catches);
    const argumentErrors = catches.some((name) => ARGUMENT_ERRORS.test(name));
    const keyErrors = catches.some((name) => KEY_ERRORS.test(name));
    const goesOn = node.handlers.some(({ body }) => recovers(body, node.body));
    const start = this.recorder.mark();
    if (argumentErrors && goesOn) this.recorder.depth += 1;
    if (keyErrors && goesOn) this.recorder.caught += 1;
    const before = this.#copy(scope.names);
    const value = this.eval(node.body, scope);
    if (keyErrors && goesOn) this.recorder.caught -= 1;
    if (argumentErrors && goesOn) this.recorder.depth -= 1;
    const arms: [number, number][] = [[start, this.recorder.mark()]];
    let names = scope.names;
    let result = value;
    for (const { body } of node.handlers) {
      scope.names = this.#copy(before);
      const from = this.recorder.mark();
      this.recorder.depth += 1;
      result = join(result, this.eval(body, scope));
      this.recorder.depth -= 1;
      arms.push([from, this.recorder.mark()]);
      if (!leaves(body)) names = merged(names, scope.names);
    }
    scope.names = names;
    if (argumentErrors && goesOn) this.recorder.settle(arms);
    if (node.after !== null) this.eval(node.after, scope);
    return result;
  }

  #class(node: Extract<Node, { kind: 'class' }>, scope: Scope): Value {
    const object: Value = { kind: 'object', fields: new Map() };
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

  #call(node: Extract<Node, { kind: 'call' }>, scope: Scope): Value {
    const given = (): Given => this.#given(node.args, scope);
    if (node.callee.kind === 'attribute') {
      const object = this.eval(node.callee.object, scope);
      if (object.kind !== 'path') return callMethod(this, node.at, object, node.callee.name, given());
    }
    const callee = this.eval(node.callee, scope);
    return this.call(node.at, callee, given());
  }

  #given(args: readonly Argument[], scope: Scope): Given {
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    let spread = false;
    for (const { name, value, spread: isSpread } of args) {
      const read = this.eval(value, scope);
      if (name !== null) named.set(name, read);
      else if (isSpread && read.kind === 'list' && read.open === null) positional.push(...read.entries.map((entry) => entry.value));
      else if (isSpread) {
        spread = true;
        if (read.kind === 'argv') this.recorder.escape();
      } else positional.push(read);
    }
    return { positional, named, spread };
  }

  call(at: number, callee: Value, given: Given): Value {
    if (callee.kind === 'function') return this.invoke(callee, given);
    if (callee.kind === 'class') {
      const start = callee.methods.find((method) => method.params[0]?.name === 'self' && callee.object.kind === 'object' && callee.object.fields.get('__init__') === method);
      if (start !== undefined) this.invoke(start, given);
      return callee.object;
    }
    if (callee.kind === 'options') {
      const [key] = given.positional;
      return key?.kind === 'text' ? this.recorder.read(at, callee, key.value, false) : UNKNOWN;
    }
    if (callee.kind === 'path') return callBuiltIn(this, at, callee.path, given);
    if ([...given.positional, ...given.named.values()].some(({ kind }) => kind === 'argv')) this.recorder.escape();
    return UNKNOWN;
  }

  /** Follows a function with what it is given; recursion is cut. */
  invoke(callee: FunctionValue, given: Given): Value {
    this.#called.add(callee.body);
    if (this.#stack > 12) return UNKNOWN;
    this.#stack += 1;
    const scope: Scope = { names: new Map(), outer: callee.scope };
    const params = callee.self !== null && ['self', 'cls'].includes(callee.params[0]?.name ?? '') ? callee.params.slice(1) : callee.params;
    if (callee.self !== null && params !== callee.params) scope.names.set(callee.params[0]?.name ?? 'self', callee.self);
    params.forEach((param, index) => scope.names.set(param.name, this.#param(param, index, given, callee.scope)));
    const [frame, guarded] = [this.#frame, this.recorder.guarded];
    this.#frame = { returned: null };
    const value = this.eval(callee.body, scope);
    this.#stack -= 1;
    const returned = this.#frame.returned;
    this.#frame = frame;
    this.recorder.guarded = guarded;
    return returned ?? value;
  }

  #param(param: Param, index: number, given: Given, scope: Scope): Value {
    if (param.rest) return { kind: 'list', entries: given.positional.slice(index).map((value) => ({ value, maybe: false })), open: given.spread ? 0 : null, depth: this.recorder.depth };
    const value = given.positional[index] ?? given.named.get(param.name);
    if (value !== undefined) return value;
    if (param.name === 'sysArgs' || param.name === 'argv') return this.argv;
    return param.value === null ? UNKNOWN : this.eval(param.value, scope);
  }
}

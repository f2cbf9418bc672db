import type { Argument, Node, Param } from '../ast.ts';
import { callBuiltIn } from './built-ins.ts';
import type { Evaluator } from './evaluator.ts';
import { join, overlay } from './join.ts';
import { callMethod } from './methods.ts';
import { isDictionary, UNKNOWN, type Dictionary, type FunctionValue, type Scope, type Value } from './values.ts';

export interface Given {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly spread: boolean;
}
/** What one function gave back so far. */
export interface Frame {
  returned: Value | null;
}

/** One value, as a function is given it. */
export const one = (value: Value): Given => ({ positional: [value], named: new Map(), spread: false });

export function callNode(machine: Evaluator, node: Extract<Node, { kind: 'call' }>, scope: Scope): Value {
  const { callee } = node;
  if (callee.kind === 'attribute') {
    const object = machine.eval(callee.object, scope);
    if (object.kind !== 'path') return callMethod(machine, node.at, object, callee.name, given(machine, node.args, scope));
  }
  const called = machine.eval(callee, scope);
  // Scala's Try catches whatever its argument throws.
  const tries = machine.recorder.scala && called.kind === 'path' && /(^|\.)Try(\.apply)?$/.test(called.path);
  const words = tries ? machine.recorder.within({ depth: 1, keys: 1, values: 1 }, () => given(machine, node.args, scope)) : given(machine, node.args, scope);
  return call(machine, node.at, called, words);
}

function given(machine: Evaluator, args: readonly Argument[], scope: Scope): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let spread = false;
  for (const { name, value, spread: isSpread } of args) {
    const read = machine.eval(value, scope);
    if (name !== null) named.set(name, read);
    else if (isSpread && read.kind === 'list' && read.open === null) positional.push(...read.entries.map((entry) => entry.value));
    else if (isSpread) {
      spread = true;
      if (read.kind === 'argv') machine.recorder.escape();
      if (read.kind === 'options') for (const key of read.keys) named.set(key, machine.recorder.read(value.at, read, key, true));
      if (read.kind === 'dict') for (const [key, entry] of read.entries) named.set(key, entry.value);
    } else positional.push(read);
  }
  return { positional, named, spread };
}

export function call(machine: Evaluator, at: number, callee: Value, words: Given): Value {
  if (callee.kind === 'function') return invoke(machine, callee, words);
  if (callee.kind === 'partial') return call(machine, at, callee.callee, { positional: [...callee.positional, ...words.positional], named: new Map([...callee.named, ...words.named]), spread: words.spread });
  if (callee.kind === 'class') {
    const start = callee.methods.find((method) => method.params[0]?.name === 'self' && callee.object.kind === 'object' && callee.object.fields.get('__init__') === method);
    if (start !== undefined) invoke(machine, start, words);
    return callee.object;
  }
  if (callee.kind === 'options') {
    const [key] = words.positional;
    return key?.kind === 'text' ? machine.recorder.read(at, callee, key.value, false) : UNKNOWN;
  }
  if (callee.kind === 'path') return callBuiltIn(machine, at, callee.path, words);
  if ([...words.positional, ...words.named.values()].some(({ kind }) => kind === 'argv')) machine.recorder.escape();
  return UNKNOWN;
}

/** Follows a function with what it is given; recursion is cut. */
export function invoke(machine: Evaluator, callee: FunctionValue, words: Given): Value {
  machine.called.add(callee.body);
  if (machine.stack > 12) return UNKNOWN;
  machine.stack += 1;
  const scope: Scope = { names: new Map(), outer: callee.scope };
  const params = callee.self !== null && ['self', 'cls'].includes(callee.params[0]?.name ?? '') ? callee.params.slice(1) : callee.params;
  if (callee.self !== null && params !== callee.params) scope.names.set(callee.params[0]?.name ?? 'self', callee.self);
  params.forEach((param, index) => scope.names.set(param.name, valueOf(machine, param, index, words, callee.scope)));
  const [frame, guarded] = [machine.frame, machine.recorder.guarded];
  const own: Frame = { returned: null };
  machine.frame = own;
  const value = machine.recorder.apart(() => machine.eval(callee.body, scope));
  machine.stack -= 1;
  machine.frame = frame;
  machine.recorder.guarded = guarded;
  return own.returned ?? value;
}

function valueOf(machine: Evaluator, param: Param, index: number, words: Given, scope: Scope): Value {
  if (param.rest) return { kind: 'list', entries: words.positional.slice(index).map((value) => ({ value, maybe: false })), open: words.spread ? 0 : null, depth: machine.recorder.depth };
  const value = words.positional[index] ?? words.named.get(param.name);
  if (value !== undefined) return value;
  if (param.name === 'sysArgs' || param.name === 'argv') return machine.argv;
  return param.value === null ? UNKNOWN : machine.eval(param.value, scope);
}

/** `return`. */
export function give(machine: Evaluator, value: Value): Value {
  const { frame } = machine;
  frame.returned = frame.returned === null ? value : join(frame.returned, value);
  return value;
}

/** `dict(args, A=1)`, as `{**args, 'A': 1}`. */
export function withNamed(first: Value | undefined, words: Given, at: number): Dictionary {
  const named: Dictionary = { kind: 'dict', entries: new Map([...words.named].map(([key, value]) => [key, { value, maybe: false, at }])), open: words.spread };
  if (first === undefined) return named;
  return overlay(isDictionary(first) ? first : { kind: 'dict', entries: new Map(), open: true }, named);
}

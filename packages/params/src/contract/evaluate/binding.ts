import type { Node } from '../ast.ts';
import { append } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { store } from './join.ts';
import { callMethod } from './methods.ts';
import { calculate, plus } from './operators.ts';
import { isDictionary, UNKNOWN, type Scope, type Value } from './values.ts';

export function assign(machine: Evaluator, node: Extract<Node, { kind: 'assign' }>, scope: Scope): Value {
  const value = machine.eval(node.value, scope);
  if (node.op === '=') bind(machine, node.target, value, scope);
  else {
    const target = machine.eval(node.target, scope);
    if (!node.op.startsWith('+') && !node.op.startsWith('|')) bind(machine, node.target, calculate(machine, node.at, node.op.slice(0, -1), target, value), scope);
    else if (target.kind === 'argv') callMethod(machine, node.at, target, 'extend', { positional: [value], named: new Map(), spread: false });
    else if (target.kind === 'list') append(machine, target, value, node.op !== ':+=' && value.kind !== 'text', node.at);
    else if (isDictionary(target) && isDictionary(value)) callMethod(machine, node.at, target, 'update', { positional: [value], named: new Map(), spread: false });
    else bind(machine, node.target, plus(machine, node.at, '+', target, value), scope);
  }
  return value;
}

/** Gives a value to a name, or to what a name leads to. */
export function bind(machine: Evaluator, target: Node, value: Value, scope: Scope): void {
  if (target.kind === 'name') scope.names.set(target.id, value);
  else if (target.kind === 'list') {
    const entries = value.kind === 'list' ? value.entries : [];
    target.items.forEach(({ value: each }, index) => bind(machine, each, entries[index]?.value ?? UNKNOWN, scope));
  } else if (target.kind === 'attribute') {
    const object = machine.eval(target.object, scope);
    if (object.kind === 'object') object.fields.set(target.name, value);
    else if (object.kind === 'path' && object.path === 'sys' && target.name === 'argv') machine.argv = value;
  } else if (target.kind === 'index') {
    const object = machine.eval(target.object, scope);
    const key = machine.eval(target.index, scope);
    if (isDictionary(object)) store(object, key, value, machine.recorder.depth === 0);
  } else if (target.kind === 'slice') {
    // `sys.argv[1:1] = ['--C', '3']`.
    const object = machine.eval(target.object, scope);
    if (object.kind === 'argv') callMethod(machine, target.at, object, 'extend', { positional: [value], named: new Map(), spread: false });
  }
}

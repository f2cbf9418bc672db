import type { Node } from '../ast.ts';
import { bind } from './binding.ts';
import type { Evaluator } from './evaluator.ts';
import { store } from './join.ts';
import { test } from './tests.ts';
import { UNKNOWN, type DictValue, type Entry, type ListValue, type Scope, type Value } from './values.ts';

export function loop(machine: Evaluator, node: Extract<Node, { kind: 'for' }>, scope: Scope): Value {
  const items = itemsOf(machine, machine.eval(node.iter, scope));
  for (const { value, maybe } of items ?? [{ value: UNKNOWN, maybe: true }]) {
    bind(machine, node.target, value, scope);
    machine.looping += 1;
    machine.recorder.within({ depth: maybe ? 1 : 0 }, () => machine.eval(node.body, scope));
    machine.looping -= 1;
  }
  return UNKNOWN;
}

/** The items that a loop goes through, or null when they are not known. */
export function itemsOf(machine: Evaluator, value: Value): readonly Entry[] | null {
  if (value.kind === 'argv') machine.recorder.escape();
  if (value.kind === 'list' && value.open === null && value.entries.length <= 200) return [...value.entries];
  if (value.kind === 'dict' && !value.open) return [...value.entries].map(([name, { at, maybe }]) => ({ value: { kind: 'text', value: name, at }, maybe }));
  if (value.kind === 'class' && value.object.kind === 'object') return members(value.object.fields);
  return null;
}

/** The members of an enumeration. */
function members(fields: ReadonlyMap<string, Value>): readonly Entry[] | null {
  const texts = [...fields].flatMap(([name, value]) => (value.kind === 'text' ? [{ name, value }] : []));
  return texts.length === 0 ? null : texts.map(({ name, value }) => ({ maybe: false, value: { kind: 'object', annotated: [], unsettled: new Set(), fields: new Map<string, Value>([['value', value], ['name', { ...value, value: name }]]) } }));
}

/** A list or a dictionary that is made item by item. */
export function comprehension(machine: Evaluator, node: Extract<Node, { kind: 'comprehension' }>, scope: Scope): Value {
  const { recorder } = machine;
  const inner: Scope = { names: new Map(), outer: scope };
  const list: ListValue = { kind: 'list', entries: [], open: null, depth: recorder.depth };
  const dict: DictValue = { kind: 'dict', entries: new Map(), open: false };
  const add = (maybe: boolean): void => {
    const element = machine.eval(node.element, inner);
    if (node.value === null) list.entries.push({ value: element, maybe });
    else {
      store(dict, element, machine.eval(node.value, inner), true);
      const entry = element.kind === 'text' ? dict.entries.get(element.value) : undefined;
      if (entry !== undefined && element.kind === 'text') dict.entries.set(element.value, { ...entry, maybe });
    }
  };
  const walk = (index: number, maybe: boolean): void => {
    const each = node.loops[index];
    if (each === undefined) {
      add(maybe);
      return;
    }
    const iter = machine.eval(each.iter, inner);
    // Whether a word is among those of the job is a question, not a reading: the caller hears the text.
    const items = iter.kind === 'argv' ? null : itemsOf(machine, iter);
    const follow = (value: Value, perhaps: boolean): void => {
      bind(machine, each.target, value, inner);
      const { texts } = recorder.listen(() => each.tests.forEach((one) => test(machine, one, inner)));
      recorder.within({ doubt: each.tests.length }, () => walk(index + 1, perhaps || each.tests.length > 0));
      if (iter.kind === 'argv' && ![...texts].some((text) => /^--?\w/.test(text)) && node.element.kind === 'name') recorder.escape();
    };
    if (items === null) {
      follow(UNKNOWN, true);
      list.open ??= node.at;
      dict.open = true;
    } else for (const { value, maybe: perhaps } of items) follow(value, maybe || perhaps);
  };
  machine.looping += 1;
  walk(0, false);
  machine.looping -= 1;
  return node.value === null ? list : dict;
}

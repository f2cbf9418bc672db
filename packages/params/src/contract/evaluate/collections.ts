import type { Node } from '../ast.ts';
import type { Evaluator } from './evaluator.ts';
import { copyOf, overlay, store } from './join.ts';
import { isGuarded, wordName } from './shape.ts';
import { isDictionary, LONGEST, MOST, text, UNKNOWN, type Entry, type ListValue, type Scope, type Value } from './values.ts';

/** A list of what is given, or the words of the job when they are spread into it. */
export function listOfItems(machine: Evaluator, at: number, items: readonly { readonly value: Value; readonly spread: boolean; readonly at: number }[]): ListValue | Value {
  // A copy such as [*sys.argv], or the words with some of the script's own.
  const words = items.find(({ value, spread }) => spread && value.kind === 'argv');
  if (words?.value.kind === 'argv') return { kind: 'argv', added: new Set([...words.value.added, ...items.flatMap(({ value }) => wordName(value))]), dropsFirst: words.value.dropsFirst && items[0] === words };
  const list: ListValue = { kind: 'list', entries: [], open: null, depth: machine.recorder.depth };
  for (const item of items) append(machine, list, item.value, item.spread, at);
  return list;
}

/** Adds to a list what stands at `at`; what a condition adds may be missing. */
export function append(machine: Evaluator, list: ListValue, value: Value, spread: boolean, at: number): void {
  const maybe = machine.recorder.depth > list.depth;
  const add = (entry: Entry): void => {
    if (list.entries.length >= MOST) list.open ??= at;
    else list.entries.push({ value: entry.value, maybe: maybe || entry.maybe || isGuarded(machine.recorder.guarded, entry.value) });
  };
  if (!spread) add({ value, maybe: false });
  else if (value.kind === 'list') {
    for (const entry of [...value.entries]) add(entry);
    list.open ??= value.open;
  } else if (value.kind === 'dict') {
    for (const [name, { at: from, maybe: perhaps }] of value.entries) add({ value: { kind: 'text', value: name, at: from }, maybe: perhaps });
    if (value.open) list.open ??= at;
  } else if (value.kind === 'text' && machine.recorder.scala) add({ value, maybe: true }); // An Option of a text, which may be empty.
  else if (value.kind !== 'none') list.open ??= at;
}

/** A dictionary as it is written: what comes later stands. */
export function dictionary(machine: Evaluator, node: Extract<Node, { kind: 'dict' }>, scope: Scope): Value {
  let whole: Value = { kind: 'dict', entries: new Map(), open: false };
  for (const { key, value } of node.entries) {
    if (key === null) {
      const read = machine.eval(value, scope);
      whole = whole.kind === 'dict' && whole.entries.size === 0 && !whole.open && isDictionary(read) ? copyOf(read) : overlay(whole, read);
      continue;
    }
    const name = machine.eval(key, scope);
    const read = machine.eval(value, scope);
    if (isDictionary(whole)) store(whole, name.kind === 'text' ? { ...name, at: key.at } : name, read, true);
  }
  return whole;
}

/** A text with places for values. */
export function format(machine: Evaluator, node: Extract<Node, { kind: 'format' }>, scope: Scope): Value {
  let whole: string | null = '';
  for (const part of node.parts) {
    const value = typeof part === 'string' ? part : machine.eval(part, scope);
    const piece = typeof value === 'string' ? value : value.kind === 'text' ? value.value : null;
    whole = whole === null || piece === null || whole.length > LONGEST ? null : whole + piece;
  }
  if (whole === null) return UNKNOWN;
  machine.recorder.hear(whole);
  return text(whole, node.at);
}

/** A part of a list: which items it has is not known; of the words of the job, whether the first is in it. */
export function slice(machine: Evaluator, node: Extract<Node, { kind: 'slice' }>, scope: Scope): Value {
  const object = machine.eval(node.object, scope);
  if (object.kind === 'argv') {
    const drops = node.from !== null && !(node.from.kind === 'constant' && machine.zero?.(node.from.at) === true);
    return { ...object, dropsFirst: object.dropsFirst || drops };
  }
  if (object.kind === 'list') return node.whole ? { ...object, entries: [...object.entries], depth: machine.recorder.depth } : { ...object, entries: object.entries.map((entry) => ({ ...entry, maybe: true })) };
  return UNKNOWN;
}

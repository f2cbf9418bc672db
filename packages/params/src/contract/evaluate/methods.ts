import type { Node } from '../ast.ts';
import { call, invoke, one, withNamed, type Given } from './calls.ts';
import { append, listOfItems } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { copyOf, overlay, store } from './join.ts';
import { plus } from './operators.ts';
import type { UsedAs } from './recorder.ts';
import { isDictionary, text as textValue, UNKNOWN, type Dictionary, type DictValue, type ListValue, type OptionsValue, type Value } from './values.ts';

const CONVERSIONS: Readonly<Record<string, UsedAs>> = { toInt: 'integer', toLong: 'integer', toShort: 'integer', toDouble: 'double', toFloat: 'double', toBoolean: 'boolean' };
/** What a dictionary of Python has besides its items. */
const OF_DICT = new Set(['get', 'items', 'keys', 'values', 'pop', 'popitem', 'update', 'copy', 'clear', 'setdefault', 'fromkeys']);
/** Of a class: its names with types. */
const ANNOTATED = new Set(['__annotations__', '__dataclass_fields__', '__fields__', 'model_fields']);
const COPIES = new Set(['toArray', 'toSeq', 'toList', 'toSet', 'toVector', 'toIndexedSeq', 'copy', 'distinct', 'sorted', 'reverse', 'keys', 'keySet', 'keysIterator', 'tolist', 'toMap', 'result']);

/** `object.name`, without a call. */
export function readAttribute(machine: Evaluator, node: Extract<Node, { kind: 'attribute' }>, object: Value): Value {
  const { name, at } = node;
  if (object.kind === 'path' && name === 'empty' && machine.recorder.scala && /(^|\.)(Seq|List|Array|Set|Vector)$/.test(object.path)) return { kind: 'list', entries: [], open: null, depth: machine.recorder.depth };
  if (object.kind === 'path') return object.path === 'sys' && name === 'argv' ? machine.argv : { kind: 'path', path: `${object.path}.${name}` };
  if (ANNOTATED.has(name) && (object.kind === 'object' || object.kind === 'class')) return annotations(object.kind === 'class' ? object.object : object);
  if (object.kind === 'object') {
    const value = machine.anyOrder && object.unsettled.has(name) ? UNKNOWN : (object.fields.get(name) ?? UNKNOWN);
    if (value.kind === 'option') machine.recorder.see(value.name);
    return value;
  }
  if (object.kind === 'class') return object.object.kind === 'object' ? (object.object.fields.get(name) ?? UNKNOWN) : UNKNOWN;
  // A member of an enumeration of texts.
  if (object.kind === 'text' && name === 'value') return object;
  if (object.kind === 'options' && !machine.recorder.scala) return attributeOfOptions(machine, at, object, name);
  const wanted = Object.hasOwn(CONVERSIONS, name) ? CONVERSIONS[name] : undefined;
  if (wanted !== undefined) {
    machine.recorder.use(object, at, wanted);
    return UNKNOWN;
  }
  if (COPIES.has(name) || name === 'trim') return callMethod(machine, at, object, name, { positional: [], named: new Map(), spread: false });
  if (object.kind === 'argv' && (name === 'tail' || name === 'toSeq')) return { ...object, dropsFirst: object.dropsFirst };
  return UNKNOWN;
}

function annotations(object: Value): Value {
  const names = object.kind === 'object' ? object.annotated : [];
  return names.length === 0 ? UNKNOWN : { kind: 'dict', entries: new Map(names.map(({ name, at }) => [name, { value: UNKNOWN, maybe: false, at }])), open: false };
}

// A name of its own for the result of getResolvedOptions is a mistake, unless something else may be in its place.
function attributeOfOptions(machine: Evaluator, at: number, options: OptionsValue, name: string): Value {
  if (!OF_DICT.has(name) && !name.startsWith('__')) machine.recorder.unasked(at, options, name, 'attribute');
  return UNKNOWN;
}

/** `object[index]`. */
export function readIndex(machine: Evaluator, { at, index: written, object: from }: Extract<Node, { kind: 'index' }>, object: Value, index: Value): Value {
  if (object.kind === 'options') {
    const value = index.kind === 'text' ? machine.recorder.read(at, object, index.value, false) : UNKNOWN;
    return value.kind === 'option' && machine.looping > 0 && written.kind === 'name' ? { ...value, oneOfMany: true } : value;
  }
  if (object.kind === 'dict' && index.kind === 'text') return object.entries.get(index.value)?.value ?? UNKNOWN;
  if (index.kind === 'option' && (from.kind === 'list' || object.kind === 'argv')) machine.recorder.use(index, at, 'arithmetic');
  if (object.kind === 'list' && object.entries.length === 1) return object.entries[0]?.value ?? UNKNOWN;
  // sys.argv[0] is the script; any other place is a reading that hides the name.
  if (object.kind === 'argv' && !(written.kind === 'constant' && machine.zero?.(written.at) === true)) machine.recorder.escape();
  return UNKNOWN;
}

/** `object.name(…)`. */
export function callMethod(machine: Evaluator, at: number, object: Value, name: string, given: Given): Value {
  const [first] = given.positional;
  switch (object.kind) {
    case 'object': case 'class': {
      const fields = object.kind === 'object' ? object : object.object;
      const method = fields.kind === 'object' ? fields.fields.get(name) : undefined;
      return method === undefined ? UNKNOWN : call(machine, at, method, given);
    }
    case 'text': return textMethod(machine, object, name, given);
    case 'option': return optionMethod(machine, at, object, name, first);
    case 'options': return optionsMethod(machine, at, object, name, given);
    case 'list': return listMethod(machine, at, object, name, given);
    case 'dict': return dictMethod(machine, at, object, name, given);
    case 'argv': return argvMethod(machine, object, name, given);
    case 'function': case 'unknown': case 'none': case 'constant': case 'path': case 'fact': case 'partial':
      if (name === 'parse_args' || name === 'parse_known_args') machine.recorder.escape();
      if (object.kind === 'unknown' && given.positional.some(({ kind }) => kind === 'argv') && !['info', 'debug', 'warning', 'append', 'init'].includes(name)) machine.recorder.escape();
      if (name === 'append' || name === 'info' || name === 'startswith') return UNKNOWN;
      for (const each of given.positional) if (each.kind === 'function') invoke(machine, each, { positional: [], named: new Map(), spread: false });
      return UNKNOWN;
  }
}

function dictMethod(machine: Evaluator, at: number, dict: DictValue, name: string, given: Given): Value {
  const [first, second] = given.positional;
  switch (name) {
    case 'copy': case 'toMap': return copyOf(dict);
    case 'get': case 'pop': case 'getOrElse': return first?.kind === 'text' ? (dict.entries.get(first.value)?.value ?? second ?? UNKNOWN) : UNKNOWN;
    case 'items': return dict.open ? UNKNOWN : { kind: 'list', open: null, depth: machine.recorder.depth, entries: [...dict.entries].map(([key, entry]) => ({ maybe: entry.maybe, value: pair(key, entry.at, entry.value) })) };
    case 'values': return dict.open ? UNKNOWN : { kind: 'list', open: null, depth: machine.recorder.depth, entries: [...dict.entries.values()].map(({ value, maybe }) => ({ value, maybe })) };
    case 'update': return update(machine, dict, given, at);
    default: return COPIES.has(name) ? listOfItems(machine, at, [{ value: dict, spread: true, at }]) : UNKNOWN;
  }
}

function pair(key: string, at: number, value: Value): Value {
  return { kind: 'list', open: null, depth: 0, entries: [{ value: { kind: 'text', value: key, at }, maybe: false }, { value, maybe: false }] };
}

/** `update` with a dictionary, with names, or with both: what was there before is overwritten where it stands. */
function update(machine: Evaluator, object: Dictionary, given: Given, at: number): Value {
  const [first] = given.positional;
  const sure = machine.recorder.depth === 0;
  const more = withNamed(first, given, at);
  if (more.kind === 'dict') for (const [key, entry] of more.entries) store(object, { kind: 'text', value: key, at: entry.at }, entry.value, sure && !entry.maybe);
  else for (const key of more.keys) store(object, { kind: 'text', value: key, at }, more.written.get(key) ?? { kind: 'option', name: key }, sure);
  if (more.open) store(object, UNKNOWN, UNKNOWN, sure);
  return UNKNOWN;
}

function textMethod(machine: Evaluator, text: Extract<Value, { kind: 'text' }>, name: string, given: Given): Value {
  const [first] = given.positional;
  const same = (value: string): Value => textValue(value, text.at);
  switch (name) {
    case 'split': {
      const parts = first?.kind === 'text' ? (first.value === '' ? [text.value] : text.value.split(first.value)) : text.value.split(/\s+/).filter((part) => part !== '');
      return listOfItems(machine, text.at, parts.map((value) => ({ value: same(value), spread: false, at: text.at })));
    }
    case 'upper': case 'toUpperCase': return same(text.value.toUpperCase());
    case 'lower': case 'toLowerCase': return same(text.value.toLowerCase());
    case 'strip': case 'trim': return same(text.value.trim());
    case 'lstrip': return same(first?.kind === 'text' && /^-+$/.test(first.value) ? text.value.replace(/^-+/, '') : text.value.trimStart());
    case 'replace': {
      const [from, to] = given.positional;
      return from?.kind === 'text' && to?.kind === 'text' ? same(text.value.replaceAll(from.value, to.value)) : UNKNOWN;
    }
    case 'format': {
      let next = 0;
      let known = true;
      const value = text.value.replace(/\{(\w*)\}/g, (_whole, key: string) => {
        const piece = key === '' ? given.positional[next++] : /^\d+$/.test(key) ? given.positional[Number(key)] : given.named.get(key);
        if (piece?.kind === 'text') return piece.value;
        known = false;
        return '';
      });
      if (known) machine.recorder.hear(value);
      return known ? same(value) : UNKNOWN;
    }
    case 'startswith': case 'startsWith': case 'join': return UNKNOWN;
    default: return UNKNOWN;
  }
}

function optionMethod(machine: Evaluator, at: number, option: Value, name: string, first: Value | undefined): Value {
  if (name === 'strip' || name === 'trim') return option;
  // `.lower()` makes a new text, whose words are no longer those of the enum.
  if (option.kind === 'option') machine.recorder.work(option.name);
  if (Object.hasOwn(CONVERSIONS, name)) machine.recorder.use(option, at, CONVERSIONS[name] ?? 'integer');
  if (name === 'equals' && first?.kind === 'text') machine.recorder.compared(option, at, [first.value]);
  if (name === 'getOrElse') return option;
  if (name === 'map' && first?.kind === 'function') invoke(machine, first, one(option));
  return UNKNOWN;
}

function optionsMethod(machine: Evaluator, at: number, options: OptionsValue, name: string, given: Given): Value {
  const [first, second] = given.positional;
  machine.recorder.touch();
  switch (name) {
    case 'get': case 'getOrElse': case 'pop': case 'contains': case 'isDefinedAt': case '__contains__': case 'has_key': {
      if (first?.kind !== 'text') return UNKNOWN;
      const optional = name !== 'pop' || second !== undefined;
      const isTest = name === 'contains' || name === 'isDefinedAt' || name === '__contains__';
      if (isTest) return { kind: 'fact', yes: new Set([first.value]), no: new Set() };
      return machine.recorder.read(at, options, first.value, optional);
    }
    case 'apply': case '__getitem__': return first?.kind === 'text' ? machine.recorder.read(at, options, first.value, false) : UNKNOWN;
    case 'setdefault':
      if (first?.kind !== 'text') return UNKNOWN;
      if (!options.keys.has(first.value)) store(options, first, second ?? UNKNOWN, false);
      return machine.recorder.read(at, options, first.value, true);
    case 'update': return update(machine, options, given, at);
    case 'copy': case 'toMap': return copyOf(options);
    case 'withDefaultValue': case 'withDefault': return { ...options, open: true };
    case 'updated': return overlay(options, entryOf(first, second));
    case '++': case '+': return first === undefined ? options : overlay(options, isDictionary(first) ? first : first.kind === 'list' && first.entries.length === 2 ? entryOf(first.entries[0]?.value, first.entries[1]?.value) : UNKNOWN);
    default: return UNKNOWN;
  }
}

function entryOf(key: Value | undefined, value: Value | undefined): Value {
  return key?.kind === 'text' ? { kind: 'dict', entries: new Map([[key.value, { value: value ?? UNKNOWN, maybe: false, at: key.at }]]), open: false } : UNKNOWN;
}

function listMethod(machine: Evaluator, at: number, list: ListValue, name: string, given: Given): Value {
  const [first, second] = given.positional;
  if (COPIES.has(name)) return { ...list, entries: [...list.entries], depth: machine.recorder.depth };
  switch (name) {
    case 'append': case 'add': case '+=':
      if (first !== undefined) append(machine, list, first, false, at);
      return UNKNOWN;
    case 'insert': case 'prepend':
      if (second !== undefined) append(machine, list, second, false, at);
      return UNKNOWN;
    case 'extend': case 'update': case 'appendAll': case '++=':
      if (first !== undefined) append(machine, list, first, true, at);
      return UNKNOWN;
    case 'intersection': case 'intersect': case 'difference': return first === undefined ? list : some(list, name === 'difference' ? null : first);
    case 'union': case '++': case 'concat': case ':::': return first === undefined ? list : plus(machine, at, '+', list, first);
    case ':+': case '+:': return first === undefined ? list : plus(machine, at, name, name === ':+' ? list : first, name === ':+' ? first : list);
    case 'remove': case 'discard': case 'pop': case 'clear': case 'diff': case 'filterNot': case 'filter': case 'withFilter':
      return filtered(machine, list, name, first);
    case 'map': case 'foreach': case 'flatMap': {
      const results = first?.kind === 'function' ? list.entries.map(({ value, maybe }) => ({ value: invoke(machine, first, one(value)), maybe })) : first?.kind === 'options' ? [] : null;
      if (first?.kind === 'options') for (const { value } of list.entries) call(machine, at, first, one(value));
      return results === null ? UNKNOWN : { kind: 'list', entries: results, open: list.open, depth: machine.recorder.depth };
    }
    default: return UNKNOWN;
  }
}

/** Some of the items of a list: those that another list has too, whatever is in it. */
export function some(list: ListValue, other: Value | null): ListValue {
  const known = list.open !== null && other?.kind === 'list' && other.open === null ? other : list;
  return { ...known, entries: known.entries.map(({ value }) => ({ value, maybe: true })) };
}

// What is taken out may or may not be in the list afterwards.
function filtered(machine: Evaluator, list: ListValue, name: string, first: Value | undefined): Value {
  if (name === 'remove' || name === 'discard') {
    const index = list.entries.findIndex(({ value }) => value.kind === 'text' && first?.kind === 'text' && value.value === first.value);
    const entry = list.entries[index];
    if (entry !== undefined) list.entries[index] = { value: entry.value, maybe: true };
    return UNKNOWN;
  }
  if (first?.kind === 'function') for (const { value } of list.entries) machine.recorder.listen(() => invoke(machine, first, one(value)));
  return { ...list, entries: list.entries.map(({ value }) => ({ value, maybe: true })), depth: machine.recorder.depth };
}

function argvMethod(machine: Evaluator, argv: Extract<Value, { kind: 'argv' }>, name: string, given: Given): Value {
  const { recorder } = machine;
  const [first] = given.positional;
  recorder.touch();
  if (COPIES.has(name) || name === 'clone') return argv;
  if (['extend', 'append', 'insert', '+='].includes(name)) {
    const words = name === 'insert' ? given.positional.slice(1) : first?.kind === 'list' ? first.entries.map(({ value }) => value) : first === undefined ? [] : [first];
    // Shared by all names, so the set itself grows.
    const added = argv.added instanceof Set ? (argv.added as Set<string>) : null; // Every ArgvValue is made with a Set here; only its type is read-only.
    for (const word of words) if (word.kind === 'text' && word.value.startsWith('--')) added?.add(word.value.slice(2).split('=')[0] ?? '');
    return UNKNOWN;
  }
  if (first?.kind === 'text') {
    const mentioned = recorder.mention(first.value);
    return mentioned === null || (name !== 'contains' && name !== 'count' && name !== 'index' && name !== 'indexOf') ? UNKNOWN : { kind: 'fact', yes: new Set([mentioned]), no: new Set() };
  }
  if (first?.kind === 'function' && ['exists', 'find', 'indexWhere', 'forall'].includes(name)) {
    const { texts } = recorder.listen(() => invoke(machine, first, one(UNKNOWN)));
    const names = [...texts].flatMap((text) => (text.startsWith('--') ? [recorder.mention(text)] : [])).filter((each) => each !== null);
    if (names.length > 0) return { kind: 'fact', yes: new Set(names), no: new Set() };
  }
  if (!['mkString', 'length', 'size', '++', ':+', 'tail', 'drop', 'slice'].includes(name)) recorder.escape();
  if (name === '++' || name === ':+') return first === undefined ? argv : plus(machine, 0, name, argv, first);
  return name === 'tail' || name === 'drop' || name === 'slice' ? argv : UNKNOWN;
}

import type { Node } from '../ast.ts';
import type { Wanted } from '../reading.ts';
import type { Evaluator, Given } from './evaluator.ts';
import { append, listOfItems } from './collections.ts';
import { plus } from './operators.ts';
import { join, text as textValue, UNKNOWN, type ListValue, type OptionsValue, type Value } from './values.ts';

const CONVERSIONS: Readonly<Record<string, Wanted>> = { toInt: 'integer', toLong: 'integer', toShort: 'integer', toDouble: 'double', toFloat: 'double', toBoolean: 'boolean' };
const COPIES = new Set(['toArray', 'toSeq', 'toList', 'toSet', 'toVector', 'toIndexedSeq', 'copy', 'distinct', 'sorted', 'reverse', 'keys', 'keySet', 'keysIterator', 'tolist', 'toMap', 'result']);

/** `object.name`, without a call. */
export function readAttribute(machine: Evaluator, node: Extract<Node, { kind: 'attribute' }>, object: Value): Value {
  const { name, at } = node;
  if (object.kind === 'path') return object.path === 'sys' && name === 'argv' ? machine.argv : { kind: 'path', path: `${object.path}.${name}` };
  if (object.kind === 'object') return object.fields.get(name) ?? UNKNOWN;
  if (object.kind === 'class') return object.object.kind === 'object' ? (object.object.fields.get(name) ?? UNKNOWN) : UNKNOWN;
  const wanted = Object.hasOwn(CONVERSIONS, name) ? CONVERSIONS[name] : undefined;
  if (wanted !== undefined) {
    machine.recorder.use(object, at, wanted);
    return UNKNOWN;
  }
  if (COPIES.has(name) || name === 'trim') return callMethod(machine, at, object, name, { positional: [], named: new Map(), spread: false });
  if (object.kind === 'argv' && (name === 'tail' || name === 'toSeq')) return { ...object, dropsFirst: object.dropsFirst };
  return UNKNOWN;
}

/** `object[index]`. */
export function readIndex(machine: Evaluator, at: number, object: Value, index: Value, written: Node): Value {
  if (object.kind === 'options') return index.kind === 'text' ? machine.recorder.read(at, object, index.value, false) : UNKNOWN;
  if (object.kind === 'dict' && index.kind === 'text') return object.entries.get(index.value)?.value ?? UNKNOWN;
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
      return method === undefined ? UNKNOWN : machine.call(at, method, given);
    }
    case 'text': return textMethod(machine, object, name, given);
    case 'option': return optionMethod(machine, at, object, name, first);
    case 'options': return optionsMethod(machine, at, object, name, given);
    case 'list': return listMethod(machine, at, object, name, given);
    case 'dict':
      if (COPIES.has(name)) return name === 'copy' || name === 'toMap' ? object : keysOf(machine, object, at);
      if ((name === 'get' || name === 'pop' || name === 'getOrElse') && first?.kind === 'text') return object.entries.get(first.value)?.value ?? given.positional[1] ?? UNKNOWN;
      if (name === 'items' && !object.open) return { kind: 'list', open: null, depth: machine.recorder.depth, entries: [...object.entries].map(([key, entry]) => ({ maybe: entry.maybe, value: pair(key, entry.at, entry.value) })) };
      if (name === 'update') object.open = true;
      return UNKNOWN;
    case 'argv': return argvMethod(machine, object, name, first);
    case 'function': case 'unknown': case 'none': case 'constant': case 'path': case 'fact':
      if (name === 'parse_args' || name === 'parse_known_args') machine.recorder.escape();
      if (object.kind === 'unknown' && given.positional.some(({ kind }) => kind === 'argv') && !['info', 'debug', 'warning', 'append', 'init'].includes(name)) machine.recorder.escape();
      if (name === 'append' || name === 'info' || name === 'startswith') return UNKNOWN;
      for (const each of given.positional) if (each.kind === 'function') machine.invoke(each, { positional: [], named: new Map(), spread: false });
      return UNKNOWN;
  }
}

function pair(key: string, at: number, value: Value): Value {
  return { kind: 'list', open: null, depth: 0, entries: [{ value: { kind: 'text', value: key, at }, maybe: false }, { value, maybe: false }] };
}

function keysOf(machine: Evaluator, dict: Extract<Value, { kind: 'dict' }>, at: number): Value {
  return listOfItems(machine, at, [{ value: dict, spread: true, at }]);
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
  if (Object.hasOwn(CONVERSIONS, name)) machine.recorder.use(option, at, CONVERSIONS[name] ?? 'integer');
  if (name === 'equals' && first?.kind === 'text') machine.recorder.use(option, at, 'compared', first.value);
  if (name === 'getOrElse') return option;
  if (name === 'map' && first?.kind === 'function') machine.invoke(first, { positional: [option], named: new Map(), spread: false });
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
      if (first?.kind === 'text') options.keys.add(first.value);
      return UNKNOWN;
    case 'update': {
      const joined = first === undefined ? null : join(options, first);
      for (const key of given.named.keys()) options.keys.add(key);
      if (joined?.kind === 'options') {
        for (const key of joined.keys) options.keys.add(key);
        options.open ||= joined.open;
      }
      return UNKNOWN;
    }
    case 'copy': case 'toMap': return { kind: 'options', keys: new Set(options.keys), open: options.open };
    case 'withDefaultValue': case 'withDefault': case 'updated': return { kind: 'options', keys: options.keys, open: true };
    case '++': case '+': return first === undefined ? options : { kind: 'options', keys: options.keys, open: true };
    default: return UNKNOWN;
  }
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
    case 'union': case '++': case 'concat': case ':::': return first === undefined ? list : plus(machine, at, '+', list, first);
    case ':+': case '+:': return first === undefined ? list : plus(machine, at, name, name === ':+' ? list : first, name === ':+' ? first : list);
    case 'remove': case 'discard': case 'pop': case 'clear': case 'diff': case 'filterNot': case 'filter': case 'withFilter':
      return filtered(machine, list, name, first);
    case 'map': case 'foreach': case 'flatMap': {
      const results = first?.kind === 'function' ? list.entries.map(({ value, maybe }) => ({ value: machine.invoke(first, { positional: [value], named: new Map(), spread: false }), maybe })) : first?.kind === 'options' ? [] : null;
      if (first?.kind === 'options') for (const { value } of list.entries) machine.call(at, first, { positional: [value], named: new Map(), spread: false });
      return results === null ? UNKNOWN : { kind: 'list', entries: results, open: list.open, depth: machine.recorder.depth };
    }
    default: return UNKNOWN;
  }
}

// What is taken out may or may not be in the list afterwards.
function filtered(machine: Evaluator, list: ListValue, name: string, first: Value | undefined): Value {
  if (name === 'remove' || name === 'discard') {
    const index = list.entries.findIndex(({ value }) => value.kind === 'text' && first?.kind === 'text' && value.value === first.value);
    const entry = list.entries[index];
    if (entry !== undefined) list.entries[index] = { value: entry.value, maybe: true };
    return UNKNOWN;
  }
  if (first?.kind === 'function') for (const { value } of list.entries) machine.recorder.listen(() => machine.invoke(first, { positional: [value], named: new Map(), spread: false }));
  return { ...list, entries: list.entries.map(({ value }) => ({ value, maybe: true })), depth: machine.recorder.depth };
}

function argvMethod(machine: Evaluator, argv: Extract<Value, { kind: 'argv' }>, name: string, first: Value | undefined): Value {
  const { recorder } = machine;
  recorder.touch();
  if (COPIES.has(name) || name === 'clone') return argv;
  if (['extend', 'append', 'insert', '+='].includes(name)) {
    const words = first?.kind === 'list' ? first.entries.map(({ value }) => value) : first === undefined ? [] : [first];
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
    const { texts } = recorder.listen(() => machine.invoke(first, { positional: [UNKNOWN], named: new Map(), spread: false }));
    const names = [...texts].flatMap((text) => (text.startsWith('--') ? [recorder.mention(text)] : [])).filter((each) => each !== null);
    if (names.length > 0) return { kind: 'fact', yes: new Set(names), no: new Set() };
  }
  if (!['mkString', 'length', 'size', '++', ':+', 'tail', 'drop', 'slice'].includes(name)) recorder.escape();
  if (name === '++' || name === ':+') return first === undefined ? argv : plus(machine, 0, name, argv, first);
  return name === 'tail' || name === 'drop' || name === 'slice' ? argv : UNKNOWN;
}

import { isDictionary, MOST, UNKNOWN, type Dictionary, type DictValue, type Entry, type ListValue, type OptionsValue, type Value } from './values.ts';

/** What a name stands for after two ways of getting there. */
export function join(a: Value, b: Value): Value {
  if (a === b || b.kind === 'none') return a;
  if (a.kind === 'none') return b;
  if (a.kind === 'text' && b.kind === 'text' && a.value === b.value) return a;
  if (a.kind === 'option' && b.kind === 'option' && a.name === b.name) return a;
  if (a.kind === 'options' || b.kind === 'options') return joinOptions(a, b);
  if (a.kind === 'list' && b.kind === 'list') return joinLists(a, b);
  if (a.kind === 'argv' && b.kind === 'argv') return { kind: 'argv', added: new Set([...a.added, ...b.added]), dropsFirst: a.dropsFirst && b.dropsFirst };
  if (a.kind === 'dict' && b.kind === 'dict') return joinDicts(a, b);
  return UNKNOWN;
}

function joinDicts(a: DictValue, b: DictValue): DictValue {
  const entries = new Map(a.entries);
  for (const [name, entry] of b.entries) {
    const other = a.entries.get(name);
    entries.set(name, other === undefined ? entry : { ...entry, value: join(other.value, entry.value), maybe: entry.maybe || other.maybe });
  }
  return { kind: 'dict', entries, open: a.open || b.open };
}

function joinOptions(a: Value, b: Value): OptionsValue {
  const open = (value: Value): boolean => (isDictionary(value) ? value.open : true);
  const written = new Map<string, Value>();
  for (const name of new Set([...writtenIn(a), ...writtenIn(b)])) {
    const [one, other] = [under(a, name), under(b, name)];
    written.set(name, one === null ? (other ?? UNKNOWN) : other === null ? one : join(one, other));
  }
  return { kind: 'options', keys: new Set([...keysIn(a), ...keysIn(b)]), open: open(a) || open(b), written, blurred: isBlurred(a) || isBlurred(b) };
}

const keysIn = (value: Value): Iterable<string> => (value.kind === 'options' ? value.keys : value.kind === 'dict' ? value.entries.keys() : []);
const writtenIn = (value: Value): Iterable<string> => (value.kind === 'options' ? value.written.keys() : value.kind === 'dict' ? value.entries.keys() : []);
const isBlurred = (value: Value): boolean => (value.kind === 'options' ? value.blurred : value.kind !== 'dict');

function under(value: Value, name: string): Value | null {
  if (value.kind === 'dict') return value.entries.get(name)?.value ?? (value.open ? UNKNOWN : null);
  if (value.kind === 'options') return value.written.get(name) ?? (value.open || value.keys.has(name) ? { kind: 'option', name } : null);
  return UNKNOWN;
}

/** More keys than this are no dictionary of arguments, and copying them again and again would take too long: any key may hold anything. */
const MOST_KEYS = 2 * MOST;
const sizeOf = (value: Value): number => (value.kind === 'options' ? value.keys.size : value.kind === 'dict' ? value.entries.size : 0);
const anything = (like: Dictionary['kind']): Dictionary => (like === 'dict' ? { kind: 'dict', entries: new Map(), open: true } : { kind: 'options', keys: new Set(), open: true, written: new Map(), blurred: true });

/** A dictionary of its own with the same content. */
export function copyOf(value: Dictionary): Dictionary {
  if (sizeOf(value) > MOST_KEYS) return anything(value.kind);
  return value.kind === 'dict' ? { ...value, entries: new Map(value.entries) } : { ...value, keys: new Set(value.keys), written: new Map(value.written) };
}

/** A dictionary with another one laid over it: where both have a key, the later value stands. */
export function overlay(below: Value, above: Value): Dictionary {
  if (sizeOf(below) + sizeOf(above) > MOST_KEYS) return anything(below.kind === 'dict' && above.kind === 'dict' ? 'dict' : 'options');
  if (below.kind === 'dict' && above.kind === 'dict') return { kind: 'dict', entries: new Map([...below.entries, ...above.entries]), open: below.open || above.open };
  if (!isDictionary(above)) return below.kind === 'options' ? { ...copyOptions(below), open: true, blurred: true } : { kind: 'dict', entries: new Map(), open: true };
  if (above.kind === 'dict') {
    const result = below.kind === 'options' ? copyOptions(below) : { kind: 'options' as const, keys: new Set<string>(), open: true, written: new Map<string, Value>(), blurred: true };
    for (const [name, { value, maybe }] of above.entries) {
      result.keys.add(name);
      result.written.set(name, maybe ? join(under(below, name) ?? value, value) : value);
    }
    return { ...result, open: result.open || above.open, blurred: result.blurred || above.open };
  }
  const written = new Map(above.written);
  for (const name of writtenIn(below)) if (!written.has(name) && !(above.keys.has(name) && !above.open)) written.set(name, above.keys.has(name) || above.open ? UNKNOWN : (under(below, name) ?? UNKNOWN));
  const open = above.open || (isDictionary(below) ? below.open : true);
  return { kind: 'options', keys: new Set([...above.keys, ...keysIn(below)]), open, written, blurred: above.blurred };
}

const copyOptions = (value: OptionsValue): OptionsValue => ({ ...value, keys: new Set(value.keys), written: new Map(value.written) });

/** Puts a value under a key; where a condition decides, either one may be there. */
export function store(object: Dictionary, key: Value, value: Value, sure: boolean): void {
  if (key.kind !== 'text') {
    if (object.kind === 'options') object.blurred = true;
    else if (!object.open) for (const [name, entry] of object.entries) object.entries.set(name, { ...entry, value: UNKNOWN });
    object.open = true;
    return;
  }
  const before = sure ? null : under(object, key.value);
  const stored = before === null ? value : join(before, value);
  if (object.kind === 'options') {
    object.keys.add(key.value);
    object.written.set(key.value, stored);
  } else object.entries.set(key.value, { value: stored, maybe: false, at: key.at });
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

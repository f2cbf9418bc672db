import { call, invoke, one, withNamed, type Given } from './calls.ts';
import { listOfItems } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { copyOf } from './join.ts';
import { isDictionary, NUMBER, UNKNOWN, type ListValue, type Value } from './values.ts';

const LISTS = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'Seq', 'List', 'Array', 'Set', 'Vector', 'IndexedSeq', 'ListBuffer', 'ArrayBuffer', 'Buffer', 'copy', 'deepcopy', 'reversed', 'unique']);
const SCALA_LISTS = new Set(['Seq', 'List', 'Array', 'Set', 'Vector', 'IndexedSeq', 'ListBuffer', 'ArrayBuffer', 'Buffer']);
const HARMLESS = new Set(['print', 'println', 'len', 'str', 'repr', 'type', 'isinstance', 'bool', 'any', 'all', 'info', 'debug', 'warning', 'exit']);

/** Of Python, by their whole paths: what takes numbers and fails on text. With `max`, only beside a number. */
const NUMERIC = /^(builtins\.)?(range|round|abs|divmod|pow|chr|hex|oct|bin)$|^(time|asyncio)\.sleep$|^(datetime\.)?timedelta$|^math\.(ceil|floor|sqrt|log|log2|log10|exp|pow|fabs|trunc)$|(^|\.)(ThreadPoolExecutor|ProcessPoolExecutor|ThreadPool|relativedelta)$/;
const MIXED = /^(builtins\.)?(max|min)$/;

/** A call of something that the script does not define: a part of the language, of a library, or of another file. */
export function callBuiltIn(machine: Evaluator, at: number, path: string, given: Given): Value {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const [first, second] = given.positional;
  const { recorder } = machine;
  if (name === 'getResolvedOptions' && !path.startsWith('self.')) return resolve(machine, at, given);
  if (!recorder.scala) numeric(machine, at, path, given);
  switch (name) {
    case 'int': case 'parseInt': case 'parseLong': case 'valueOf':
      if (first !== undefined && second === undefined && !given.named.has('base')) recorder.use(first, at, 'integer');
      return path === 'int' ? NUMBER : UNKNOWN;
    case 'float': case 'parseDouble':
      if (first !== undefined) recorder.use(first, at, 'double');
      return path === 'float' ? NUMBER : UNKNOWN;
    case 'Decimal': case 'BigDecimal':
      if (first !== undefined) recorder.use(first, at, 'double');
      return UNKNOWN;
    case 'bool':
      if (first !== undefined) recorder.use(first, at, 'truth');
      return first?.kind === 'fact' ? first : UNKNOWN;
    case 'parseBoolean':
      if (first !== undefined) recorder.use(first, at, 'boolean');
      return UNKNOWN;
    case 'strtobool':
      if (first !== undefined) recorder.use(first, at, 'boolean');
      return UNKNOWN;
    case 'loads':
      if (first !== undefined && /(^|\.)(json|simplejson|ujson|orjson)\.loads$/.test(path)) recorder.use(first, at, 'json');
      return UNKNOWN;
    case 'fromisoformat':
      if (first !== undefined) recorder.use(first, at, /(^|\.)date\.fromisoformat$/.test(path) ? 'date' : 'timestamp');
      return UNKNOWN;
    case 'strptime':
      if (first !== undefined) recorder.use(first, at, 'date', second?.kind === 'text' ? second.value : null);
      return UNKNOWN;
    case 'parse':
      if (first !== undefined && second === undefined && /(^|\.)LocalDate\.parse$/.test(path)) recorder.use(first, at, 'date');
      return UNKNOWN;
    case 'dict': case 'OrderedDict':
      return isDictionary(first ?? UNKNOWN) || first === undefined || given.named.size > 0 ? withNamed(first, given, at) : pairs(first);
    case 'Map': case 'HashMap': return scalaMap(given, at);
    case 'str': return first !== undefined && ['text', 'option'].includes(first.kind) ? first : UNKNOWN;
    case 'partial': return partial(given);
    case 'fields': return fields(machine, first);
    case 'Some': case 'Option': case 'Try': case 'identity': return first ?? UNKNOWN;
    case 'isinstance': case 'hasattr': case 'type': case 'callable': case 'getattr':
      if (first !== undefined) recorder.askType(first);
      return UNKNOWN;
    case 'import_module': return first?.kind === 'text' ? { kind: 'path', path: first.value } : UNKNOWN;
    case 'enumerate': return first?.kind === 'list' ? { ...first, entries: first.entries.map(({ value, maybe }) => ({ maybe, value: { kind: 'list', open: null, depth: 0, entries: [{ value: UNKNOWN, maybe: false }, { value, maybe: false }] } })) } : UNKNOWN;
    case 'filter': case 'map': return higher(machine, at, name, given);
    case 'concat': case 'chain': return listOfItems(machine, at, given.positional.map((value) => ({ value, spread: true, at })));
    default: break;
  }
  if (LISTS.has(name)) return listOf(machine, at, name, given);
  if (!HARMLESS.has(name) && [...given.positional, ...given.named.values()].some(({ kind }) => kind === 'argv')) recorder.escape();
  if (name === 'parse_args' || name === 'parse_known_args') recorder.escape();
  for (const each of given.positional) if (each.kind === 'function') invoke(machine, each, { positional: [], named: new Map(), spread: false });
  return UNKNOWN;
}

function numeric({ recorder }: Evaluator, at: number, path: string, given: Given): void {
  const all = [...given.positional, ...given.named.values()];
  const mixed = MIXED.test(path) && all.some(({ kind }) => kind === 'constant');
  if (mixed || NUMERIC.test(path)) for (const each of all) recorder.use(each, at, 'arithmetic');
}

function resolve(machine: Evaluator, at: number, given: Given): Value {
  const argv = given.positional[0] ?? given.named.get('args') ?? UNKNOWN;
  const options = given.positional[1] ?? given.named.get('options') ?? UNKNOWN;
  if (options.kind === 'text' && !machine.recorder.scala) {
    const letters: ListValue = { kind: 'list', entries: [...options.value].map((value) => ({ value: { kind: 'text', value, at: options.at }, maybe: false })), open: null, depth: machine.recorder.depth };
    return machine.recorder.call(at, argv, letters, options.value);
  }
  const list = options.kind === 'list' ? options : options.kind === 'dict' ? listOfItems(machine, at, [{ value: options, spread: true, at }]) : null;
  return machine.recorder.call(at, argv, list !== null && list.kind === 'list' ? list : null);
}

function partial({ positional, named }: Given): Value {
  const [callee, ...rest] = positional;
  return callee === undefined ? UNKNOWN : { kind: 'partial', callee, positional: rest, named };
}

/** The fields of a dataclass of the script. */
function fields(machine: Evaluator, of: Value | undefined): Value {
  const object = of?.kind === 'class' ? of.object : of;
  if (object?.kind !== 'object' || object.annotated.length === 0) return UNKNOWN;
  const entries = object.annotated.map(({ name, at }) => ({ maybe: false, value: { kind: 'object', annotated: [], unsettled: new Set(), fields: new Map<string, Value>([['name', { kind: 'text', value: name, at }]]) } satisfies Value }));
  return { kind: 'list', entries, open: null, depth: machine.recorder.depth };
}

/** A dictionary of pairs. */
function pairs(list: Value): Value {
  return list.kind === 'list' && list.open === null ? scalaMap({ positional: list.entries.map(({ value }) => value), named: new Map(), spread: false }, 0) : { kind: 'dict', entries: new Map(), open: true };
}

function listOf(machine: Evaluator, at: number, name: string, given: Given): Value {
  const [first] = given.positional;
  if (SCALA_LISTS.has(name)) return listOfItems(machine, at, given.positional.map((value) => ({ value, spread: false, at })));
  if (first === undefined) return { kind: 'list', entries: [], open: null, depth: machine.recorder.depth };
  if (first.kind === 'argv') return first;
  if (isDictionary(first) && (name === 'copy' || name === 'deepcopy')) return copyOf(first);
  if (first.kind === 'options' && name !== 'list') return first;
  return listOfItems(machine, at, [{ value: first, spread: true, at }]);
}

function scalaMap(given: Given, at: number): Value {
  const entries = new Map<string, { value: Value; maybe: boolean; at: number }>();
  let open = false;
  for (const each of given.positional) {
    const [key, value] = each.kind === 'list' ? each.entries : [];
    if (key?.value.kind === 'text' && value !== undefined) entries.set(key.value.value, { value: value.value, maybe: false, at: key.value.at });
    else open = true;
  }
  return { kind: 'dict', entries, open: open || (given.positional.length === 0 && at < 0) };
}

function higher(machine: Evaluator, at: number, name: string, given: Given): Value {
  const [callee, list] = given.positional;
  if (list?.kind !== 'list' || callee === undefined) return UNKNOWN;
  const apply = (value: Value): Value => call(machine, at, callee, one(value));
  const entries = list.entries.map(({ value, maybe }) => (name === 'map' ? { value: apply(value), maybe } : { value: (machine.recorder.listen(() => apply(value)), value), maybe: true }));
  return { kind: 'list', entries, open: list.open, depth: machine.recorder.depth };
}

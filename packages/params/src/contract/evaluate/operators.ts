import type { Node } from '../ast.ts';
import { listOfItems } from './collections.ts';
import type { Evaluator } from './evaluator.ts';
import { overlay } from './join.ts';
import { some } from './methods.ts';
import { argvNames, wordName } from './shape.ts';
import { isDictionary, text, UNKNOWN, type Scope, type Value } from './values.ts';

/** An operator with two sides, other than and, or. */
export function binary(machine: Evaluator, node: Extract<Node, { kind: 'binary' }>, scope: Scope): Value {
  const { op } = node;
  const { result, texts, touched } = machine.recorder.listen(() => [machine.eval(node.left, scope), machine.eval(node.right, scope)] as const);
  const [left, right] = result;
  const negative = op === 'not in' || op === '!=';
  if (['in', 'not in', '==', '!=', '<=', '<', '>=', '>', 'is', 'is not'].includes(op)) {
    compare(machine, node.at, op, left, right);
    const there = presence(op, left, right);
    if (there !== null) return there;
    if (!touched) return UNKNOWN;
    const names = new Set(argvNames(machine.recorder, texts, left, right));
    return names.size === 0 ? UNKNOWN : negative ? { kind: 'fact', yes: new Set(), no: names } : { kind: 'fact', yes: names, no: new Set() };
  }
  if (op === '%' && left.kind === 'text') return percent(machine, left, right);
  if (op === '+' || op === '++' || op === '|' || op === ':::' || op === ':+' || op === '+:' || op === '::' || op === ':++') return plus(machine, node.at, op, left, right);
  if ((op === '&' || op === '-') && left.kind === 'list') return some(left, op === '&' ? right : null);
  if (op === '&' && right.kind === 'list') return some(right, left);
  return calculate(machine, node.at, op, left, right);
}

/** Numbers come out of numbers only; but `3 * text`, in Scala `text * 3`, is the text three times. */
export function calculate(machine: Evaluator, at: number, op: string, left: Value, right: Value): Value {
  const repeats = op === '*' && !machine.recorder.scala;
  if (op === '*' && machine.recorder.scala && left.kind === 'option') return left;
  if (repeats && left.kind === 'constant') return right.kind === 'option' ? right : UNKNOWN;
  if (repeats && right.kind === 'constant') return left.kind === 'option' ? left : UNKNOWN;
  if (!['-', '*', '/', '//', '%', '**'].includes(op)) return UNKNOWN;
  for (const [side, other] of [[left, right], [right, left]] as const) {
    if (other.kind === 'constant' || (repeats && ['text', 'list', 'option'].includes(other.kind))) machine.recorder.use(side, at, 'arithmetic', op === '%' && side === left ? '%' : null);
  }
  return UNKNOWN;
}

function percent(machine: Evaluator, left: Extract<Value, { kind: 'text' }>, right: Value): Value {
  const given = right.kind === 'list' ? right.entries.map(({ value }) => value) : [right];
  let at = 0;
  let known = true;
  const value = left.value.replace(/%s/g, () => {
    const next = given[at++];
    if (next?.kind === 'text') return next.value;
    known = false;
    return '';
  });
  if (known) machine.recorder.hear(value);
  return known ? text(value, left.at) : UNKNOWN;
}

/** `args.get('X') is not None`: there is an X. */
function presence(op: string, left: Value, right: Value): Value | null {
  if (left.kind !== 'option' || right.kind !== 'none' || !['is', 'is not', '==', '!='].includes(op)) return null;
  const [given, nobody] = [new Set([left.name]), new Set<string>()];
  return op === 'is not' || op === '!=' ? { kind: 'fact', yes: given, no: nobody } : { kind: 'fact', yes: nobody, no: given };
}

function compare(machine: Evaluator, at: number, op: string, left: Value, right: Value): void {
  for (const [side, other] of [[left, right], [right, left]] as const) {
    if (side.kind !== 'option') continue;
    if (op === '==' || op === '!=' || op === 'is' || op === 'is not') {
      if (other.kind === 'text') machine.recorder.compared(side, at, [other.value]);
      else if (other.kind === 'constant') machine.recorder.compared(side, at, null);
    } else if (['<', '>', '<=', '>='].includes(op) && other.kind === 'constant') machine.recorder.use(side, at, 'arithmetic');
    else if (op === 'in' && side === left && right.kind === 'list' && right.open === null) {
      const words = right.entries.flatMap(({ value }) => (value.kind === 'text' ? [value.value] : []));
      if (words.length > 0 && words.length === right.entries.length) machine.recorder.compared(side, at, words);
    }
  }
}

/** The sum of two texts, lists, dictionaries or words of the job. */
export function plus(machine: Evaluator, at: number, op: string, left: Value, right: Value): Value {
  if (left.kind === 'text' && right.kind === 'text') {
    machine.recorder.hear(left.value + right.value);
    return text(left.value + right.value, left.at);
  }
  if (left.kind === 'argv' || right.kind === 'argv') {
    const [words, other] = left.kind === 'argv' ? [left, right] : [right, left];
    if (words.kind !== 'argv') return UNKNOWN;
    const names = other.kind === 'list' ? other.entries.flatMap(({ value }) => wordName(value)) : [];
    // [sys.argv[0]] + sys.argv[1:] is whole again.
    const restored = other === left && other.kind === 'list' && other.entries.length === 1;
    return { kind: 'argv', added: new Set([...words.added, ...names]), dropsFirst: words.dropsFirst && !restored };
  }
  if (left.kind === 'options') return overlay(left, right.kind === 'list' ? UNKNOWN : right);
  if (right.kind === 'options') return overlay(left, right);
  const single = op === ':+' || op === '+:' || op === '::';
  if (left.kind === 'list' || right.kind === 'list') {
    const prepends = op === '+:' || op === '::';
    // The union of two sets holds nothing twice.
    if (op === '|' && left.kind === 'list' && right.kind === 'list') {
      const own = new Set(left.entries.flatMap(({ value }) => (value.kind === 'text' ? [value.value] : [])));
      return { ...left, entries: [...left.entries, ...right.entries.filter(({ value }) => value.kind !== 'text' || !own.has(value.value))], open: left.open ?? right.open };
    }
    return listOfItems(machine, at, [{ value: left, spread: !(single && prepends), at }, { value: right, spread: !(single && !prepends), at }]);
  }
  if (isDictionary(left) && isDictionary(right)) return overlay(left, right);
  // In Scala a text and a number make a text.
  if (op === '+' && !machine.recorder.scala) for (const [side, other] of [[left, right], [right, left]] as const) if (other.kind === 'constant') machine.recorder.use(side, at, 'arithmetic');
  return UNKNOWN;
}

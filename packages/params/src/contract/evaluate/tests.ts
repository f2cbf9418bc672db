import type { Node } from '../ast.ts';
import type { Evaluator } from './evaluator.ts';
import { join } from './join.ts';
import { argvNames, isMain, merged } from './shape.ts';
import { UNKNOWN, type Scope, type Value } from './values.ts';

/** Names that are given when a test is true, and when it is false. */
export interface Tested {
  readonly yes: ReadonlySet<string>;
  readonly no: ReadonlySet<string>;
  readonly value: Value;
  /** True when it only asks which words there are, and looks at no value. */
  readonly plain: boolean;
  /** True when it asks for the type of a value. */
  readonly typed: boolean;
}
type Binary = Extract<Node, { kind: 'binary' }>;
const NOBODY: ReadonlySet<string> = new Set();

/** `and`, `or`: the right side is looked at only after the left one. */
export function logic(machine: Evaluator, node: Binary, scope: Scope): Value {
  const { recorder } = machine;
  return recorder.chain(() => {
    const left = test(machine, node.left, scope);
    const both = node.op === 'and' || node.op === '&&';
    const right = recorder.within({ doubt: left.plain ? 0 : 1, values: left.typed ? 1 : 0 }, () => under(machine, both ? left.yes : left.no, () => test(machine, node.right, scope)));
    if (!both && ['text', 'option', 'none'].includes(right.value.kind)) recorder.noTruth(left.value, node.left.at);
    // `given or []` stands for one of the two.
    if (!both && left.yes.size + left.no.size + right.yes.size === 0 && left.value.kind !== 'unknown') return join(left.value, right.value);
    return both ? { kind: 'fact', yes: new Set([...left.yes, ...right.yes]), no: NOBODY } : { kind: 'fact', yes: NOBODY, no: new Set([...left.no, ...right.no]) };
  });
}

/** What a test tells of names. */
export function test(machine: Evaluator, node: Node, scope: Scope): Tested {
  const { recorder } = machine;
  return recorder.chain(() => {
    const [before, types] = [recorder.reads, recorder.typesAsked];
    const { result, texts, touched } = recorder.listen(() => machine.eval(node, scope));
    const plain = recorder.reads === before;
    const typed = recorder.typesAsked > types;
    if (result.kind === 'fact') return { yes: result.yes, no: result.no, value: result, typed, plain: plain && result.yes.size + result.no.size > 0 };
    recorder.use(result, node.at, 'truth');
    if (result.kind === 'option') return { yes: new Set([result.name]), no: NOBODY, value: result, typed, plain: false };
    const names = touched ? argvNames(recorder, texts, result, result) : [];
    return { yes: new Set(names), no: NOBODY, value: result, typed, plain: plain && names.length > 0 };
  });
}

export function under<T>({ recorder }: Evaluator, names: ReadonlySet<string>, run: () => T): T {
  const before = recorder.guarded;
  recorder.guarded = new Set([...before, ...names]);
  try {
    return run();
  } finally {
    recorder.guarded = before;
  }
}

export function condition(machine: Evaluator, node: Extract<Node, { kind: 'if' }>, scope: Scope): Value {
  if (isMain(node.test)) return machine.eval(node.then, scope);
  const { recorder, ends } = machine;
  const facts = test(machine, node.test, scope);
  machine.tested.set(node, facts);
  const worked = facts.value.kind === 'option' ? recorder.worked(facts.value.name) : 0;
  const before = machine.copy(scope.names);
  const arm = <T>(run: () => T): T => recorder.within({ depth: 1, values: facts.typed ? 1 : 0 }, run);
  const start = recorder.mark();
  const then = arm(() => under(machine, facts.yes, () => machine.eval(node.then, scope)));
  if (asksForValue(machine, facts.value, then, worked)) recorder.noTruth(facts.value, node.test.at);
  // `if not args['X']: raise …` wants a value, whatever it is.
  if (node.test.kind === 'not' && raises(node.then)) for (const name of facts.no) recorder.noTruth({ kind: 'option', name }, node.test.at);
  const middle = recorder.mark();
  const after = scope.names;
  scope.names = machine.copy(before);
  const otherwise = node.otherwise === null ? UNKNOWN : arm(() => under(machine, facts.no, () => machine.eval(node.otherwise ?? node.then, scope)));
  const end = recorder.mark();
  if (node.otherwise !== null) recorder.settle([[start, middle], [middle, end]]);
  const [thenLeaves, elseLeaves] = [ends.always(node.then), node.otherwise !== null && ends.always(node.otherwise)];
  scope.names = thenLeaves ? scope.names : elseLeaves ? after : merged(after, scope.names);
  return node.otherwise === null ? UNKNOWN : join(then, otherwise);
}

/** Is a value that stands for a test only looked at to see whether there is one? Then it is made something of, or given back. */
function asksForValue({ recorder }: Evaluator, value: Value, then: Value, worked: number): boolean {
  if (value.kind !== 'option') return false;
  return recorder.worked(value.name) > worked || (then.kind === 'option' && then.name === value.name);
}

function raises(node: Node): boolean {
  return node.kind === 'leave' ? node.raises : node.kind === 'block' && node.body.some(raises);
}

/** Statements one after the other. What may leave, having looked at a value, makes everything after it conditional. */
export function block(machine: Evaluator, body: readonly Node[], scope: Scope): Value {
  const { recorder, ends } = machine;
  const { guarded, doubt } = recorder;
  let value: Value = UNKNOWN;
  for (const node of body) {
    value = machine.eval(node, scope);
    if (!ends.perhaps(node)) continue;
    const facts = node.kind === 'if' && node.otherwise === null ? machine.tested.get(node) : undefined;
    if (facts?.plain !== true) recorder.doubt += 1;
    // After `if '--X' not in sys.argv: return`, X is there.
    if (facts !== undefined && node.kind === 'if' && ends.always(node.then)) recorder.guarded = new Set([...recorder.guarded, ...facts.no]);
  }
  [recorder.guarded, recorder.doubt] = [guarded, doubt];
  return value;
}

import type { Json } from '../engine-types.ts';
import { isArray, isObject } from '../json.ts';
import { expressionIn, messageOf, treeOf } from '../query/expression.ts';
import { checkContext } from './context.ts';
import { builtIn } from './jsonata-functions.ts';
import { cut } from './problem.ts';
import type { State } from './run.ts';
import { step } from './step.ts';
import { noteUse } from './variables.ts';

/** Where an expression stands: what of `$states` it may use. */
export type Use = 'input' | 'result' | 'errorOutput';

/** What is known of one expression. */
interface Query {
  readonly error: string | null;
  /** Variables that it takes from outside. */
  readonly variables: readonly string[];
  /** Members of `$states` that it reads. */
  readonly members: readonly string[];
  /** What it reads of `$states.context`: the names on the way there. */
  readonly context: readonly (readonly string[])[];
  readonly evaluates: boolean;
}

export interface Queries {
  /** Checks every `{% … %}` in a value, however deep. */
  check(state: State, value: Json, at: string, use: Use): void;
}

/** Each takes some 50 microseconds: a definition of the largest size has room for five times as many, which would take seconds. */
const mostExpressions = 10_000;

/** Expressions are analysed once: definitions repeat them. */
export function createQueries(): Queries {
  const seen = new Map<string, Query>();
  let told = false;

  return { check };

  function check(state: State, value: Json, at: string, use: Use): void {
    if (typeof value === 'string') text(state, value, at, use);
    else if (isArray(value)) for (const [i, item] of value.entries()) check(state, item, step(at, String(i)), use);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) check(state, item, step(at, key), use);
  }

  function text(state: State, value: string, at: string, use: Use): void {
    const { report } = state.run;
    const source = expressionIn(value);
    if (source === null) return notMarked(state, value, at);
    let query = seen.get(source);
    if (query === undefined) {
      if (seen.size >= mostExpressions) return tellRest(state, at);
      query = analysed(source);
      seen.set(source, query);
    }
    if (query.error !== null) return report('ASL1301', at, `The expression '${cut(source)}' is not JSONata: ${query.error}.`, 'Correct what stands between {% and %}.');
    if (query.evaluates) report('ASL1303', at, `The expression '${cut(source)}' uses $eval, which Step Functions does not have.`, 'Use $parse for JSON text.');
    for (const member of query.members) tellMember(state, member, at, use);
    for (const names of query.context) checkContext(state, names, at);
    for (const name of query.variables) noteUse(state, name, at);
  }

  function tellRest({ run }: State, at: string): void {
    if (!told) run.report('ASL2021', at, `The definition has more than ${mostExpressions} different expressions: this one and those behind it are not checked.`, 'Move parts into state machines of their own.');
    told = true;
  }
}

function notMarked({ run, name }: State, value: string, at: string): void {
  if (value.startsWith('{%')) {
    run.report('ASL1302', at, `The text '${cut(value)}' of state '${name}' starts an expression and does not end it.`, 'End it with %}, without anything after it.');
  } else if (/^\s+\{%|^\{\{?%|%\}\s*$/u.test(value) || /^\$(?:states\.|\$?\.)\w/u.test(value)) {
    // AWS takes a text with blanks around the marks as a constant.
    run.report('ASL2008', at, `The text '${cut(value)}' looks like an expression and is passed on as it is.`, 'Start it with {% and end it with %}, without blanks outside, if it is one.');
  }
}

function tellMember({ run, type, name }: State, member: string, at: string, use: Use): void {
  if (member === 'input' || member === 'context') return;
  if (member !== 'result' && member !== 'errorOutput') return run.report('ASL2019', at, `'$states' has no member '${cut(member)}'.`, 'It has input, context, result and errorOutput.');
  if (member === use) return;
  const where = member === 'result' ? 'in Output and Assign of Task, Parallel and Map' : "in a catcher's Output and Assign";
  run.report('ASL1304', at, `'$states.${member}' is not there in this field of ${type} state '${name}': it is ${where}.`, use === 'input' ? 'Use $states.input here.' : `Use $states.${use} here.`);
}

function analysed(source: string): Query {
  const broken = (error: string): Query => ({ error, variables: [], members: [], context: [], evaluates: false });
  if (source === '') return broken('it is empty');
  try {
    return freeOf(treeOf(source));
  } catch (error) {
    if (error instanceof RangeError) return broken('it nests too deeply');
    // Some errors of jsonata leave their position undefined.
    const position = typeof error === 'object' && error !== null && 'position' in error && typeof error.position === 'number' ? ` (at character ${error.position})` : '';
    return broken(`${cut(messageOf(error))}${position}`);
  }
}

/** The variables of an expression that nothing in it binds. Names that are bound anywhere count as bound everywhere: rather too few are told than too many. */
function freeOf(tree: unknown): Query {
  const [used, bound, members] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const context = new Map<string, readonly string[]>();
  const open: unknown[] = [tree];
  for (let node = open.pop(); open.length > 0 || node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    noteNode(node, used, bound);
    noteStates(node, members, context);
    for (const inner of Object.values(node) as unknown[]) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  const free = [...used].filter((name) => name !== '' && name !== '$' && name !== 'states' && name !== 'eval' && !bound.has(name) && !builtIn.has(name));
  return { error: null, variables: free, members: [...members], context: [...context.values()], evaluates: used.has('eval') && !bound.has('eval') };
}

function noteNode(node: object, used: Set<string>, bound: Set<string>): void {
  const type = textIn(node, 'type');
  if (type === 'variable') used.add(textIn(node, 'value'));
  if (type === 'bind') bound.add(textIn(Reflect.get(node, 'lhs'), 'value'));
  if (type === 'lambda') for (const argument of listIn(node, 'arguments')) bound.add(textIn(argument, 'value'));
  // `@$name` and `#$name` of a path.
  const focus = textIn(node, 'focus');
  if (focus !== '') bound.add(focus);
  const index = textIn(node, 'index');
  if (index !== '') bound.add(index);
  for (const stage of listIn(node, 'stages')) if (textIn(stage, 'type') === 'index') bound.add(textIn(stage, 'value'));
}

/** Notes what a path reads of `$states`. */
function noteStates(node: object, members: Set<string>, context: Map<string, readonly string[]>): void {
  if (textIn(node, 'type') !== 'path') return;
  const [first, ...rest] = listIn(node, 'steps');
  if (textIn(first, 'type') !== 'variable' || textIn(first, 'value') !== 'states') return;
  const other = rest.findIndex((step) => textIn(step, 'type') !== 'name');
  const [member, ...names] = rest.slice(0, other === -1 ? rest.length : other).map((step) => textIn(step, 'value'));
  if (member !== undefined) members.add(member);
  if (member === 'context') context.set(names.join('.'), names);
}

function textIn(of: unknown, name: string): string {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function listIn(of: unknown, name: string): readonly unknown[] {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  return Array.isArray(value) ? value : [];
}

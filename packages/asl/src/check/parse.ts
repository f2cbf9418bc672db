import type { Json } from '../engine-types.ts';
import { isObject, pointer, type JsonObject } from '../json.ts';
import type { Machine } from '../language.ts';
import { createExpressionCheck } from './expressions.ts';
import { checkFields, checkNumber, objects, type DefinitionProblem, type Node, type Report } from './problem.ts';
import { targets } from './recovery.ts';
import { checkState } from './state.ts';

export interface Parsed {
  /** null when there are problems. */
  readonly machine: Machine | null;
  readonly problems: readonly DefinitionProblem[];
}

/**
 * Checks a state machine and gives all problems at once. Takes the parsed JSON, or its text.
 *
 * @example
 * const { machine, problems } = parseDefinition('{"QueryLanguage":"JSONata","StartAt":"A","States":{}}');
 * problems[0]; // { pointer: '/StartAt', message: "StartAt names 'A', …", hint: … }
 */
export function parseDefinition(definition: Json): Parsed {
  const problems: DefinitionProblem[] = [];
  const report: Report = (at, message, hint) => problems.push({ pointer: at, message, hint });
  const json = typeof definition === 'string' ? fromText(definition, report) : definition;
  if (problems.length > 0) return { machine: null, problems };
  if (!isObject(json)) report('', 'A definition must be a JSON object.', 'Write at least QueryLanguage, StartAt and States.');
  else checkNested(() => checkMachine({ json, at: '', report }), report);
  // Every rule of the language was checked above, so the JSON has the machine's shape.
  return { machine: problems.length === 0 ? (json as unknown as Machine) : null, problems };
}

/** Values inside states are walked by recursion: nesting that the stack does not hold is refused, like all that AWS would not take. */
function checkNested(check: () => void, report: Report): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report('', 'The definition nests values too deeply.', 'Make its arguments and outputs flatter.');
  }
}

function fromText(text: string, report: Report): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    report('', `The definition is not JSON: ${error instanceof Error ? error.message : String(error)}.`, 'Correct the text.');
    return null;
  }
}

/** A machine or branch that is still to be checked. */
interface Open {
  readonly node: Node;
  readonly language: Json;
  /** Variables of the regions around it. */
  readonly outer: ReadonlySet<string>;
}

function checkMachine(machine: Node): void {
  checkFields(machine, 'The state machine', ['StartAt', 'States'], ['Comment', 'QueryLanguage', 'Version', 'TimeoutSeconds']);
  checkNumber(machine, 'TimeoutSeconds', 1, true);
  const names = new Map<string, string>();
  const expressions = createExpressionCheck();
  const open: Open[] = [{ node: machine, language: machine.json['QueryLanguage'] ?? 'JSONPath', outer: new Set() }];
  // `open` grows while it is walked: no recursion, so nesting has no limit of its own.
  for (const region of open) checkRegion(region, names, expressions, open);
}

function checkRegion({ node, language, outer }: Open, names: Map<string, string>, expressions: (node: Node, field: string) => void, open: Open[]): void {
  const states = node.json['States'];
  if (!isObject(states)) return states === undefined ? undefined : node.report(pointer(node.at, 'States'), 'States must be an object of states.', 'Write it as { "Name": { … } }.');
  const nodes = stateNodes(node, states);
  const assigned = new Set(outer);
  for (const [name, state] of nodes) {
    checkName(state, name, names);
    const spoken = state.json['QueryLanguage'] ?? language;
    if (spoken !== 'JSONata') {
      state.report(state.at, `State '${name}' uses JSONPath, which is not supported yet.`, 'Set "QueryLanguage": "JSONata" on the state machine or on the state.');
      continue;
    }
    checkState(state, name, expressions);
    noteAssigned(state, outer, assigned);
  }
  for (const [, state] of nodes) {
    if (state.json['Type'] !== 'Parallel') continue;
    for (const branch of objects(state, 'Branches', 1)) {
      checkFields(branch, 'A branch', ['StartAt', 'States'], ['Comment']);
      open.push({ node: branch, language: state.json['QueryLanguage'] ?? language, outer: assigned });
    }
  }
  checkPaths(node, nodes);
}

function stateNodes(node: Node, states: JsonObject): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const [name, json] of Object.entries(states)) {
    const at = pointer(node.at, 'States', name);
    if (isObject(json)) found.set(name, { json, at, report: node.report });
    else node.report(at, `State '${name}' must be an object.`, 'Give it at least a Type.');
  }
  return found;
}

function checkName(state: Node, name: string, names: Map<string, string>): void {
  if (name.length === 0 || name.length > 80) state.report(state.at, `The state name '${name}' has ${name.length} characters; 1 to 80 are allowed.`, 'Shorten it.');
  const other = names.get(name);
  if (other !== undefined) state.report(state.at, `The state name '${name}' is used twice: also at ${other}.`, 'Names must differ over the whole machine, branches included.');
  names.set(name, state.at);
}

/** A branch reads the variables around it, and may not assign them. */
function noteAssigned(state: Node, outer: ReadonlySet<string>, assigned: Set<string>): void {
  const silent = { ...state, report: () => undefined };
  for (const holder of [state, ...objects(silent, 'Choices', 0), ...objects(silent, 'Catch', 0)]) {
    const assign = holder.json['Assign'];
    if (!isObject(assign)) continue;
    for (const name of Object.keys(assign)) {
      assigned.add(name);
      if (outer.has(name)) state.report(pointer(holder.at, 'Assign', name), `The variable '${name}' belongs to a state around this branch, which may read but not assign it.`, 'Use another name, and give the value out by Output.');
    }
  }
}

function checkPaths(node: Node, states: ReadonlyMap<string, Node>): void {
  const start = node.json['StartAt'];
  const reached = new Set<string>();
  const open: string[] = [];
  const visit = (name: unknown, at: string, what: string): void => {
    if (typeof name !== 'string' || !states.has(name)) {
      node.report(at, `${what} names ${typeof name === 'string' ? `'${name}'` : JSON.stringify(name)}, which is not a state here.`, 'Name a state of the same States.');
    } else if (!reached.has(name)) {
      reached.add(name);
      open.push(name);
    }
  };
  if (start !== undefined) visit(start, pointer(node.at, 'StartAt'), 'StartAt');
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states.get(name);
    if (state !== undefined) for (const target of targets(state)) visit(target.name, target.at, target.at.slice(target.at.lastIndexOf('/') + 1));
  }
  for (const [name, state] of states) {
    if (reached.has(name)) continue;
    state.report(state.at, `No path leads to state '${name}'.`, 'Name it in a Next, or remove it.');
    for (const target of targets(state)) {
      if (typeof target.name !== 'string' || !states.has(target.name)) node.report(target.at, `${target.at.slice(target.at.lastIndexOf('/') + 1)} names a state that does not exist here.`, 'Name a state of the same States.');
    }
  }
}

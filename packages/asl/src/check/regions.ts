import { isObject, type JsonObject } from '../json.ts';
import { checkFields, type Fields } from './fields.ts';
import { checkFlow } from './flow.ts';
import { anything, constantNumber, longestSeconds, text, words } from './kinds.ts';
import { modeOf, processorOf } from './map.ts';
import { cut, shown } from './problem.ts';
import { objectsIn } from './recovery.ts';
import type { Language, Part, Region, Run, State } from './run.ts';
import { checkState } from './state.ts';
import { step } from './step.ts';
import { noteAssigned } from './variables.ts';

const longestName = 80;

const branchFields: Fields = { StartAt: { kind: text, required: true }, States: { kind: anything, required: true }, Comment: { kind: anything } };
const machineFields: Fields = {
  ...branchFields, QueryLanguage: { kind: words('JSONPath', 'JSONata') }, Version: { kind: words('1.0') }, TimeoutSeconds: { kind: constantNumber(1, longestSeconds) },
};
/** Fields of the machine that do nothing in a branch. */
const idle = ['QueryLanguage', 'Version', 'TimeoutSeconds'];

/** Checks the machine and all that is nested in it. */
export function checkMachine(run: Run, json: JsonObject, express: boolean): void {
  const none: ReadonlySet<string> = new Set();
  const machine: Region = { json, at: '', language: run.language, outer: none, assigners: new Map(), uses: [], express };
  checkFields(stateOf(run, machine, { json, at: '' }, ''), machine, 'The state machine', machineFields);
  const open: Region[] = [machine];
  // `open` grows while it is walked.
  for (const region of open) checkRegion(run, region, open);
}

function checkRegion(run: Run, region: Region, open: Region[]): void {
  const listed = Object.hasOwn(region.json, 'States') ? region.json['States'] : undefined;
  if (listed === undefined) return;
  const at = step(region.at, 'States');
  if (!isObject(listed)) return run.report('ASL1104', at, `'States' must be an object of states, not ${shown(listed)}.`, 'Write it as { "Name": { … } }.');
  const parts = partsOf(run, at, listed);
  const states = [...parts].map(([name, part]) => stateOf(run, region, part, name));
  // Variables first: a state may read what a later one assigns, in a circle.
  for (const state of states) noteAssigned(state);
  for (const state of states) {
    checkName(state);
    checkLanguage(state);
    checkState(state);
    open.push(...regionsIn(state));
  }
  checkFlow(run, region, parts);
}

function partsOf(run: Run, at: string, listed: JsonObject): ReadonlyMap<string, Part> {
  const found = new Map<string, Part>();
  for (const [name, json] of Object.entries(listed)) {
    const here = step(at, name);
    if (isObject(json)) found.set(name, { json, at: here });
    else run.report('ASL1005', here, `State '${cut(name)}' must be an object, not ${shown(json)}.`, 'Give it at least a Type.');
  }
  return found;
}

function stateOf(run: Run, region: Region, { json, at }: Part, name: string): State {
  const type = json['Type'];
  const own = json['QueryLanguage'];
  const language = own === 'JSONata' || own === 'JSONPath' ? own : (region.language ?? looksLike(json, run.language));
  return { run, region, json, at, key: name, name: cut(name), type: typeof type === 'string' ? type : '', language };
}

/** Which language the fields of a state speak when neither it nor what is around it says so. */
function looksLike(json: JsonObject, language: Language): Language {
  if (['Arguments', 'Output', 'Items'].some((field) => Object.hasOwn(json, field)) || JSON.stringify(json).includes('"{%')) return 'JSONata';
  if (['InputPath', 'OutputPath', 'Parameters', 'ResultPath', 'ResultSelector', 'Result', 'ItemsPath'].some((field) => Object.hasOwn(json, field))) return 'JSONPath';
  return language;
}

function checkName({ run, key: name, at }: State): void {
  const characters = name.length <= longestName ? name.length : [...name].length;
  if (characters === 0 || characters > longestName) run.report('ASL1109', at, `The state name '${cut(name)}' has ${characters} characters; 1 to ${longestName} are allowed.`, characters === 0 ? 'Name the state.' : 'Shorten it.');
  const other = run.names.get(name);
  if (other !== undefined) run.report('ASL1110', at, `The state name '${cut(name)}' is used twice: also at ${other}.`, 'Names must differ over the whole machine, the states inside Parallel and Map included.');
  else run.names.set(name, at);
}

function checkLanguage(state: State): void {
  const { run, region, json, at, name } = state;
  const own = Object.hasOwn(json, 'QueryLanguage') ? json['QueryLanguage'] : undefined;
  const here = step(at, 'QueryLanguage');
  if (own !== undefined) words('JSONPath', 'JSONata')(state, own, here, 'QueryLanguage');
  if (own === 'JSONPath' && run.language === 'JSONata') run.report('ASL1111', here, `State '${name}' uses JSONPath within a state machine of JSONata.`, 'Leave JSONata to single states and JSONPath to the machine, or write the state in JSONata.');
  if (own === undefined && region.language === null) run.report('ASL2011', at, `State '${name}' does not say its QueryLanguage, and the state around it has another than the state machine.`, `Add "QueryLanguage": "${state.language}".`);
}

/** The branches of a Parallel state and what a Map state runs for each item. */
function regionsIn(state: State): readonly Region[] {
  const { run, region, type, json } = state;
  if (type !== 'Parallel' && type !== 'Map') return [];
  const own = json['QueryLanguage'];
  const language = own === undefined ? region.language : own === run.language ? run.language : null;
  const around = { language, outer: new Set([...region.outer, ...region.assigners.keys()]), express: region.express };
  const inside = ({ json: inner, at }: Part, extra: Partial<Region> & { readonly config: boolean }): Region => {
    checkBranch(state, { json: inner, at }, extra.config);
    const outer = extra.outer ?? around.outer;
    return { ...around, json: inner, at, outer, assigners: new Map(), uses: [], express: extra.express ?? around.express };
  };
  if (type === 'Parallel') return objectsIn(state, state, 'Branches', 0).map((branch) => inside(branch, { config: false }));
  const processor = processorOf(state);
  if (processor === null) return [];
  const { distributed, express } = modeOf(processor.json);
  // Child executions have variables of their own, and do not see those outside.
  return [inside(processor, distributed ? { config: true, outer: new Set(), express } : { config: true })];
}

function checkBranch(state: State, { json, at }: Part, config: boolean): void {
  const known = Object.fromEntries(Object.entries(json).filter(([field]) => !idle.includes(field)));
  for (const field of idle) {
    if (Object.hasOwn(json, field)) state.run.report('ASL2018', step(at, field), `'${field}' does nothing inside of ${state.type} state '${state.name}'.`, 'Set it on the state machine or on the states.');
  }
  checkFields(state, { json: known, at }, config ? 'An item processor' : 'A branch', config ? { ...branchFields, ProcessorConfig: { kind: anything } } : branchFields);
}


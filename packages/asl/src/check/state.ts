import { isObject } from '../json.ts';
import { checkChoices } from './choice.ts';
import { checkFields, stateFields } from './fields.ts';
import { checkMap } from './map.ts';
import { checkTemplate } from './paths.ts';
import { shown } from './problem.ts';
import type { Use } from './queries.ts';
import { checkCatch, checkRetry } from './recovery.ts';
import type { Part, State } from './run.ts';
import { step } from './step.ts';
import { checkTask } from './task.ts';
import { adviseLiteral } from './advice.ts';

/** States that end their region by themselves. */
export const endings: ReadonlySet<string> = new Set(['Succeed', 'Fail']);
const withResult: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/** Checks one state by itself; its targets and the states inside of it are the caller's. */
export function checkState(state: State): void {
  const { run, json, at, name, type } = state;
  const fields = Object.hasOwn(stateFields, type) ? stateFields[type] : undefined;
  if (fields === undefined) {
    const near = run.near(type, Object.keys(stateFields));
    return run.report('ASL1108', step(at, 'Type'), `State '${name}' has the Type ${shown(json['Type'] ?? null)}, which the language does not have.`, near === null ? `Use one of ${Object.keys(stateFields).join(', ')}.` : `Did you mean '${near}'?`);
  }
  checkFields(state, state, `${type} state '${name}'`, fields);
  if (Object.hasOwn(fields, 'Next')) checkOnward(state);
  if (type === 'Wait') checkWait(state);
  if (type === 'Map') checkMap(state);
  if (type === 'Task') checkTask(state);
  if (type === 'Pass') checkResult(state);
  if (type === 'Pass') for (const field of ['Result', 'Parameters', 'Output']) adviseLiteral(state, field);
  if (withResult.has(type)) checkRetry(state);
  const own = withResult.has(type) ? 'result' : 'input';
  checkYield(state, state, own);
  if (withResult.has(type)) for (const catcher of checkCatch(state)) checkYield(state, catcher, 'errorOutput');
  if (type !== 'Choice') return;
  const rules = checkChoices(state);
  for (const rule of rules) checkYield(state, rule, 'input');
  if (!Object.hasOwn(json, 'Default') && !rules.some((rule) => rule.json['Condition'] === true)) run.report('ASL2017', at, `Choice state '${name}' has no Default.`, 'Add the state to go to when no rule matches.');
}

function checkOnward({ run, json, at, name }: State): void {
  const next = Object.hasOwn(json, 'Next');
  // "End": false says nothing.
  const end = Object.hasOwn(json, 'End') && json['End'] !== false;
  if (next !== end) return;
  run.report('ASL1204', next ? step(at, 'End') : at, `State '${name}' must have either Next or End.`, next ? 'Keep exactly one of them.' : 'Add "End": true, or name the Next state.');
}

const waits = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];

function checkWait({ run, json, at, name }: State): void {
  const found = waits.filter((field) => Object.hasOwn(json, field));
  if (found.length === 1) return;
  const second = found[1];
  run.report(second === undefined ? 'ASL1101' : 'ASL1107', second === undefined ? at : step(at, second), `Wait state '${name}' must have exactly one of ${waits.join(', ')}.`, second === undefined ? 'Say how long to wait.' : 'Keep one of them.');
}

function checkResult({ run, json, at, language }: State): void {
  const result = json['Result'];
  if (language === 'JSONPath' && typeof result === 'string' && /^\$\$?\./u.test(result)) run.report('ASL2008', step(at, 'Result'), "The 'Result' of a Pass state is passed on as it is: it is not read as a path.", 'Use Parameters or InputPath to select from the input.');
}

/** Output and Assign of a state or of one of its rules. */
function checkYield(state: State, part: Part, use: Use): void {
  const { run, language } = state;
  const output = Object.hasOwn(part.json, 'Output') ? part.json['Output'] : undefined;
  if (output !== undefined && language === 'JSONata') run.queries.check(state, output, step(part.at, 'Output'), use);
  const assign = Object.hasOwn(part.json, 'Assign') ? part.json['Assign'] : undefined;
  if (assign === undefined || endings.has(state.type)) return;
  const at = step(part.at, 'Assign');
  if (!isObject(assign)) return run.report('ASL1104', at, `'Assign' must be an object of variable names and values, not ${shown(assign)}.`, 'Write it as { "name": value }.');
  if (language === 'JSONata') run.queries.check(state, assign, at, use);
  else checkTemplate(state, assign, at);
}

import { isArray, isObject } from '../json.ts';
import type { Json } from '../engine-types.ts';
import { catcherFields, checkFields, retrierFields } from './fields.ts';
import { words } from './kinds.ts';
import { cut, shown } from './problem.ts';
import type { Part, State } from './run.ts';
import { step } from './step.ts';

/**
 * Errors that Step Functions itself reports. Source: Step Functions developer guide, "Handling errors"; states-language.net, "Appendix A". Executions end with States.ReferencePathConflict where these name
 * States.ResultPathMatchFailure.
 */
const reported: ReadonlySet<string> = new Set([
  'States.ALL', 'States.BranchFailed', 'States.DataLimitExceeded', 'States.ExceedToleratedFailureThreshold', 'States.HeartbeatTimeout', 'States.Http.Socket',
  'States.Http.StatusCode', 'States.IntrinsicFailure', 'States.ItemReaderFailed', 'States.NoChoiceMatched', 'States.ParameterPathFailure', 'States.Permissions',
  'States.QueryEvaluationError', 'States.ReferencePathConflict', 'States.ResultPathMatchFailure', 'States.ResultWriterFailed', 'States.Runtime', 'States.TaskFailed', 'States.Timeout',
]);

/** The objects of a list, each with its place. Tells what is no list and items that are no objects. */
export function objectsIn({ run }: State, { json, at }: Part, field: string, least: number): readonly Part[] {
  const value = Object.hasOwn(json, field) ? json[field] : undefined;
  if (value === undefined) return [];
  const here = step(at, field);
  if (!isArray(value) || value.length < least) {
    run.report('ASL1104', here, `'${field}' must be a list of objects${least > 0 ? ' with at least one' : ''}.`, 'Write it as [{ … }].');
    return [];
  }
  return [...value].flatMap((item, i) => {
    if (isObject(item)) return [{ json: item, at: step(here, String(i)) }];
    run.report('ASL1005', step(here, String(i)), `An item of '${field}' must be an object, not ${shown(item)}.`, 'Write it as { … }.');
    return [];
  });
}

export function checkRetry(state: State): void {
  const retriers = objectsIn(state, state, 'Retry', 0);
  for (const retrier of retriers) {
    checkFields(state, retrier, 'A retrier', retrierFields);
    const { JitterStrategy: jitter, MaxDelaySeconds: most, IntervalSeconds: first = 1 } = retrier.json;
    if (typeof most === 'number' && typeof first === 'number' && most < first) {
      state.run.report('ASL2020', step(retrier.at, 'MaxDelaySeconds'), `MaxDelaySeconds (${most}) is below the first interval (${first} s).`, 'Raise it, or lower IntervalSeconds.');
    }
    if (jitter !== undefined) words('FULL', 'NONE')(state, jitter, step(retrier.at, 'JitterStrategy'), 'JitterStrategy');
  }
  checkErrorEquals(state, retriers);
}

/** Gives the catchers back: what they assign and put out is checked like that of the state. */
export function checkCatch(state: State): readonly Part[] {
  const catchers = objectsIn(state, state, 'Catch', 0);
  for (const catcher of catchers) checkFields(state, catcher, 'A catcher', catcherFields);
  checkErrorEquals(state, catchers);
  return catchers;
}

function checkErrorEquals(state: State, rules: readonly Part[]): void {
  const { report } = state.run;
  const earlier = new Set<string>();
  for (const [i, rule] of rules.entries()) {
    const given: Json | undefined = rule.json['ErrorEquals'];
    const names = isArray(given) ? [...given].filter((name) => typeof name === 'string') : [];
    const at = step(rule.at, 'ErrorEquals');
    if (given === undefined) {
      report('ASL1101', rule.at, "The rule lacks its field 'ErrorEquals'.", 'For all errors write ["States.ALL"].');
    } else if (!isArray(given) || given.length === 0 || names.length < given.length) {
      report('ASL1503', at, 'ErrorEquals must be a list of error names with at least one.', 'For all errors write ["States.ALL"].');
    } else {
      const all = names.includes('States.ALL');
      if (all && names.length > 1) report('ASL1501', at, 'States.ALL must stand alone in its ErrorEquals.', 'It matches the other names, too: remove them, or give them a rule of their own before it.');
      if (all && i < rules.length - 1) report('ASL1502', at, 'States.ALL must stand in the last rule: what follows it could never match.', 'Move the rule to the end.');
      checkNames(state, names, at, earlier);
    }
  }
}

function checkNames({ run }: State, names: readonly string[], at: string, earlier: Set<string>): void {
  for (const [i, name] of names.entries()) {
    if (name.startsWith('States.') && !reported.has(name)) {
      const near = run.near(name, reported);
      run.report('ASL2014', step(at, String(i)), `Step Functions reports no error '${cut(name)}'.`, near === null ? 'Correct the name.' : `Did you mean '${near}'?`);
    } else if (earlier.has(name) || (earlier.has('States.TaskFailed') && !taskFailedLeaves(name))) {
      run.report('ASL2015', step(at, String(i)), `An earlier rule matches '${cut(name)}' already.`, 'Move the more special rule before it, or remove this name.');
    }
  }
  for (const name of names) earlier.add(name);
}

/** States.TaskFailed matches every error of a task but a timeout; other errors of Step Functions are left to later rules to be sure. */
const taskFailedLeaves = (name: string): boolean => name.startsWith('States.');

import { isArray, isObject, type JsonObject } from '../json.ts';
import { cut } from './problem.ts';
import type { State } from './run.ts';
import { step } from './step.ts';

/**
 * Notes what a state assigns, and tells names that it cannot assign. A catcher of a Parallel or Map assigns in the scope around it,
 * which is the state's own.
 */
export function noteAssigned(state: State): void {
  note(state, state.json, state.at);
  for (const field of ['Choices', 'Catch']) {
    const rules = state.json[field];
    if (!isArray(rules)) continue;
    for (const [i, rule] of rules.entries()) if (isObject(rule)) note(state, rule, step(step(state.at, field), String(i)));
  }
}

function note({ run, region, key, language }: State, json: JsonObject, at: string): void {
  const assign = json['Assign'];
  if (!isObject(assign)) return;
  for (const field of Object.keys(assign)) {
    const name = language === 'JSONPath' && field.endsWith('.$') ? field.slice(0, -2) : field;
    const here = step(step(at, 'Assign'), field);
    if (name === 'states' || name.length > 80 || !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
      run.report('ASL1401', here, `'${cut(name)}' cannot be a variable's name.`, "Use letters, digits and '_', at most 80, a letter first, and not 'states'. A part of a variable cannot be assigned.");
    }
    if (region.outer.has(name)) run.report('ASL1402', here, `The variable '${name}' belongs to a state around this one, which may be read here but not assigned.`, 'Use another name, and give the value out by the result.');
    const known = region.assigners.get(name);
    if (known === undefined) region.assigners.set(name, [key]);
    else known.push(key);
  }
}

/** Notes that a state reads a variable, and tells one that nothing in its reach assigns. */
export function noteUse({ run, region, key, name }: State, variable: string, at: string): void {
  if (region.outer.has(variable)) return;
  if (region.assigners.has(variable)) region.uses.push({ variable, key, at });
  else run.report('ASL2013', at, `Nothing in reach of state '${name}' assigns the variable '$${cut(variable)}', and there is no such function.`, 'Assign it in an earlier state, or correct the name.');
}

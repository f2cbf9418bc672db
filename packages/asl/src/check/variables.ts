import { isArray, isObject, type JsonObject } from '../json.ts';
import { cut } from './problem.ts';
import type { Language, Region, Run } from './run.ts';
import { step } from './step.ts';

/**
 * Notes what a state assigns, and tells names that it cannot assign. A catcher of a Parallel or Map assigns in the scope around it,
 * which is the state's own.
 */
export function noteAssigned(run: Run, region: Region, json: JsonObject, at: string, language: Language): void {
  note(run, region, json, at, language);
  for (const field of ['Choices', 'Catch']) {
    const rules = json[field];
    if (!isArray(rules)) continue;
    for (const [i, rule] of rules.entries()) if (isObject(rule)) note(run, region, rule, step(step(at, field), String(i)), language);
  }
}

function note({ report }: Run, region: Region, json: JsonObject, at: string, language: Language): void {
  const assign = json['Assign'];
  if (!isObject(assign)) return;
  for (const key of Object.keys(assign)) {
    const name = language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key;
    const here = step(step(at, 'Assign'), key);
    if (name === 'states' || name.length > 80 || !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
      report('ASL1401', here, `'${cut(name)}' cannot be a variable's name.`, "Use letters, digits and '_', at most 80, a letter first, and not 'states'. A part of a variable cannot be assigned.");
    }
    if (region.outer.has(name)) report('ASL1402', here, `The variable '${name}' belongs to a state around this one, which may be read here but not assigned.`, 'Use another name, and give the value out by the result.');
    region.variables.add(name);
  }
}

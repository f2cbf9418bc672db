import { isArray, pointer, type JsonObject } from '../json.ts';
import { checkFields, checkNumber, objects, type Node } from './problem.ts';

const retrierFields = ['IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'];

export function checkRetry(node: Node): void {
  const retriers = objects(node, 'Retry', 0);
  for (const retrier of retriers) {
    checkFields(retrier, 'A retrier', ['ErrorEquals'], retrierFields);
    checkNumber(retrier, 'IntervalSeconds', 1, true);
    checkNumber(retrier, 'MaxAttempts', 0, true);
    checkNumber(retrier, 'BackoffRate', 1, false);
    checkNumber(retrier, 'MaxDelaySeconds', 1, true);
    const jitter = retrier.json['JitterStrategy'];
    if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
      retrier.report(pointer(retrier.at, 'JitterStrategy'), `JitterStrategy must be FULL or NONE, not ${JSON.stringify(jitter)}.`, 'Write FULL or NONE.');
    }
  }
  checkErrorEquals(retriers);
}

export function checkCatch(node: Node): readonly Node[] {
  const catchers = objects(node, 'Catch', 0);
  for (const catcher of catchers) checkFields(catcher, 'A catcher', ['ErrorEquals', 'Next'], ['Output', 'Assign', 'Comment']);
  checkErrorEquals(catchers);
  return catchers;
}

function checkErrorEquals(rules: readonly Node[]): void {
  for (const [i, rule] of rules.entries()) {
    const names = rule.json['ErrorEquals'];
    if (names === undefined) continue;
    const at = pointer(rule.at, 'ErrorEquals');
    if (!isArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string')) {
      rule.report(at, 'ErrorEquals must be a list of error names with at least one.', 'For all errors write ["States.ALL"].');
    } else if (names.includes('States.ALL') && (names.length > 1 || i < rules.length - 1)) {
      rule.report(at, 'States.ALL must stand alone, and in the last rule: what follows it could never match.', 'Move it into a rule of its own at the end.');
    }
  }
}

/** States that a state's fields name, with the place of each name. */
export function targets(state: Node): readonly { readonly name: unknown; readonly at: string }[] {
  const found: { name: unknown; at: string }[] = [];
  const add = (json: JsonObject, at: string, field: string): void => {
    if (json[field] !== undefined) found.push({ name: json[field], at: pointer(at, field) });
  };
  add(state.json, state.at, 'Next');
  add(state.json, state.at, 'Default');
  const silent = { ...state, report: () => undefined };
  for (const rule of [...objects(silent, 'Choices', 0), ...objects(silent, 'Catch', 0)]) add(rule.json, rule.at, 'Next');
  return found;
}

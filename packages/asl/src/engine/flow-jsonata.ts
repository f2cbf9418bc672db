import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, type JsonObject } from '../json.ts';
import { expressionIn } from '../query/expression.ts';
import { errorNames, StateError } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import type { Field, Flow } from './flow.ts';
import { queryScope, type At, type Extra } from './scope.ts';

/** Data through a JSONata state: Arguments, Output and Assign. Source: Step Functions developer guide, "Transforming data with JSONata". */
export const jsonataFlow: Flow = {
  work: (at, extra) => {
    const given = at.state.json['Arguments'];
    return given === undefined ? at.frame.input : evaluate(at, given, 'Arguments', extra);
  },
  field: (at, name, extra = {}) => {
    const given = at.state.json[name];
    return given === undefined ? null : after(evaluate(at, given, name, extra), (value) => ({ value, source: sourceOf(given) }));
  },
  payload: (at, name) => {
    const given = at.state.json[name];
    return given === undefined ? null : evaluate(at, given, name);
  },
  items: (at) => {
    const given = at.state.json['Items'];
    return given === undefined ? { value: at.frame.input, source: null } : after(evaluate(at, given, 'Items'), (value) => ({ value, source: sourceOf(given) ?? JSON.stringify(given) }));
  },
  item: (at, extra) => {
    const given = at.state.json['ItemSelector'];
    return given === undefined ? (extra.item?.input ?? null) : evaluate(at, given, 'ItemSelector', extra);
  },
  choose: (at) => chooseFrom(at, 0),
  leave: (at, { holder, extra }) => {
    const given = member(holder, 'Output');
    const usual = extra.errorOutput ?? extra.result ?? at.frame.input;
    const place = placeOf(at, holder);
    // Both see the variables as they were.
    return after(given === undefined ? usual : evaluate(at, given, `${place}Output`, extra), (output) => {
      const assign = member(holder, 'Assign');
      return assign === undefined ? { output, assigned: null } : after(evaluate(at, assign, `${place}Assign`, extra), (assigned) => ({ output, assigned }));
    });
  },
};

function evaluate(at: At, json: Json, field: string, extra: Extra = {}): Eventually<Json> {
  return at.evaluator.value(json, queryScope(at, extra), field);
}

/** Where a rule or a catcher stands in its state, as causes name it. */
function placeOf({ state }: At, holder: JsonObject): string {
  if (holder === state.json) return '';
  const rules = state.json['Choices'];
  if (isArray(rules) && rules.includes(holder)) return `Choices[${rules.indexOf(holder)}]/`;
  return `Catch[${state.catchers.indexOf(holder)}]/`;
}

function sourceOf(given: Json): string | null {
  return typeof given === 'string' ? expressionIn(given) : null;
}

function chooseFrom(at: At, first: number): Eventually<JsonObject | null> {
  const rules = at.state.json['Choices'];
  if (!isArray(rules)) return null;
  for (let i = first; i < rules.length; i++) {
    const rule = rules[i];
    if (!isObject(rule)) continue;
    const field = `Choices[${i}]/Condition`;
    const given = member(rule, 'Condition') ?? null;
    const holds = evaluate(at, given, field);
    // The rules behind one that takes a promise are asked when it has answered.
    if (holds instanceof Promise) return holds.then((value) => (isTrue(given, value, field) ? rule : chooseFrom(at, i + 1)));
    if (isTrue(given, holds, field)) return rule;
  }
  return null;
}

function isTrue(given: Json, value: Json, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongResult({ value, source: sourceOf(given) ?? JSON.stringify(given) }, field, 'boolean');
}

/** An expression gave a value that its field cannot take, in the words of AWS. */
export function wrongResult({ value, source }: Field, field: string, wanted: string): StateError {
  const seen = value === null ? 'null' : isArray(value) ? 'array' : typeof value;
  return new StateError(errorNames.query, `The JSONata expression '${source ?? ''}' specified for the field '${field}' returned an unexpected result type. Expected '${wanted}', but was '${seen}' for value: ${JSON.stringify(value)}`, field);
}

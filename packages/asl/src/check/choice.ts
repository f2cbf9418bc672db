import type { Json } from '../engine-types.ts';
import { isArray, isObject, type JsonObject } from '../json.ts';
import { expressionIn } from '../query/expression.ts';
import { checkFields, ruleFields, type Fields } from './fields.ts';
import { anything, isPlaceholder, isTimestamp, path, text } from './kinds.ts';
import { checkPath } from './paths.ts';
import { cut, shown } from './problem.ts';
import { objectsIn } from './recovery.ts';
import type { Part, State } from './run.ts';
import { step } from './step.ts';

type Test = (value: Json) => boolean;
const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number' || isPlaceholder(value);
const isBoolean: Test = (value) => typeof value === 'boolean' || isPlaceholder(value);
const isMoment: Test = (value) => isTimestamp(value) || isPlaceholder(value);

const orders = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const ordered = (type: string, test: Test, wanted: string) => orders.map((order) => [type + order, { test, wanted }] as const);

/** The comparisons with a constant. Each of those with an order also has a form that ends with Path. Source: states-language.net, "Data-test expression". */
const constants: ReadonlyMap<string, { readonly test: Test; readonly wanted: string }> = new Map([
  ...ordered('String', isText, 'a string'), ...ordered('Numeric', isNumber, 'a number'), ...ordered('Timestamp', isMoment, 'a timestamp like "2030-01-31T12:00:00Z"'),
  ['BooleanEquals', { test: isBoolean, wanted: 'true or false' }], ['StringMatches', { test: isText, wanted: 'a string' }],
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'].map((name) => [name, { test: isBoolean, wanted: 'true or false' }] as const),
]);
const paths: ReadonlySet<string> = new Set([...constants.keys()].filter((name) => !name.startsWith('Is') && name !== 'StringMatches').map((name) => `${name}Path`));
const joints: ReadonlySet<string> = new Set(['And', 'Or', 'Not']);
const comparisons: readonly string[] = [...constants.keys(), ...paths, ...joints];

const topFields: Fields = { Next: { kind: text, required: true }, Comment: { kind: anything }, Assign: { kind: anything } };

/** Checks the rules of a Choice state and gives them back: what they assign and put out is checked like that of the state. */
export function checkChoices(state: State): readonly Part[] {
  const rules = objectsIn(state, state, 'Choices', 1);
  for (const rule of rules) {
    if (state.language === 'JSONata') checkCondition(state, rule);
    else {
      checkFields(state, onlyKnown(rule), 'A choice rule', topFields);
      checkTest(state, rule, true);
    }
  }
  return rules;
}

/** A text, number or null of JSONata. */
const literal = /^(?:"[^"\\]*"|'[^'\\]*'|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|null)$/u;

function checkCondition(state: State, rule: Part): void {
  checkFields(state, rule, 'A choice rule', ruleFields);
  const condition = rule.json['Condition'];
  if (condition === undefined || typeof condition === 'boolean') return;
  const at = step(rule.at, 'Condition');
  const source = typeof condition === 'string' ? expressionIn(condition) : null;
  if (source !== null) {
    state.run.queries.check(state, condition, at, 'input');
    if (literal.test(source)) state.run.report('ASL2022', at, `The Condition '${cut(source)}' always fails: it is no boolean.`, 'Compare it with something.');
  } else state.run.report('ASL1104', at, `Condition must be an expression or a boolean, not ${shown(condition)}.`, 'Write it as "{% … %}".');
}

/** The fields around a comparison; the comparison itself is looked at by `checkTest`. */
function onlyKnown({ json, at }: Part): Part {
  return { json: Object.fromEntries(Object.entries(json).filter(([name]) => Object.hasOwn(topFields, name))), at };
}

/** A comparison or what joins several. Nesting is bounded by the depth of a definition. */
function checkTest(state: State, { json, at }: Part, top: boolean): void {
  const { report } = state.run;
  const found = Object.keys(json).filter((name) => constants.has(name) || paths.has(name) || joints.has(name));
  const slips = Object.keys(json).filter((name) => tellOther(state, name, step(at, name), top));
  const [operator, second] = found;
  // A comparison under a wrong name is told once.
  if (operator === undefined) return slips.length > 0 ? undefined : report('ASL1601', at, 'The rule compares nothing.', 'Add one comparison, such as StringEquals, or And, Or or Not.');
  if (second !== undefined) report('ASL1602', step(at, second), `The rule has both '${operator}' and '${second}'.`, 'Join them by And.');
  for (const name of found) checkOperator(state, json, name, at);
  const variable = json['Variable'];
  const compares = found.some((name) => !joints.has(name));
  if (compares && variable === undefined) report('ASL1101', at, "The rule lacks its field 'Variable'.", 'Name what is compared by a path.');
  if (variable !== undefined) checkPath(state, variable, step(at, 'Variable'), 'Variable');
}

/** Tells a field that a comparison does not have. true: it probably was meant to be the comparison. */
function tellOther({ run }: State, name: string, at: string, top: boolean): boolean {
  if (constants.has(name) || paths.has(name) || joints.has(name) || name === 'Variable' || name === 'Comment') return false;
  if (name === 'Next' || name === 'Assign') {
    if (!top) run.report('ASL1604', at, `'${name}' stands inside of And, Or or Not.`, 'Move it to the rule itself.');
    return false;
  }
  if (name === 'Condition' || name === 'Output') {
    run.report('ASL1103', at, `A choice rule has no field '${name}' in JSONPath: it belongs to JSONata.`, 'Set "QueryLanguage": "JSONata" on the state, or write a comparison.');
    return name === 'Condition';
  }
  const near = run.near(name, comparisons);
  run.report('ASL1102', at, `A choice rule has no field '${cut(name)}'.`, near === null ? 'Use Variable and one comparison.' : `Did you mean '${near}'?`);
  return near !== null;
}

function checkOperator(state: State, json: JsonObject, name: string, at: string): void {
  const value = json[name] ?? null;
  const here = step(at, name);
  if (name === 'Not') return checkInner(state, value, here);
  if (name === 'And' || name === 'Or') {
    if (!isArray(value) || value.length === 0) return state.run.report('ASL1104', here, `'${name}' must be a list of comparisons with at least one.`, 'Write it as [{ … }].');
    for (const [i, item] of value.entries()) checkInner(state, item, step(here, String(i)));
    return;
  }
  if (paths.has(name)) return path(state, value, here, name);
  const constant = constants.get(name);
  if (constant !== undefined && !constant.test(value)) {
    state.run.report('ASL1603', here, `'${name}' compares with ${constant.wanted}, not with ${shown(value)}.`, paths.has(`${name}Path`) && isText(value) ? `Use '${name}Path' to compare with what a path names.` : 'Write a value of this type.');
  }
}

function checkInner(state: State, value: Json, at: string): void {
  if (isObject(value)) checkTest(state, { json: value, at }, false);
  else state.run.report('ASL1005', at, `A comparison must be an object, not ${shown(value)}.`, 'Write it as { "Variable": …, … }.');
}

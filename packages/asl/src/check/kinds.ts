import type { Json } from '../engine-types.ts';
import { isArray, isObject } from '../json.ts';
import { expressionIn } from '../query/expression.ts';
import { isIntrinsic } from '../intrinsics/index.ts';
import { instantOf } from '../json-path/index.ts';
import { checkPath, checkPathOrCall, checkReference, checkTemplate } from './paths.ts';
import { shown } from './problem.ts';
import type { Kind, State } from './run.ts';

/** Longest wait and timeout in seconds. Source: Step Functions developer guide, "Task state". */
export const longestSeconds = 99_999_999;

/** `${Name}`: filled in by CloudFormation, SAM or Terraform before the definition reaches AWS. */
export const isPlaceholder = (value: Json): boolean => typeof value === 'string' && /^\$\{[^{}]+\}$/u.test(value);

const isExpression = (value: Json): boolean => typeof value === 'string' && expressionIn(value) !== null;

function wrong({ run }: State, value: Json, at: string, field: string, wanted: string, hint: string): void {
  run.report('ASL1104', at, `'${field}' must be ${wanted}, not ${shown(value)}.`, hint);
}

export const anything: Kind = () => undefined;

/** A text that is taken as it stands in both languages. */
export const text: Kind = (state, value, at, field) => {
  if (typeof value !== 'string') wrong(state, value, at, field, 'a string', 'Put the value into quotes.');
};

/** A text, which in JSONata may be an expression. */
export const queryText: Kind = (state, value, at, field) => {
  text(state, value, at, field);
  if (state.language === 'JSONata') state.run.queries.check(state, value, at, 'input');
};

/** Any value, with expressions in it. */
export const query: Kind = (state, value, at) => state.run.queries.check(state, value, at, 'input');

export const object: Kind = (state, value, at, field) => {
  if (!isObject(value)) wrong(state, value, at, field, 'an object', 'Write it as { … }.');
};

/** What a task or an item is given: a payload template, or an object or expression of JSONata. */
export const payload: Kind = (state, value, at, field) => {
  if (state.language === 'JSONPath') template(state, value, at, field);
  else if (isObject(value) || typeof value === 'string') query(state, value, at, field);
  else wrong(state, value, at, field, 'an object or an expression', 'Write it as { … } or "{% … %}".');
};

export const template: Kind = (state, value, at, field) => {
  object(state, value, at, field);
  checkTemplate(state, value, at);
};

/** The role that a task takes on. */
export const credentials: Kind = (state, value, at, field) => {
  payload(state, value, at, field);
  if (isObject(value) && !['RoleArn', 'RoleArn.$'].some((name) => Object.hasOwn(value, name))) state.run.report('ASL1101', at, "'Credentials' lacks its field 'RoleArn'.", "Add 'RoleArn'.");
};

/** What a map goes over. */
export const items: Kind = (state, value, at, field) => {
  if (isArray(value) || isObject(value) || isExpression(value)) query(state, value, at, field);
  else wrong(state, value, at, field, 'a list, an object or an expression', 'Write it as [ … ] or "{% … %}".');
};

/** A path, or null for no input or output. */
export const pathOrNull: Kind = (state, value, at, field) => {
  if (value !== null) checkPath(state, value, at, field);
};

export const path: Kind = (state, value, at, field) => void checkPath(state, value, at, field);
export const reference: Kind = (state, value, at, field) => void checkReference(state, value, at, field);

/** Error and Cause of a Fail state may be put together by an intrinsic function. */
export const referenceOrCall: Kind = (state, value, at, field) => {
  if (typeof value === 'string' && isIntrinsic(value)) checkPathOrCall(state, value, at, field);
  else reference(state, value, at, field);
};

export const resultPath: Kind = (state, value, at, field) => {
  if (value === null) return;
  const found = checkReference(state, value, at, field);
  if (found !== null && found.root !== 'input') {
    state.run.report('ASL1310', at, `'${field}' cannot place a value at '${found.source}': it places within the input.`, "Start it with '$.', or use Assign for a variable.");
  }
};

/** A number within bounds; in JSONata also an expression. */
export const number = (least: number, greatest: number, whole = true): Kind => (state, value, at, field) => {
  if (isPlaceholder(value)) return;
  if (state.language === 'JSONata' && isExpression(value)) return query(state, value, at, field);
  constantNumber(least, greatest, whole)(state, value, at, field);
};

/** A number within bounds that no expression can give. */
export const constantNumber = (least: number, greatest: number, whole = true): Kind => ({ run }, value, at, field) => {
  if (isPlaceholder(value)) return;
  if (typeof value !== 'number') return run.report('ASL1104', at, `'${field}' must be a number, not ${shown(value)}.`, typeof value === 'string' ? 'Write it without quotes.' : `Write a number from ${least} to ${greatest}.`);
  if (value >= least && value <= greatest && (!whole || Number.isInteger(value))) return;
  run.report('ASL1105', at, `'${field}' must be a ${whole ? 'whole ' : ''}number from ${least} to ${greatest}, not ${value}.`, 'Choose a number within these bounds.');
};

export const seconds = number(1, longestSeconds);

/** One of a few words. */
export const words = (...known: readonly string[]): Kind => ({ run }, value, at, field) => {
  if (isPlaceholder(value) || (typeof value === 'string' && known.includes(value))) return;
  run.report('ASL1106', at, `'${field}' must be ${known.join(' or ')}, not ${shown(value)}.`, 'Write it in exactly this way.');
};

export const boolean: Kind = (state, value, at, field) => {
  if (typeof value !== 'boolean' && !isPlaceholder(value)) wrong(state, value, at, field, 'true or false', 'Write it without quotes.');
};

/** A moment as RFC 3339 writes it, with a capital T and Z, that a calendar has. Source: states-language.net, "Timestamps". */
export const isTimestamp = (value: Json): boolean => typeof value === 'string' && instantOf(value) !== null;

export const timestamp: Kind = (state, value, at, field) => {
  if (isPlaceholder(value) || isTimestamp(value)) return;
  if (state.language === 'JSONata' && isExpression(value)) return query(state, value, at, field);
  wrong(state, value, at, field, 'a timestamp', 'Write it like "2030-01-31T12:00:00Z".');
};

export const texts: Kind = (state, value, at, field) => {
  if (!isArray(value) || ![...value].every((item) => typeof item === 'string')) wrong(state, value, at, field, 'a list of strings', 'Write it as ["…"].');
};

import type { Json } from '../engine-types.ts';
import { isArray, isObject, pointer, type JsonObject } from '../json.ts';

/** Something that Step Functions would refuse, or that this package cannot run. `pointer` is a JSON pointer into the definition. */
export interface DefinitionProblem {
  readonly pointer: string;
  readonly message: string;
  readonly hint: string;
}

export type Report = (at: string, message: string, hint: string) => void;

export interface Node {
  readonly json: JsonObject;
  readonly at: string;
  readonly report: Report;
}

/** Reports fields that the language does not have here, and fields that are missing. */
export function checkFields(node: Node, what: string, required: readonly string[], optional: readonly string[]): void {
  const known = new Set([...required, ...optional]);
  for (const field of Object.keys(node.json)) {
    if (known.has(field)) continue;
    const pathOnly = jsonPathFields.has(field);
    node.report(pointer(node.at, field), `${what} has no field '${field}'${pathOnly ? ' in JSONata: it belongs to JSONPath' : ''}.`, pathOnly ? (jsonPathFields.get(field) ?? '') : `Known here: ${[...known].join(', ')}.`);
  }
  for (const field of required) {
    if (!Object.hasOwn(node.json, field)) node.report(node.at, `${what} lacks its field '${field}'.`, `Add '${field}'.`);
  }
}

const jsonPathFields: ReadonlyMap<string, string> = new Map([
  ...['InputPath', 'Parameters'].map((field) => [field, 'Use Arguments.'] as const),
  ...['ResultSelector', 'ResultPath', 'OutputPath', 'Result'].map((field) => [field, 'Use Output.'] as const),
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath'].map(
    (field) => [field, `Write an expression into ${field.slice(0, -'Path'.length)}.`] as const,
  ),
  ['Variable', 'Write a Condition.'],
]);

export function checkText(node: Node, field: string): string | null {
  const value = node.json[field];
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  node.report(pointer(node.at, field), `'${field}' must be a string.`, 'Put the value into quotes.');
  return null;
}

export function checkNumber(node: Node, field: string, least: number, whole: boolean): void {
  const value = node.json[field];
  if (value === undefined) return;
  const greatest = 99_999_999;
  if (typeof value === 'number' && value >= least && value <= greatest && (!whole || Number.isInteger(value))) return;
  node.report(pointer(node.at, field), `'${field}' must be a ${whole ? 'whole ' : ''}number from ${least} to ${greatest}.`, `It is ${JSON.stringify(value)}.`);
}

/** The items of a list of objects, each as a node; reports what is no list, an empty list and items that are no objects. */
export function objects(node: Node, field: string, least: number): readonly Node[] {
  const value: Json | undefined = node.json[field];
  if (value === undefined) return [];
  const at = pointer(node.at, field);
  if (!isArray(value) || value.length < least) {
    node.report(at, `'${field}' must be a list of objects${least > 0 ? ' with at least one' : ''}.`, 'Write it as [{ … }].');
    return [];
  }
  return value.flatMap((item, i) => {
    if (isObject(item)) return [{ json: item, at: pointer(at, i), report: node.report }];
    node.report(pointer(at, i), `An item of '${field}' must be an object.`, `It is ${JSON.stringify(item)}.`);
    return [];
  });
}

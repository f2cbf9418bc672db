import type { Json } from '@millrace/core';
import { isList, isRecord } from '../../service/input.ts';
import type { ServiceModel, Shape } from '../../validate/model.ts';

/** Shapes by their names. */
export type Shapes = ServiceModel['shapes'];

/** What becomes of a value that is no structure, list or map. */
type Leaf = (shape: Shape, value: Json, name: string) => Json;
/** What becomes of a member's name. */
type Naming = (members: Readonly<Record<string, string>>, name: string) => string;

export const pascal = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);
const camel = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);

/**
 * A request as the service takes it: state machines write every parameter in PascalCase, whatever the service calls it.
 * Source: Step Functions developer guide, "Passing parameters to a service API".
 * @param refused told of the name of each parameter that the service reads as text and that is something else
 */
export function requestOf(shapes: Shapes, shape: string | null, json: Json, refused: (parameter: string) => void): Json {
  const ownName: Naming = (members, name) => (!Object.hasOwn(members, name) && Object.hasOwn(members, camel(name)) ? camel(name) : name);
  const leaf: Leaf = (of, value, name) => {
    if (of.type === 'string' && typeof value !== 'string' && value !== null) refused(name);
    return value;
  };
  return shape === null ? json : walk({ shapes, naming: ownName, leaf }, shape, json, '');
}

/** An answer as a state machine sees it: members in PascalCase, times as `time` has them. */
export function answerOf(shapes: Shapes, shape: string | null, json: Json, time: (seconds: number) => Json): Json {
  const leaf: Leaf = (of, value) => (of.type === 'timestamp' && typeof value === 'number' ? time(value) : value);
  return shape === null ? json : walk({ shapes, naming: (_members, name) => pascal(name), leaf }, shape, json, '');
}

/** Epoch seconds as text: SDK integrations show times so. */
export const asIso = (seconds: number): Json => new Date(seconds * 1000).toISOString();
/** AWS's own integrations show them as epoch milliseconds. */
export const asMilliseconds = (seconds: number): Json => Math.round(seconds * 1000);

interface Walk {
  readonly shapes: Shapes;
  readonly naming: Naming;
  readonly leaf: Leaf;
}

function walk(how: Walk, shape: string, value: Json, name: string): Json {
  const of = how.shapes[shape];
  if (of === undefined) return value;
  if (of.type === 'structure' && isRecord(value)) {
    const members = of.members ?? {};
    return Object.fromEntries(Object.entries(value).map(([given, inner]) => {
      const member = how.naming(members, given);
      const known = members[given] ?? members[member];
      return [member, known === undefined ? inner : walk(how, known, inner, given)];
    }));
  }
  if (of.type === 'list' && isList(value)) return value.map((item) => walk(how, of.of ?? '', item, name));
  if (of.type === 'map' && isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(how, of.of ?? '', item, key)]));
  return how.leaf(of, value, name);
}

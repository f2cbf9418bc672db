import type { Position, Problem } from '../problem.ts';
import { pointerOf } from '../util/pointer.ts';
import { joinedReference, noteOf, stepFields } from './note.ts';

/** What is collected while drafts are turned into JSON. */
export interface Collected {
  readonly origins: Map<string, Position>;
  readonly problems: Problem[];
}

/** The plain JSON of what an author wrote with the builders; positions are noted under the pointer at which each thing ends up. */
export function plain(value: unknown, pointer: string, into: Collected, inside: readonly object[] = []): unknown {
  if (typeof value === 'string') return plainText(value, pointer, into);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') return refuse(value, pointer, into);
  if (inside.includes(value)) return refuse(value, pointer, into, 'contains itself');
  // A step that another one names was noted where it was made, not where it is named.
  if (stepFields(value) !== null && 'name' in value) return value.name;
  place(value, pointer, into);
  const around = [...inside, value];
  if (Array.isArray(value)) return value.map((item: unknown, index) => plain(item ?? null, pointer + pointerOf(index), into, around));
  return entries(value, pointer, into, around);
}

function plainText(text: string, pointer: string, into: Collected): string {
  const reference = joinedReference(text);
  if (reference !== null) {
    into.problems.push({ code: 'MR1008', severity: 'error', message: `a reference (${reference}) was joined into a text at ${pointer}`, pointer, at: null, hint: 'Pass it as an argument of its own: its value is known only when the pipeline runs.' });
  }
  return text;
}

/** A step at the place where steps stand: its fields. Anywhere else a step is its name. */
export function plainStep(value: unknown, pointer: string, into: Collected): unknown {
  const fields = typeof value === 'object' && value !== null ? stepFields(value) : null;
  if (fields === null || typeof value !== 'object' || value === null) return plain(value, pointer, into);
  place(value, pointer, into);
  const outputs = fields['outputs'];
  const rest = entries({ ...fields, outputs: undefined }, pointer, into, [value]);
  return outputs === undefined ? rest : { ...rest, outputs: plainOutputs(outputs, `${pointer}/outputs`, into) };
}

function plainOutputs(outputs: unknown, pointer: string, into: Collected): unknown {
  const json = plain(outputs, pointer, into);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, draft]: [string, unknown]) => [name, typeof draft === 'object' && draft !== null && 'type' in draft ? draft.type : draft]));
}

function entries(value: object, pointer: string, into: Collected, around: readonly object[]): Record<string, unknown> {
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]: [string, unknown]) => [key, plain(inner, pointer + pointerOf(key), into, around)]));
}

function place(value: object, pointer: string, into: Collected): void {
  const at = noteOf(value);
  if (at !== null) into.origins.set(pointer, at);
}

function refuse(value: unknown, pointer: string, into: Collected, why?: string): null {
  const what = why ?? (typeof value === 'number' ? `is ${value}` : `is a ${typeof value}`);
  into.problems.push({ code: 'MR1007', severity: 'error', message: `the value at ${pointer === '' ? 'the top' : pointer} ${what}, which is not plain data`, pointer, at: null, hint: 'Use text, numbers, true or false, lists, objects, and what the builders return.' });
  return null;
}

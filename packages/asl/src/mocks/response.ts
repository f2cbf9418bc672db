import type { Json } from '../engine-types.ts';
import { isObject, pointer } from '../json.ts';
import { objectAt, type Tell } from './tell.ts';
import type { MockedRange } from './types.ts';

/** One of the MockedResponses: what each start of a task gets. */
export function readResponse(name: string, json: Json, tell: Tell): readonly MockedRange[] {
  const at = pointer('/MockedResponses', name);
  const entries = Object.entries(objectAt(json, at, `Response '${name}'`, tell) ?? {});
  if (isObject(json) && entries.length === 0) tell(at, `Response '${name}' answers no start.`, 'Add "0": { "Return": … }.');
  const ranges = entries.flatMap(([key, value]) => rangeOf(key, value, pointer(at, key), tell)).sort((a, b) => a.from - b.from);
  let next = 0;
  for (const { from, to } of ranges) {
    if (from < next) tell(at, `Response '${name}' answers start ${from} twice.`, 'Give each start one answer.');
    else if (from > next) tell(at, `Response '${name}' has no answer for ${from - 1 === next ? `start ${next}` : `starts ${next} to ${from - 1}`}.`, 'An execution that gets there fails. Starts count from 0.', 'warning');
    next = Math.max(next, to + 1);
  }
  return ranges;
}

function rangeOf(key: string, json: Json, at: string, tell: Tell): readonly MockedRange[] {
  const parts = /^(\d{1,9})(?:-(\d{1,9}))?$/u.exec(key);
  if (parts === null) {
    tell(at, `'${key}' is no start or range of starts.`, 'Write "0" for the first start, "1-2" for the two after it.');
    return [];
  }
  const from = Number(parts[1]);
  const to = Number(parts[2] ?? parts[1]);
  if (to < from) {
    tell(at, `The range '${key}' ends before it starts.`, `Write "${to}-${from}".`);
    return [];
  }
  const answer = answerIn(json, at, tell);
  return answer === null ? [] : [{ from, to, answer }];
}

function answerIn(json: Json, at: string, tell: Tell): MockedRange['answer'] | null {
  const fields = objectAt(json, at, 'An answer', tell);
  if (fields === null) return null;
  const names = Object.keys(fields);
  const [name] = names;
  if (names.length !== 1 || (name !== 'Return' && name !== 'Throw')) {
    tell(at, 'An answer has one field, Return or Throw.', names.length > 1 ? `Keep one of ${names.join(', ')}.` : 'Write { "Return": … } or { "Throw": { "Error": "…", "Cause": "…" } }.');
    return null;
  }
  const value = fields[name] ?? null;
  if (name === 'Return') return { output: value };
  return thrownIn(value, pointer(at, 'Throw'), tell);
}

function thrownIn(json: Json, at: string, tell: Tell): MockedRange['answer'] | null {
  const fields = objectAt(json, at, 'Throw', tell);
  if (fields === null) return null;
  const [error, cause] = ['Error', 'Cause'].map((name) => {
    const value = fields[name];
    if (typeof value !== 'string') tell(value === undefined ? at : pointer(at, name), `Throw needs ${name}, a string.`, `Add "${name}": "…".`);
    return typeof value === 'string' ? value : '';
  });
  for (const name of Object.keys(fields)) if (name !== 'Error' && name !== 'Cause') tell(pointer(at, name), `Throw has no field '${name}'.`, 'It has Error and Cause.');
  return { error: error ?? '', cause: cause ?? '' };
}

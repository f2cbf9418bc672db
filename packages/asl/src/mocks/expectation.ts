import type { Json } from '../engine-types.ts';
import { isArray, pointer } from '../json.ts';
import type { Status } from '../run/types.ts';
import { objectAt, type Tell } from './tell.ts';
import type { Expectation } from './types.ts';

const statuses: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'RUNNING'] satisfies readonly Status[];
const isStatus = (value: Json): value is Status => typeof value === 'string' && statuses.includes(value);

type Writable = { -readonly [K in keyof Expectation]: Expectation[K] };

/** What a case expects, told where it says something that cannot be expected. */
export function readExpectation(json: Json, at: string, tell: Tell): Expectation | null {
  const fields = objectAt(json, at, 'An expectation', tell);
  if (fields === null) return null;
  const expected: Writable = {};
  for (const [name, value] of Object.entries(fields)) {
    const problem = note(expected, name, value);
    if (problem !== null) tell(pointer(at, name), problem, 'An expectation has Input, Status, Output, Error, Cause and Path.');
  }
  return expected;
}

function note(expected: Writable, name: string, value: Json): string | null {
  switch (name) {
    case 'Input':
      expected.input = value;
      return null;
    case 'Output':
      expected.output = value;
      return null;
    case 'Status':
      if (!isStatus(value)) return `Status must be one of ${statuses.join(', ')}.`;
      expected.status = value;
      return null;
    case 'Error':
    case 'Cause':
      if (typeof value !== 'string') return `${name} must be a string.`;
      expected[name === 'Error' ? 'error' : 'cause'] = value;
      return null;
    case 'Path':
      if (!isArray(value) || !value.every((state) => typeof state === 'string')) return 'Path must be a list of names of states.';
      expected.path = value;
      return null;
    default:
      return `There is no expectation '${name}'.`;
  }
}

import type { Json } from '../engine-types.ts';
import { byteLength, isObject, member, textOf, type JsonObject } from '../json.ts';
import type { Evaluator, Scope } from '../query/evaluator.ts';
import { errorNames, StateError } from './errors.ts';
import type { Frame } from './frames.ts';
import { variableKey } from './frames.ts';
import { withText } from './history.ts';
import type { Turn } from './turn.ts';

export interface Limits {
  /** Events of one execution. Source: Step Functions quotas. */
  readonly maxEvents: number;
  /** Bytes of UTF-8 JSON of an input or output. Source: Step Functions quotas. */
  readonly maxBytes: number;
}

/** One state of one branch at work: what the state types share. */
export interface At {
  readonly turn: Turn;
  readonly evaluator: Evaluator;
  readonly limits: Limits;
  readonly random: () => number;
  readonly id: string;
  readonly frame: Frame;
  readonly state: JsonObject;
}

export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

export function evaluate(at: At, json: Json, field: string, extra: Extra = {}): Promise<Json> {
  return at.evaluator.value(json, scope(at, extra), field);
}

function scope(at: At, extra: Extra): Scope {
  const { turn, frame } = at;
  const retried = frame.retries.reduce((sum, count) => sum + count, 0);
  const state = { Name: frame.state, EnteredTime: new Date(frame.enteredAt).toISOString(), RetryCount: retried };
  return {
    states: { input: frame.input, ...extra, context: { ...turn.context(), State: state } },
    variable: (name) => turn.variable(at.id, name),
    world: { now: turn.now, random: at.random },
  };
}

/** JSON text of a value that leaves a state; fails the state when it is longer than Step Functions carries. */
function checkedText(at: At, json: Json, what: string): string {
  const text = JSON.stringify(json);
  const bytes = byteLength(text);
  if (bytes > at.limits.maxBytes) {
    throw new StateError(errorNames.dataLimit, `The ${what} of state '${at.frame.state}' has ${bytes} bytes; at most ${at.limits.maxBytes} are carried. Put it into S3 and pass its URI.`);
  }
  return text;
}

/**
 * Ends a state well: evaluates `Output` and `Assign` of `holder` (the state, a choice rule or a catcher) with the variables as they were,
 * then writes the exit and goes on.
 */
export async function leave(at: At, holder: JsonObject, usual: Json, next: Json | undefined, extra: Extra = {}): Promise<void> {
  const given = member(holder, 'Output');
  const output = given === undefined ? usual : await evaluate(at, given, 'Output', extra);
  const assign = member(holder, 'Assign');
  const assigned = assign === undefined ? null : await evaluate(at, assign, 'Assign', extra);
  const text = checkedText(at, output, 'output');
  const { turn, id } = at;
  const variables = assigned === null ? {} : assignedDetails(at, assigned);
  turn.frameEvent(id, `${textOf(at.state['Type'])}StateExited`, { name: at.frame.state, ...withText('output', text), ...variables });
  for (const [name, value] of Object.entries(isObject(assigned) ? assigned : {})) turn.write(variableKey(id, name), value);
  go(at, next, output);
}

function assignedDetails(at: At, assigned: Json): { readonly [key: string]: Json } {
  if (!isObject(assigned)) {
    throw new StateError(errorNames.query, `Assign of state '${at.frame.state}' must be an object of names and values.`, 'Assign');
  }
  const texts = Object.entries(assigned).map(([name, value]) => [name, checkedText(at, value, `variable '${name}'`)] as const);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } };
}

function go(at: At, next: Json | undefined, output: Json): void {
  if (typeof next === 'string') at.turn.plan({ do: 'enter', frame: at.id, state: next, input: output });
  else at.turn.plan({ do: 'end', frame: at.id, output });
}

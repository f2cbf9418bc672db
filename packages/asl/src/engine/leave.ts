import type { Json } from '../engine-types.ts';
import { byteLength, isObject, type JsonObject } from '../json.ts';
import { errorNames, StateError } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import { flowOf, type Left } from './flow.ts';
import { variableKey } from './frames.ts';
import { whole } from './history.ts';
import type { At, Extra } from './scope.ts';
import { jsonOf } from './written.ts';

/**
 * Ends a state well: makes the output and the variables that `holder` (the state, a choice rule or a catcher) asks for, with the variables
 * as they were, then writes the exit and goes on.
 */
export function leave(at: At, holder: JsonObject, next: Json | undefined, extra: Extra = {}): Eventually<void> {
  return after(flowOf(at).leave(at, { holder, extra }), (left) => go(at, left, next));
}

function go(at: At, { output, assigned }: Left, next: Json | undefined): void {
  const { turn, id, frame, state } = at;
  // The outputs of many branches come together in one value without any of them being too long.
  if (state.inner !== null) at.bounds.check(output);
  const text = turn.textOf(output);
  if (isLonger(text, at.limits.maxBytes)) throw tooLong(state.name);
  const exited = { name: state.name, output: text, outputDetails: whole };
  const details = assigned === null ? exited : { ...exited, ...assign(at, assigned) };
  turn.tell(frame, `${state.type}StateExited`, details);
  if (typeof next === 'string') turn.plan({ do: 'enter', frame: id, state: next, input: output, text });
  else turn.plan({ do: 'end', frame: id, output, text });
}

/** Is a JSON text longer than Step Functions carries? Most texts are too short for a count of their bytes to matter. */
export function isLonger(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && byteLength(text) > maxBytes;
}

export function tooLong(what: string): StateError {
  return new StateError(errorNames.dataLimit, `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`);
}

/** Writes the variables; gives what the exit event tells of them. Limits: Step Functions quotas, "Variables". */
function assign(at: At, assigned: Json): { readonly [key: string]: Json } {
  const { turn, id, frame, limits } = at;
  if (!isObject(assigned)) throw new StateError(errorNames.query, `The field 'Assign' must give an object of names and values.`, 'Assign');
  const entries = Object.entries(assigned).map(([name, value]) => ({ name, value, text: jsonOf(value) }));
  const all = entries.reduce((sum, { text }) => sum + byteLength(text), 0);
  if (all > limits.maxBytes) throw new StateError(errorNames.dataLimit, `The state '${frame.state}' assigns variables of ${all} bytes; at most ${limits.maxBytes} are carried at once.`);
  const before = entries.reduce((sum, { name }) => sum + bytesAt(at, variableKey(id, name)), 0);
  const total = turn.root.variableBytes + all - before;
  if (total > limits.maxVariableBytes) throw new StateError(errorNames.dataLimit, `The variables of the execution have ${total} bytes; at most ${limits.maxVariableBytes} are carried.`);
  turn.root.variableBytes = total;
  for (const { name, value } of entries) turn.write(variableKey(id, name), value);
  return { assignedVariables: Object.fromEntries(entries.map(({ name, text }) => [name, text])), assignedVariablesDetails: { truncated: false } };
}

function bytesAt(at: Pick<At, 'turn'>, key: string): number {
  const value = at.turn.read(key);
  return value === undefined ? 0 : byteLength(JSON.stringify(value));
}

/** The variables of a branch end with it. */
export function dropVariables(at: Pick<At, 'turn'>, id: string, names: ReadonlySet<string>): void {
  for (const name of names) {
    const key = variableKey(id, name);
    const bytes = bytesAt(at, key);
    if (bytes === 0) continue;
    at.turn.remove(key);
    at.turn.root.variableBytes -= bytes;
  }
}

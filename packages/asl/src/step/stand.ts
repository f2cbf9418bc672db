import { frameOf, type Frame } from '../engine/frames.ts';
import type { Action, Advance, ExecutionState, Json, Message, Way } from '../engine-types.ts';
import { isArray, isObject, member } from '../json.ts';
import type { TaskAnswer } from '../run/types.ts';
import type { Due, Stand, Timer } from './types.ts';

/** The execution after the engine went on. */
export function advanced(stand: Stand, advance: Advance, now: number, ways: readonly Way[]): Stand {
  const next = { ...stand, state: advance.state, now, events: [...stand.events, ...advance.events], ways: [...stand.ways, ...ways] };
  return advance.actions.reduce(performed, next);
}

function performed(stand: Stand, action: Action): Stand {
  switch (action.type) {
    case 'timer':
      return planned(stand, { key: action.id, at: action.at, message: { type: 'timer', id: action.id } });
    case 'cancelTimer':
      return { ...stand, due: stand.due.filter(({ key }) => key !== action.id) };
    case 'cancelTask': {
      const task = stand.tasks.find(({ id }) => id === action.id);
      return { ...withoutTask(stand, action.id), cancelled: [...stand.cancelled, task?.state ?? ''] };
    }
    case 'task':
      return started(stand, action);
    case 'ended':
      return { ...stand, tasks: [], due: [], end: action.status === 'SUCCEEDED' ? { status: action.status, output: action.output, error: null, cause: null } : { status: action.status, output: null, error: action.error, cause: action.cause } };
  }
}

function started(stand: Stand, { id, state, resource, token, credentials, timeoutSeconds, heartbeatSeconds, arguments: given }: Extract<Action, { readonly type: 'task' }>): Stand {
  const attempt = stand.calls.filter((call) => call.state === state).length + 1;
  const call = { state, resource, arguments: given, attempt, now: stand.now, token, credentials };
  return { ...stand, calls: [...stand.calls, call], tasks: [...stand.tasks, { ...call, id, timeoutSeconds, heartbeatSeconds }] };
}

export function planned(stand: Stand, due: Due): Stand {
  return { ...stand, due: [...stand.due.filter(({ key }) => key !== due.key), due] };
}

export function withoutTask(stand: Stand, id: string): Stand {
  return { ...stand, tasks: stand.tasks.filter((task) => task.id !== id), due: stand.due.filter(({ key }) => key !== answerKey(id)) };
}

export const answerKey = (id: string): string => `${id}:answer`;

/** The messages that an answer stands for: those that come at once, and the end of the task with the time after which it comes. */
export function messagesOf(id: string, answer: TaskAnswer): { readonly now: readonly Message[]; readonly end: Message | null } {
  const submitted: Message[] = answer.submitted === undefined ? [] : [{ type: 'taskSubmitted', id, output: answer.submitted }];
  if ('output' in answer) return { now: submitted, end: { type: 'taskSucceeded', id, output: answer.output } };
  return { now: submitted, end: 'error' in answer ? { type: 'taskFailed', id, error: answer.error, cause: answer.cause ?? '' } : null };
}

/** The next instant, with all that happens at it; null when nothing does. */
export function nextDue({ due, now }: Stand): { readonly at: number; readonly messages: readonly Message[] } | null {
  if (due.length === 0) return null;
  const at = Math.min(...due.map((one) => one.at));
  return { at: Math.max(at, now), messages: due.filter((one) => one.at === at).map(({ message }) => message) };
}

export function timersOf({ due, state }: Stand): readonly Timer[] {
  return due.map(({ key, at }): Timer => {
    const id = key.endsWith(':answer') ? key.slice(0, -':answer'.length) : key;
    // A row under the id of a frame is a frame: only the engine writes there.
    const frame = state.frames.get(frameOf(id)) as unknown as Frame | undefined;
    if (frame === undefined) return { at, for: 'machine', state: null };
    const { waiting } = frame;
    if (id !== key) return { at, for: 'answer', state: frame.state };
    if (waiting?.for === 'task') return { at, for: waiting.beat === id ? 'heartbeat' : 'timeout', state: frame.state };
    return { at, for: waiting?.for === 'retry' ? 'retry' : 'wait', state: frame.state };
  }).sort((a, b) => a.at - b.at);
}

/** For JSON: rows become a list. */
export function saved(stand: Stand): Json {
  // Everything else in a stand is plain JSON already.
  return { ...stand, state: { root: stand.state.root, frames: [...stand.state.frames].map(([key, row]) => [key, row]) } } as unknown as Json;
}

/** Throws TypeError for what was not saved by `saved`. */
export function restored(json: Json): Stand {
  const rows = member(member(json, 'state'), 'frames');
  const root = member(member(json, 'state'), 'root');
  if (!isObject(json) || root === undefined || !isArray(rows) || !isArray(json['events'])) throw new TypeError('This is no saved execution: pass what JSON.stringify made of one.');
  const frames = new Map(rows.flatMap((row) => (isArray(row) && typeof row[0] === 'string' ? [[row[0], row[1] ?? null] as const] : [])));
  const state: ExecutionState = { root, frames };
  // The rest is what `saved` took from a stand.
  return { ...(json as unknown as Stand), state };
}

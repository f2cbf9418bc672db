import type { Message } from '../engine-types.ts';
import { errorNames } from './errors.ts';
import { frameOf } from './frames.ts';
import type { Limits } from './scope.ts';
import { hear, timedOut, type TaskMessage } from './task.ts';
import { readToken } from './token.ts';
import type { Turn } from './turn.ts';

/** An end of the whole execution that comes from outside: it counts only if the instant does not end the execution by itself. */
export interface Final {
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly error: string;
  readonly cause: string;
}

/**
 * Notes all messages of one instant and plans what follows from each. Answers go before timers: a task that ends at the instant of its
 * timeout has ended. Messages that nothing waits for any more are dropped.
 */
export function record(turn: Turn, messages: readonly Message[], limits: Limits): Final | null {
  let final: Final | null = null;
  for (const message of messages) if (message.type !== 'timer' && message.type !== 'abort') answer(turn, message, limits);
  for (const message of messages) if (message.type === 'timer' && message.id !== turn.root.timer) timer(turn, message.id);
  for (const message of messages) {
    if (message.type === 'abort') final = { status: 'ABORTED', error: message.error, cause: message.cause };
    if (message.type === 'timer' && message.id === turn.root.timer) final ??= { status: 'TIMED_OUT', error: errorNames.timeout, cause: '' };
  }
  return final;
}

function answer(turn: Turn, message: TaskMessage, limits: Limits): void {
  const task = 'id' in message ? message.id : (readToken(message.token)?.task ?? '');
  const id = frameOf(task);
  const waiting = turn.peek(id)?.waiting;
  if (waiting?.for !== 'task' || waiting.id !== task) return;
  const frame = turn.frame(id);
  if (frame !== undefined) hear(turn, id, frame, waiting, message, limits);
}

function timer(turn: Turn, timerId: string): void {
  const id = frameOf(timerId);
  const waiting = turn.peek(id)?.waiting;
  if (waiting === undefined || waiting === null) return;
  const concerned = waiting.for === 'task' ? waiting.timer === timerId || waiting.beat === timerId : (waiting.for === 'wait' || waiting.for === 'retry') && waiting.id === timerId;
  const frame = concerned ? turn.frame(id) : undefined;
  if (frame === undefined) return;
  if (waiting.for === 'task') return timedOut(turn, id, frame, waiting, timerId);
  frame.waiting = null;
  if (waiting.for === 'wait') turn.plan({ do: 'result', frame: id, result: null });
  else turn.plan({ do: 'again', frame: id });
}

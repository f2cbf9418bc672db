import type { Message } from '../engine-types.ts';
import { byteLength } from '../json.ts';
import type { Limits } from './context.ts';
import { errorNames } from './errors.ts';
import { frameOf, type Frame } from './frames.ts';
import { integrationOf, withText } from './history.ts';
import type { Turn } from './turn.ts';

/** An end of the whole execution that comes from outside: it counts only if the instant does not end the execution by itself. */
export interface Final {
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly error: string;
  readonly cause: string;
}

type Answer = Extract<Message, { readonly type: 'taskSucceeded' | 'taskFailed' }>;

/**
 * Notes all messages of one instant and plans what follows from each. Answers go before timers: a task that ends at the instant of its
 * timeout has ended. Messages that nothing waits for any more are dropped.
 */
export function record(turn: Turn, messages: readonly Message[], limits: Limits): Final | null {
  let final: Final | null = null;
  for (const message of messages) if (message.type === 'taskSucceeded' || message.type === 'taskFailed') answer(turn, message, limits);
  for (const message of messages) if (message.type === 'timer' && message.id !== turn.root.timer) timer(turn, message.id);
  for (const message of messages) {
    if (message.type === 'abort') final = { status: 'ABORTED', error: message.error, cause: message.cause };
    if (message.type === 'timer' && message.id === turn.root.timer) {
      final ??= { status: 'TIMED_OUT', error: errorNames.timeout, cause: 'The execution ran longer than TimeoutSeconds of its state machine.' };
    }
  }
  return final;
}

function answer(turn: Turn, message: Answer, limits: Limits): void {
  const id = frameOf(message.id);
  const frame = turn.frame(id);
  if (frame?.waiting?.for !== 'task' || frame.waiting.id !== message.id) return;
  const { resource, timer: timeout } = frame.waiting;
  wake(turn, id, frame);
  if (timeout !== null) turn.actions.push({ type: 'cancelTimer', id: timeout });
  const names = integrationOf(resource);
  const failure = message.type === 'taskFailed' ? message : tooLong(message, limits);
  if (failure !== null) {
    turn.frameEvent(id, 'TaskFailed', { ...names, error: failure.error, cause: failure.cause });
    turn.plan({ do: 'fail', frame: id, join: null, error: failure.error, cause: failure.cause });
  } else if (message.type === 'taskSucceeded') {
    turn.frameEvent(id, 'TaskSucceeded', { ...names, ...withText('output', JSON.stringify(message.output)) });
    turn.plan({ do: 'result', frame: id, result: message.output });
  }
}

function tooLong(message: Answer, limits: Limits): { readonly error: string; readonly cause: string } | null {
  if (message.type !== 'taskSucceeded') return null;
  const bytes = byteLength(JSON.stringify(message.output));
  if (bytes <= limits.maxBytes) return null;
  return { error: errorNames.dataLimit, cause: `The task answered ${bytes} bytes; at most ${limits.maxBytes} are carried. Put the result into S3 and answer its URI.` };
}

function timer(turn: Turn, timerId: string): void {
  const id = frameOf(timerId);
  const frame = turn.frame(id);
  const waiting = frame?.waiting;
  if (frame === undefined || waiting === null || waiting === undefined) return;
  if (waiting.for === 'wait' && waiting.id === timerId) {
    wake(turn, id, frame);
    turn.plan({ do: 'result', frame: id, result: frame.input });
  } else if (waiting.for === 'retry' && waiting.id === timerId) {
    wake(turn, id, frame);
    turn.plan({ do: 'retry', frame: id });
  } else if (waiting.for === 'task' && waiting.timer === timerId) {
    wake(turn, id, frame);
    turn.actions.push({ type: 'cancelTask', id: waiting.id });
    turn.frameEvent(id, 'TaskTimedOut', { ...integrationOf(waiting.resource), error: errorNames.timeout });
    turn.plan({ do: 'fail', frame: id, join: null, error: errorNames.timeout, cause: '' });
  }
}

function wake(turn: Turn, id: string, frame: Frame): void {
  turn.putFrame(id, { ...frame, waiting: null });
}

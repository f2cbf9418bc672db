import { createEngine, type Action, type Advance, type HistoryEvent, type Message } from '@millrace/asl';
import type { Json } from '@millrace/core';
import { type Fields, isRecord } from '../../service/input.ts';
import { asText } from '../input.ts';
import { stubs } from './subject.ts';
import type { Answer } from './request.ts';

/** What every run of the state shares. */
export interface Scene {
  readonly name: string;
  readonly language: 'JSONPath' | 'JSONata';
  readonly input: Json;
  readonly variables: Fields;
  readonly context: Fields;
  readonly now: number;
  readonly random: () => number;
}

export type TaskAction = Extract<Action, { readonly type: 'task' }>;

/** Where one run of the state ended. */
export type Played =
  | { readonly is: 'left'; readonly output: string; readonly next: string | null; readonly assigned: Fields; readonly at: number; readonly task: TaskAction | null }
  | { readonly is: 'failed'; readonly error: string; readonly cause: string; readonly task: TaskAction | null }
  /** It starts again after a while. */
  | { readonly is: 'retried'; readonly seconds: number }
  /** Its task waits for an answer. */
  | { readonly is: 'asks'; readonly task: TaskAction };

/** The variables are set before the state is entered. */
const before = 'Variables of the test';

/**
 * Runs one state on the engine, as a state machine of its own whose other states only stand there.
 * @param answer how its task ends, each time that it starts; null: the run stops there
 * @param retries how often it starts again before the run stops
 */
export async function play(scene: Scene, state: Fields, answer: Answer | null, retries: number): Promise<Played> {
  const engine = createEngine({ random: scene.random, keepsToken: true });
  const definition = machineOf(scene, state);
  let now = scene.now;
  let task: TaskAction | null = null;
  let left = retries;
  const events: HistoryEvent[] = [];
  let advance: Advance = await engine.start({ definition, input: wrapped(scene), context: scene.context, now });
  for (;;) {
    events.push(...advance.events);
    const ended = advance.actions.find((action) => action.type === 'ended');
    task = advance.actions.find((action) => action.type === 'task') ?? task;
    if (ended !== undefined) return ended.status === 'SUCCEEDED' ? leftIn(scene, events, now, task) : { is: 'failed', error: ended.error, cause: ended.cause, task };
    const asks = advance.actions.some((action) => action.type === 'task');
    if (asks && answer === null && task !== null) return { is: 'asks', task };
    const timer = advance.actions.find((action) => action.type === 'timer');
    if (!asks && state['Type'] !== 'Wait') {
      const seconds = timer === undefined ? 0 : (timer.at - now) / 1000;
      if (left === 0) return { is: 'retried', seconds };
      left -= 1;
    }
    if (!asks) now = timer?.at ?? now;
    const message: Message = asks && task !== null && answer !== null ? messageOf(task.id, answer) : { type: 'timer', id: timer?.id ?? '' };
    advance = await engine.deliver(definition, advance.state, [message], now);
  }
}

function messageOf(id: string, answer: Answer): Message {
  return 'output' in answer ? { type: 'taskSucceeded', id, output: answer.output } : { type: 'taskFailed', id, error: answer.error, cause: answer.cause };
}

function machineOf({ name, language, variables }: Scene, state: Fields): Fields {
  const tested = { ...stubs(state, name), [name]: { ...state, QueryLanguage: language } };
  if (Object.keys(variables).length === 0) return { StartAt: name, States: tested };
  const assign = Object.fromEntries(Object.keys(variables).map((variable) => [`${variable}.$`, `$.variables['${variable}']`]));
  return { StartAt: before, States: { ...tested, [before]: { Type: 'Pass', QueryLanguage: 'JSONPath', Assign: assign, OutputPath: '$.input', Next: name } } };
}

function wrapped({ input, variables }: Scene): Json {
  return Object.keys(variables).length === 0 ? input : { input, variables };
}

function leftIn({ name }: Scene, events: readonly HistoryEvent[], at: number, task: TaskAction | null): Played {
  const index = events.findIndex(({ type, details }) => type.endsWith('StateExited') && isRecord(details) && details['name'] === name);
  const exit = detailsOf(events[index]);
  const next = events.slice(index + 1).find(({ type }) => type.endsWith('StateEntered'));
  const texts = isRecord(exit['assignedVariables'] ?? null) ? Object.entries(exit['assignedVariables'] ?? {}) : [];
  // The engine writes variables as JSON texts into the event.
  const assigned = Object.fromEntries(texts.map(([variable, value]) => [variable, JSON.parse(asText(value as Json)) as Json]));
  return { is: 'left', output: asText(exit['output']), next: next === undefined ? null : asText(detailsOf(next)['name']), assigned, at, task };
}

function detailsOf(event: HistoryEvent | undefined): Fields {
  return event !== undefined && isRecord(event.details) ? event.details : {};
}

import { createEngine, type EngineOptions } from './engine/engine.ts';
import type { Action, Advance, ExecutionState, HistoryEvent, Json, Message } from './engine-types.ts';

/** How a task of a simulated execution ends; `ms` after its start, by default at once. */
export type TaskAnswer =
  | { readonly output: Json; readonly ms?: number }
  | { readonly error: string; readonly cause?: string; readonly ms?: number };

export interface TaskCall {
  readonly state: string;
  readonly resource: string;
  readonly arguments: Json;
  /** 1 for the first start of a task in this state. */
  readonly attempt: number;
  readonly now: number;
}

export interface SimulateOptions extends Partial<EngineOptions> {
  /** Answers a task; null: it never ends by itself. By default a task answers its arguments. */
  readonly tasks?: (call: TaskCall) => TaskAnswer | null;
  readonly context?: Json;
  /** Epoch milliseconds at the start; 0 by default. */
  readonly now?: number;
  /** Stops the execution at this instant, as StopExecution does. */
  readonly abortAt?: number;
  /** Called between two instants with what has to survive; what it returns goes on. For tests of save and continue. */
  readonly saved?: (state: ExecutionState) => ExecutionState;
}

export interface Simulated {
  /** RUNNING: nothing is left that would go on. */
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'RUNNING';
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  readonly endedAt: number;
  readonly events: readonly HistoryEvent[];
  readonly calls: readonly TaskCall[];
  /** State names of tasks that were told to stop, in order. */
  readonly cancelled: readonly string[];
}

/**
 * Runs a definition to its end on a virtual clock.
 *
 * @example
 * const end = await simulate(definition, { month: 1 }, { tasks: () => ({ output: { rows: 3 }, ms: 60_000 }) });
 * end.status; // 'SUCCEEDED'
 */
export async function simulate(definition: Json, input: Json, options: SimulateOptions = {}): Promise<Simulated> {
  const engine = createEngine({ random: () => 0.5, ...options });
  const world = new Agenda(options);
  if (options.abortAt !== undefined) world.add(options.abortAt, 'abort', { type: 'abort', error: '', cause: '' });
  let advance: Advance = await engine.start({ definition, input, context: options.context ?? {}, now: options.now ?? 0 });
  const events: HistoryEvent[] = [...advance.events];
  world.perform(advance.actions);
  for (let due = world.take(); due !== null && world.ended === null; due = world.take()) {
    const state = options.saved === undefined ? advance.state : options.saved(advance.state);
    advance = await engine.deliver(definition, state, due, world.now);
    events.push(...advance.events);
    world.perform(advance.actions);
  }
  const end = world.ended;
  const failed = end !== null && end.status !== 'SUCCEEDED' ? end : null;
  return {
    status: end?.status ?? 'RUNNING',
    output: end?.status === 'SUCCEEDED' ? end.output : null,
    error: failed?.error ?? null,
    cause: failed?.cause ?? null,
    endedAt: world.now,
    events,
    calls: world.calls,
    cancelled: world.cancelled,
  };
}

type End = Extract<Action, { readonly type: 'ended' }>;

/** What is still to come, by instant. */
class Agenda {
  now: number;
  ended: End | null = null;
  readonly calls: TaskCall[] = [];
  readonly cancelled: string[] = [];
  readonly #due = new Map<string, { readonly at: number; readonly message: Message }>();
  readonly #running = new Map<string, string>();
  readonly #attempts = new Map<string, number>();
  readonly #tasks: (call: TaskCall) => TaskAnswer | null;

  constructor(options: SimulateOptions) {
    this.now = options.now ?? 0;
    this.#tasks = options.tasks ?? ((call) => ({ output: call.arguments }));
  }

  add(at: number, key: string, message: Message): void {
    this.#due.set(key, { at, message });
  }

  /** All messages of the next instant, which becomes now; null when nothing is left. */
  take(): Message[] | null {
    const instant = [...this.#due.values()].reduce((least, { at }) => Math.min(least, at), Infinity);
    if (instant === Infinity) return null;
    this.now = Math.max(instant, this.now);
    const due = [...this.#due].filter(([, { at }]) => at === instant);
    for (const [key] of due) this.#due.delete(key);
    return due.map(([, { message }]) => message);
  }

  perform(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.type === 'timer') this.add(action.at, action.id, { type: 'timer', id: action.id });
      else if (action.type === 'cancelTimer') this.#due.delete(action.id);
      else if (action.type === 'task') this.#start(action);
      else if (action.type === 'ended') this.ended = action;
      else {
        this.#due.delete(action.id);
        this.cancelled.push(this.#running.get(action.id) ?? '');
      }
    }
  }

  #start(task: Extract<Action, { readonly type: 'task' }>): void {
    const attempt = (this.#attempts.get(task.state) ?? 0) + 1;
    this.#attempts.set(task.state, attempt);
    this.#running.set(task.id, task.state);
    const call = { state: task.state, resource: task.resource, arguments: task.arguments, attempt, now: this.now };
    this.calls.push(call);
    const answer = this.#tasks(call);
    if (answer === null) return;
    const at = this.now + (answer.ms ?? 0);
    if ('output' in answer) this.add(at, task.id, { type: 'taskSucceeded', id: task.id, output: answer.output });
    else this.add(at, task.id, { type: 'taskFailed', id: task.id, error: answer.error, cause: answer.cause ?? '' });
  }
}

import { Agenda } from './agenda.ts';
import { createEngine, type EngineOptions } from './engine/engine.ts';
import { kindOf } from './engine/history.ts';
import type { Action, Advance, ExecutionState, HistoryEvent, Json, Message } from './engine-types.ts';

/**
 * How a task of a simulated execution ends; `ms` after its start, by default at once. `submitted`: what the call of a `.sync` or
 * `.waitForTaskToken` task answers at its start; alone, nothing ends the task but its timeout.
 */
export type TaskAnswer = { readonly ms?: number; readonly submitted?: Json } & (
  | { readonly output: Json }
  | { readonly error: string | null; readonly cause?: string | null }
  | { readonly submitted: Json }
);

export interface TaskCall {
  readonly state: string;
  readonly resource: string;
  readonly arguments: Json;
  /** 1 for the first start of a task in this state. */
  readonly attempt: number;
  readonly now: number;
  /** For `.waitForTaskToken` and activities. */
  readonly token: string | null;
  readonly credentials: Json | null;
}

export interface SimulateOptions extends Partial<EngineOptions> {
  /** Answers a task; null: it never ends by itself. By default a task answers its arguments. */
  readonly tasks?: (call: TaskCall) => TaskAnswer | null;
  /** The context object; by default one of an execution named 'run'. */
  readonly context?: Json;
  /** Epoch milliseconds at the start; 0 by default. */
  readonly now?: number;
  /** Stops the execution at this instant, as StopExecution does. */
  readonly abortAt?: number;
  /** Called when the execution has ended badly, with how often it was redriven: true redrives it at once. */
  readonly redrive?: (times: number) => boolean;
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
  const world = new World(options);
  if (options.abortAt !== undefined) world.add(options.abortAt, 'abort', { type: 'abort', error: '', cause: '' });
  const now = options.now ?? 0;
  const events: HistoryEvent[] = [];
  const noted = (advance: Advance): ExecutionState => {
    for (const event of advance.events) events.push(event);
    world.perform(advance.actions);
    return options.saved === undefined ? advance.state : options.saved(advance.state);
  };
  let state = noted(await engine.start({ definition, input, context: options.context ?? usualContext(input, now), now }));
  for (let times = 0; ; times++) {
    for (let due = world.ended === null ? world.take() : null; due !== null; due = world.ended === null ? world.take() : null) {
      state = noted(await engine.deliver(definition, state, due, world.now));
    }
    if (world.ended === null || world.ended.status === 'SUCCEEDED' || options.redrive?.(times) !== true) break;
    world.ended = null;
    state = noted(await engine.redrive(definition, state, world.now));
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

/** The world around one simulated execution: what is still to come, and what it has done. */
class World {
  now: number;
  ended: End | null = null;
  readonly calls: TaskCall[] = [];
  readonly cancelled: string[] = [];
  readonly #due = new Agenda<Message>();
  readonly #running = new Map<string, string>();
  readonly #attempts = new Map<string, number>();
  readonly #tasks: (call: TaskCall) => TaskAnswer | null;

  constructor(options: SimulateOptions) {
    this.now = options.now ?? 0;
    this.#tasks = options.tasks ?? ((call) => ({ output: call.arguments }));
  }

  add(at: number, key: string, message: Message): void {
    this.#due.add(at, key, message);
  }

  /** All messages of the next instant, which becomes now; null when nothing is left. */
  take(): readonly Message[] | null {
    const due = this.#due.take();
    if (due === null) return null;
    this.now = Math.max(due.at, this.now);
    return due.entries;
  }

  perform(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.type === 'timer') this.add(action.at, action.id, { type: 'timer', id: action.id });
      else if (action.type === 'cancelTimer') this.#due.remove(action.id);
      else if (action.type === 'task') this.#start(action);
      else if (action.type === 'ended') this.ended = action;
      else {
        for (const part of ['', ':started', ':submitted', ':answer']) this.#due.remove(`${action.id}${part}`);
        this.cancelled.push(this.#running.get(action.id) ?? '');
      }
    }
  }

  #start(task: Extract<Action, { readonly type: 'task' }>): void {
    const { id, state, resource, token, credentials } = task;
    const attempt = (this.#attempts.get(state) ?? 0) + 1;
    this.#attempts.set(state, attempt);
    this.#running.set(id, state);
    const call = { state, resource, arguments: task.arguments, attempt, now: this.now, token, credentials };
    this.calls.push(call);
    const answer = this.#tasks(call);
    if (answer === null) return;
    const at = this.now + (answer.ms ?? 0);
    if (kindOf(resource) === 'activity') this.add(this.now, `${id}:started`, { type: 'taskStarted', id });
    if (answer.submitted !== undefined) this.add(this.now, `${id}:submitted`, { type: 'taskSubmitted', id, output: answer.submitted });
    if ('output' in answer) this.add(at, `${id}:answer`, { type: 'taskSucceeded', id, output: answer.output });
    else if ('error' in answer) this.add(at, `${id}:answer`, { type: 'taskFailed', id, error: answer.error, cause: answer.cause === undefined ? '' : answer.cause });
  }
}

/** An execution as a service would name it, so that tokens and `$$` have something to show. */
function usualContext(input: Json, now: number): Json {
  const arn = (kind: string) => `arn:aws:states:us-east-1:123456789012:${kind}:simulated`;
  return {
    Execution: { Id: `${arn('execution')}:run`, Input: input, Name: 'run', RoleArn: 'arn:aws:iam::123456789012:role/simulated', StartTime: new Date(now).toISOString(), RedriveCount: 0 },
    StateMachine: { Id: arn('stateMachine'), Name: 'simulated' },
  };
}

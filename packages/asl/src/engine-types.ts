/** JSON as the engine sees it. This package imports nothing of ours, so it has its own. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A running execution. `frames` and `root` are plain JSON, keyed so that a host can save only what a step changed; the engine never
 * keeps anything else, so an execution can be saved, killed and continued.
 */
export interface ExecutionState {
  readonly root: Json;
  readonly frames: ReadonlyMap<string, Json>;
}

export type Message =
  | { readonly type: 'timer'; readonly id: string }
  | { readonly type: 'taskSucceeded'; readonly id: string; readonly output: Json }
  | { readonly type: 'taskFailed'; readonly id: string; readonly error: string; readonly cause: string }
  | { readonly type: 'abort'; readonly error: string; readonly cause: string };

export type Action =
  /** Start a task; answer with taskSucceeded or taskFailed. `resource` as written in the state; `arguments` evaluated. */
  | { readonly type: 'task'; readonly id: string; readonly state: string; readonly resource: string; readonly arguments: Json }
  /** The task's state timed out or was aborted: stop what it started (.sync), expect no answer. */
  | { readonly type: 'cancelTask'; readonly id: string }
  | { readonly type: 'timer'; readonly id: string; readonly at: number }
  | { readonly type: 'cancelTimer'; readonly id: string }
  | { readonly type: 'ended'; readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly type: 'ended'; readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error: string; readonly cause: string };

/** One entry of the history, AWS-shaped: `type` is AWS's event type, `details` the details object under AWS's member names. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly details: Json;
}

export interface Advance {
  readonly state: ExecutionState;
  /** Keys of `state.frames` that changed or are new, and those that are gone. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /**
   * In order. Tasks come last: all transitions of this instant that take no time are done before any task starts, and a task whose
   * branch was aborted meanwhile is not among them.
   */
  readonly actions: readonly Action[];
  readonly events: readonly HistoryEvent[];
}

export interface StartOptions {
  readonly definition: Json;
  readonly input: Json;
  /** The context object ($states.context); the engine adds State. */
  readonly context: Json;
  readonly now: number;
}

/** `start` and `deliver` are pure but for JSONata's promises. Messages of one `deliver` count as of one instant: all are recorded before anything starts. */
export interface Engine {
  start(options: StartOptions): Promise<Advance>;
  deliver(definition: Json, state: ExecutionState, messages: readonly Message[], now: number): Promise<Advance>;
}

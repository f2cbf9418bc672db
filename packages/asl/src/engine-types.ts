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

/** A task by its id in the action that started it, or by its token. */
export type TaskAddress = { readonly id: string } | { readonly token: string };

/** An end from outside, as StopExecution brings it. */
export type Abort = { readonly error: string; readonly cause: string };

export type Message =
  | { readonly type: 'timer'; readonly id: string }
  /** A worker took the task of an activity. Its timeout and heartbeat count from here. */
  | ({ readonly type: 'taskStarted'; readonly worker?: string } & TaskAddress)
  /** The call of a `.sync` or `.waitForTaskToken` task was accepted; what it answered. */
  | ({ readonly type: 'taskSubmitted'; readonly output: Json } & TaskAddress)
  | ({ readonly type: 'heartbeat' } & TaskAddress)
  | ({ readonly type: 'taskSucceeded'; readonly output: Json } & TaskAddress)
  /** SendTaskFailure may name neither error nor cause: null. */
  | ({ readonly type: 'taskFailed'; readonly error: string | null; readonly cause: string | null } & TaskAddress)
  | { readonly type: 'abort'; readonly error: string; readonly cause: string };

export type Action =
  /**
   * Start a task; answer with taskSucceeded or taskFailed. `resource` as written in the state; `arguments` and `credentials` evaluated.
   * `token`: for `.waitForTaskToken` and activities, whose answers come with it, and for `.sync`. The engine sets the timers of timeout and heartbeat itself.
   */
  | {
      readonly type: 'task';
      readonly id: string;
      readonly state: string;
      readonly resource: string;
      readonly arguments: Json;
      readonly token: string | null;
      readonly timeoutSeconds: number | null;
      readonly heartbeatSeconds: number | null;
      readonly credentials: Json | null;
    }
  /** The task's state timed out or was aborted: stop what it started (.sync), expect no answer. */
  | { readonly type: 'cancelTask'; readonly id: string }
  | { readonly type: 'timer'; readonly id: string; readonly at: number }
  | { readonly type: 'cancelTimer'; readonly id: string }
  | { readonly type: 'ended'; readonly status: 'SUCCEEDED'; readonly output: Json }
  /** `error` and `cause` are '' where there is none. */
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

/** A way that an execution took where its definition offers several: the position of a rule, retrier or catcher in its list. */
export type Way =
  | { readonly state: string; readonly took: 'rule' | 'retrier' | 'catcher'; readonly index: number }
  | { readonly state: string; readonly took: 'default' };

export interface StartOptions {
  readonly definition: Json;
  readonly input: Json;
  /** The context object (`$$`, `$states.context`): Execution and StateMachine. The engine adds State, Map and Task. */
  readonly context: Json;
  readonly now: number;
}

/** `start` and `deliver` are pure but for JSONata's promises. Messages of one `deliver` count as of one instant: all are recorded before anything starts. */
export interface Engine {
  start(options: StartOptions): Promise<Advance>;
  deliver(definition: Json, state: ExecutionState, messages: readonly Message[], now: number): Promise<Advance>;
  /**
   * Goes on with an execution that failed, timed out or was aborted: states that succeeded stay, every other one starts again, with all its
   * retries. The history goes on, too. Throws NotRedrivable for an execution that runs or succeeded, or whose history is full.
   * Source: Step Functions developer guide, "Restarting state machine executions with redrive".
   */
  redrive(definition: Json, state: ExecutionState, now: number): Promise<Advance>;
}

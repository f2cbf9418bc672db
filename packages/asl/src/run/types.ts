import type { EngineOptions } from '../engine/engine.ts';
import type { ExecutionState, HistoryEvent, Json, Way } from '../engine-types.ts';
import type { Clock } from './clock.ts';

/**
 * How a task ends; `ms` after its start, by default at once. `submitted`: what the call of a `.sync` or `.waitForTaskToken` task
 * answers at its start, by default `{}`; alone, nothing ends the task but a later answer or its timeout. An error at once is one of the
 * call itself, and nothing was submitted.
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
  /** For `.waitForTaskToken`, activities and `.sync`. */
  readonly token: string | null;
  readonly credentials: Json | null;
}

/** A task that has started, for answers that come later and work that can be stopped. Answers that nothing waits for any more are dropped. */
export interface RunningTask {
  /** Aborts when the task's state times out or is aborted, and when the execution ends. */
  readonly signal: AbortSignal;
  succeed(output: Json): void;
  fail(error: string | null, cause?: string | null): void;
  heartbeat(): void;
}

/** Does the work of a task. null: the answer comes later, through `task` or with the token. What it throws fails the task with the thrown name and message. */
export type Handler = (call: TaskCall, task: RunningTask) => TaskAnswer | null | Promise<TaskAnswer | null>;

/** A handler; or one answer for every start; or one answer for each start, in order. */
export type Answers = Handler | TaskAnswer | null | readonly (TaskAnswer | null)[];

/**
 * Who answers tasks: one handler for all, or by name. A name is that of a state; a resource as the state has it; the same without
 * `arn:aws:states:::` (`glue:startJobRun.sync`, `aws-sdk:s3:getObject`), also without its pattern (`glue:startJobRun`); the ARN or name of
 * a Lambda function or an activity; or `*` for all others. The first that there is counts, in this order.
 */
export type Tasks = Handler | { readonly [name: string]: Answers };

export interface RunOptions extends Partial<EngineOptions> {
  /**
   * Answers the tasks. A task that nothing answers fails the execution with `States.Runtime`, which nothing catches. Without this option
   * every task answers its arguments at once.
   */
  readonly tasks?: Tasks;
  /** By default a virtual clock, on which an execution of days takes milliseconds; `realClock` waits. */
  readonly clock?: Clock;
  /** Epoch milliseconds at which a virtual clock starts; 0 by default. */
  readonly now?: number;
  /** Stops the execution, as StopExecution does; its reason becomes the cause. */
  readonly signal?: AbortSignal;
  /** Stops the execution at this instant of its clock. */
  readonly abortAt?: number;
  /** The context object; by default one of an execution named 'run'. */
  readonly context?: Json;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: HistoryEvent) => void;
  /** Called when the execution has ended badly, with how often it was redriven: true redrives it at once. */
  readonly redrive?: (times: number) => boolean;
  /** Called between two instants with what has to survive; what it returns goes on. For tests of save and continue. */
  readonly saved?: (state: ExecutionState) => ExecutionState;
}

export type Status = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'RUNNING';

/** How an execution ended, and all that happened in it. */
export interface Ended {
  /** RUNNING: nothing is left that would go on. */
  readonly status: Status;
  /** null unless it succeeded. */
  readonly output: Json;
  /** null unless it failed; '' where a failure has none. */
  readonly error: string | null;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  /** The history, in the shape of AWS. */
  readonly events: readonly HistoryEvent[];
  /** All starts of tasks, in order. */
  readonly calls: readonly TaskCall[];
  /** State names of tasks that were told to stop, in order. */
  readonly cancelled: readonly string[];
  /** Choice rules, defaults, retriers and catchers that were taken, in order. */
  readonly ways: readonly Way[];
}

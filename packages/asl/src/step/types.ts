import type { ExecutionState, HistoryEvent, Json, Message, Way } from '../engine-types.ts';
import type { Ended, TaskCall } from '../run/types.ts';

/** A task that waits for its answer. */
export interface PendingTask extends TaskCall {
  readonly id: string;
  readonly timeoutSeconds: number | null;
  readonly heartbeatSeconds: number | null;
}

/** An instant at which something happens by itself. */
export interface Timer {
  readonly at: number;
  /** `answer`: one that was given with a delay; `machine`: the timeout of the whole execution. */
  readonly for: 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'answer' | 'machine';
  /** The state that waits; null for the machine. */
  readonly state: string | null;
}

/** What is to come, under the key that takes it back. */
export interface Due {
  readonly key: string;
  readonly at: number;
  readonly message: Message;
}

/** All that an execution is, as plain JSON but for the table of rows. */
export interface Stand {
  readonly definition: Json;
  readonly state: ExecutionState;
  readonly startedAt: number;
  readonly now: number;
  readonly end: Pick<Ended, 'status' | 'output' | 'error' | 'cause'> | null;
  readonly due: readonly Due[];
  readonly tasks: readonly PendingTask[];
  readonly calls: readonly TaskCall[];
  readonly cancelled: readonly string[];
  readonly ways: readonly Way[];
  readonly events: readonly HistoryEvent[];
  /** How many of the events were shown: transitions of one instant are shown one by one. */
  readonly shown: number;
}

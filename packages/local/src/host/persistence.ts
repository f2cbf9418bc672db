import type { Json } from '@millrace/core';
import type { ReplyTo, Work } from './types.ts';

/** What is to be done at an instant. */
export type Task =
  | { readonly type: 'handler'; readonly handler: string; readonly data: Json }
  | { readonly type: 'call'; readonly service: string; readonly op: string; readonly input: Json; readonly replyTo: ReplyTo | null };

/** A timer of `service`. Due ones run by `at`, then `order`, then `seq`. */
export interface Timer {
  readonly service: string;
  readonly id: string;
  readonly at: number;
  readonly order: number;
  readonly seq: number;
  readonly task: Task;
}

/** Work that the executor has and has not reported. */
export interface PendingWork {
  readonly service: string;
  readonly work: Work;
  readonly replyTo: ReplyTo;
  /** A stop was asked for. */
  readonly stopping: boolean;
}

/** One write of a transaction. A timer replaces one of the same service and id; `row: null` removes. */
export type Change =
  | { readonly type: 'row'; readonly service: string; readonly kind: string; readonly key: string; readonly row: Json | null }
  | { readonly type: 'timer'; readonly timer: Timer }
  | { readonly type: 'cancel'; readonly service: string; readonly id: string }
  | { readonly type: 'work'; readonly pending: PendingWork }
  | { readonly type: 'workDone'; readonly id: string };

/** Where a host keeps rows, timers and pending work. All changes of a commit are kept, or none. */
export interface Persistence {
  get(service: string, kind: string, key: string): Json | null;
  list(service: string, kind: string, prefix: string): readonly { readonly key: string; readonly row: Json }[];
  commit(changes: readonly Change[]): void;
  nextTimer(): Timer | null;
  /** Whether any timer is set but those of schedules, which never end by themselves. */
  busy(): boolean;
  work(id: string): PendingWork | null;
  allWork(): readonly PendingWork[];
  /** The highest sequence number that a timer ever had. */
  lastSeq(): number;
  close(): void;
}

/** Timers of schedules begin their ids with this: `Host.run(null)` does not wait for them, since they set themselves anew for ever. */
export const scheduleTimers = 'schedule/';

/** State could not be read or written; the message says where and what to do. */
export class PersistenceError extends Error {
  override readonly name = 'PersistenceError';
}

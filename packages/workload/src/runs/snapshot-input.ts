import type { Ended, Pipeline } from '@millrace/core';
import type { ContinuationRecord, RefusedRecord, RunRecord, StopFlag } from './records.ts';

/** A job run or crawl as the service tells it. Times are epoch milliseconds. */
export interface ObservedAttempt {
  readonly nativeId: string;
  readonly start: number;
  readonly end: number | null;
  readonly state: Ended | 'running';
  readonly continuation: number;
  /**
   * True once the script has begun (its marker is there), and always for an existing job, a job without bootstrap and a crawl.
   * What ends before the script is no attempt, though its bad end still ends the step.
   */
  readonly counted: boolean;
  readonly message: string | null;
  /** The bootstrap's marker says that it ended on purpose before the script. */
  readonly skipped?: 'kept' | 'stop';
}

/** The native run that serves a continuation. `stopped`: it ended because someone stopped it, outside Millrace too. */
export interface NativeSpan {
  readonly nativeId: string;
  readonly start: number;
  readonly end: number | null;
  readonly state: 'running' | 'ended' | 'stopped';
  /** Why it ended badly, where the steps do not tell it. */
  readonly message?: string;
  /** By its own word it ended before anything of it began, since another run was live. */
  readonly skipped?: true;
}
export interface ObservedContinuation extends ContinuationRecord {
  /** Null when the service has not (yet) accepted the start. */
  readonly native: NativeSpan | null;
}

export interface SnapshotInput {
  /** As it was deployed. */
  readonly pipeline: Pipeline;
  readonly record: RunRecord;
  /** Oldest first. */
  readonly continuations: readonly ObservedContinuation[];
  /** By step, handlers included, over all continuations. */
  readonly attempts: Readonly<Record<string, readonly ObservedAttempt[]>>;
  readonly stop: StopFlag | null;
  /** The run was not started, since another one was live. */
  readonly skipped?: StopFlag | null;
  /** What was given to the run is wrong, so that nothing of it began. */
  readonly refused?: RefusedRecord | null;
  /** How many runs have their turn before it; 0 or left out where it does not wait. */
  readonly ahead?: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

import type { Ended, Scalar, TargetId } from '@millrace/core';

/** run.json: written once, when the run is started. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly pipeline: string;
  readonly target: TargetId;
  readonly graphHash: string;
  /** The day of the start in the pipeline's zone, YYYY-MM-DD. */
  readonly date: string;
  readonly params: Readonly<Record<string, Scalar>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** continuations/0001.json: `n` counts from 1; `keep` names the steps that count as succeeded from its start. */
export interface ContinuationRecord {
  readonly schemaVersion: 1;
  readonly n: number;
  readonly means: 'first' | 'native' | 'skipMap';
  readonly keep: readonly string[];
  readonly at: number;
}
/** continuations/0001.native.json: written once the service has accepted the start. */
export interface NativeRecord {
  readonly nativeId: string;
  readonly at: number;
}
export interface Continuation extends ContinuationRecord {
  /** Null until the service has accepted the start. */
  readonly native: NativeRecord | null;
  /** Another run was live when it was to start: nothing of it began, and only its number is taken. */
  readonly skipped?: true;
}

/** steps/{step}/{jobRunId}.json: what the bootstrap of a job run says. */
export type Marker = { readonly step: string; readonly jobRunId: string; readonly at: number } & (
  /** `ended`: the bootstrap ended it at its timeout, as a failure to Glue. `message`: why the attempt failed though its script ended well. */
  | { readonly script: true; readonly ended?: 'timedOut'; readonly message?: string }
  /** It ended before its script, and this is why. */
  | { readonly script: false; readonly message: string }
  /** `attached`: it waits for a job run of the same step that lived already, and ends as that one does. */
  | { readonly skipped: 'kept' | 'stop' | 'attached' }
);

/** calls/{step}/{n}-{attempt}.json and its `.end.json`: what a bridge called, and how that ended. */
export interface CallMark {
  readonly step: string;
  readonly continuation: number;
  readonly attempt: number;
  readonly at: number;
  /** Of the job run or automation; null until the service has accepted the call, '' where it gives none. */
  readonly id: string | null;
  /** It goes on with a job run that lived already: no attempt. */
  readonly attached: boolean;
  readonly end: CallEnd | null;
}
export interface CallEnd {
  readonly at: number;
  readonly outcome: Ended;
  readonly message: string;
  /** The service took no such call: no attempt. */
  readonly refused: boolean;
  /** The job run ended before its script, since the run stops: no attempt. */
  readonly skipped: boolean;
}

/** crawls/{step}/{n}-{attempt}.json: a crawl is about to be started. */
export interface CrawlMark {
  readonly step: string;
  readonly continuation: number;
  readonly attempt: number;
  readonly at: number;
}

export interface StopFlag {
  readonly at: number;
}
/** refused.json */
export interface RefusedRecord {
  readonly message: string;
  readonly at: number;
}
/** A run of the index. */
export interface ListedRun {
  readonly run: string;
  /** Epoch milliseconds. */
  readonly start: number;
}
/** An execution that has its turn or waits for it. */
export interface Turn {
  readonly run: string;
  /** Its ARN. */
  readonly execution: string;
}
/** _native/{native id}.json */
export interface NativeMapping {
  readonly run: string;
  readonly n: number;
}

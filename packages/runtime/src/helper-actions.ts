import type { BootstrapWrite } from './decide-bootstrap.ts';
import type { RunState } from './run-state.ts';

/** The helper's job ends: the writes are made in order, then the objects under `removes` go, then the process exits. */
export interface EndAction {
  readonly action: 'end';
  readonly exitCode: 0 | 1;
  readonly message: string;
  readonly writes: readonly BootstrapWrite[];
  /** Keys of the runs bucket. */
  readonly removes: readonly string[];
}

/** Look again later: soon at first and less often then, at the latest after `pollSeconds`, and at `until` (epoch milliseconds) where that is sooner. */
export interface WaitAction {
  readonly action: 'wait';
  readonly until: number | null;
}

/** Asks job runs and crawls to stop; a refusal, since they end by themselves, is no error. Then look again. */
export interface StopAction {
  readonly action: 'stop';
  readonly jobRuns: readonly { readonly job: string; readonly id: string }[];
  readonly crawlers: readonly string[];
}
export type GateAction = WaitAction | StopAction | EndAction;

/** What a bridge does at an attempt, with all values in place. */
export type CallRequest =
  /** Keys with their dashes. No timeout for a stream. */
  | { readonly type: 'job'; readonly job: string; readonly arguments: Readonly<Record<string, string>>; readonly timeoutMinutes: number | null }
  | { readonly type: 'crawler'; readonly crawler: string }
  | { readonly type: 'lambda'; readonly function: string; readonly payload: Readonly<Record<string, unknown>>; readonly timeoutSeconds: number }
  | { readonly type: 'sns'; readonly topicArn: string; readonly subject: string; readonly message: string }
  /** `token` is the same for the same attempt: the service starts it once. */
  | { readonly type: 'ssm'; readonly document: string; readonly parameters: Readonly<Record<string, readonly string[]>>; readonly token: string }
  | { readonly type: 'wait'; readonly seconds: number };

/**
 * Begins an attempt: the `writes` are made (one of run.json with `once` that is refused means: decide again), then `record`, then the call.
 * Once the service has accepted it, `record` is written again with the `id` that the service gave ('' where it gives none). Throttled
 * or busy: `record` with `id` null, and the next look decides to call again. Refused for good: the end is written to `endKey` as
 * `{at, outcome: 'failed', message, refused: true}`.
 */
export interface CallAction {
  readonly action: 'call';
  readonly attempt: number;
  readonly request: CallRequest;
  readonly writes: readonly BootstrapWrite[];
  readonly record: BootstrapWrite;
  readonly endKey: string;
}
/** Asks the running call to stop (a lambda and a message cannot be), then writes `record`, so that it is asked once. */
export interface StopCallAction {
  readonly action: 'stop';
  readonly attempt: number;
  readonly record: BootstrapWrite;
}
/** An attempt has ended, or goes on with a job run that lives already. Then look again. */
export interface RecordAction {
  readonly action: 'record';
  readonly writes: readonly BootstrapWrite[];
}
export type BridgeAction = WaitAction | CallAction | StopCallAction | RecordAction | EndAction;

/** What the service says of the newest recorded attempt of a bridge. */
export interface CallFacts {
  /** The job run, crawl, answer or automation of that attempt; null where the service knows none (the start never came through). A stream that is RUNNING has succeeded. */
  readonly running: {
    /** Of the job run or automation; '' where there is none. */
    readonly id: string;
    readonly state: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'stopped';
    readonly message: string | null;
  } | null;
  /**
   * Something that lives and is no attempt in our records: for a job the id of a live run with the same --MILLRACE_RUN and --MILLRACE_STEP,
   * for a stream that of any live run of its job, '' while that is being stopped; for a crawler '' when it is busy with a crawl of someone else.
   */
  readonly other: string | null;
  /** Text of the object that the attempt left as outputs: read once it has succeeded, where the step declares outputs. */
  readonly outputs: string | null;
}
/** `call` is looked up for the attempt of `openAttempt`. */
export interface BridgeView extends RunState {
  readonly call: CallFacts;
}

/** A run that waits for its turn. `live`: its workflow run is still RUNNING or STOPPING; nobody needs to look behind the first that is. */
export interface Ticket {
  readonly key: string;
  readonly run: string;
  readonly nativeId: string;
  readonly live: boolean;
}
export interface OpenerView extends RunState {
  /** Objects below `{pipeline}/_queue/`, by key. */
  readonly tickets: readonly Ticket[];
  /** The object `{pipeline}/_live.json`; null where there is none. */
  readonly holder: { readonly run: string; readonly nativeId: string; readonly live: boolean; readonly etag: string } | null;
}
/** Takes the turn by a conditional put: on what is not there (`ifMatch` null) or on that very holder. Won or lost: look again. */
export interface TakeAction {
  readonly action: 'take';
  readonly key: string;
  readonly body: unknown;
  readonly ifMatch: string | null;
}
/** Writes, then looks again. */
export interface WriteAction {
  readonly action: 'write';
  readonly writes: readonly BootstrapWrite[];
}
export type OpenerAction = WaitAction | TakeAction | WriteAction | EndAction;

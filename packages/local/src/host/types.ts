import type { Json } from '@millrace/core';

/** Everything a handler may know of the world. */
export interface World {
  /** Epoch milliseconds, real or virtual. */
  now(): number;
  /** 0 <= x < 1, seeded in tests. */
  random(): number;
  /** How an engine asks an open question of AWS; the answer is one of the question's documented choices. Asked names are recorded. */
  ask(question: OpenQuestion): string;
  /**
   * Whether a caller of this service still waits for the answer of this id: one that hung up does not, nor one that an earlier server had.
   * A service that hands something over by an answer asks first.
   */
  waited(id: string): boolean;
  readonly delays: Delays;
  readonly region: string;
  readonly account: string;
}

/** How long what AWS does after its answer takes here, milliseconds: all 0 unless told, so that results are there with the answer. */
export interface Delays {
  /** A trigger that is created, updated, started or stopped: CREATING, UPDATING, ACTIVATING, DEACTIVATING. */
  readonly triggerChange: number;
  /** DELETING. */
  readonly triggerDeletion: number;
  /** STARTING. */
  readonly jobStart: number;
}

/** A behaviour that no source settles: see docs/aws-open-questions.md. */
export interface OpenQuestion {
  readonly id: string;
  readonly choices: readonly [usual: string, ...others: string[]];
}

/**
 * A service's rows, read and written inside one transaction. Rows are plain JSON, keyed by kind and key; `list` is in key order
 * and takes a key prefix, so that children keyed `parent/child` are found without a scan.
 */
export interface Tx {
  get<T extends Json>(kind: string, key: string): T | null;
  put(kind: string, key: string, row: Json): void;
  remove(kind: string, key: string): void;
  list<T extends Json>(kind: string, prefix?: string): readonly { readonly key: string; readonly row: T }[];
}

/** Timers of the same instant run in ascending `order`: 0 for things that end, 1 for things that react to ends. */
export type Effect =
  | { readonly type: 'call'; readonly service: string; readonly op: string; readonly input: Json; readonly replyTo: ReplyTo | null }
  | { readonly type: 'timer'; readonly id: string; readonly at: number; readonly order: 0 | 1; readonly handler: string; readonly data: Json }
  | { readonly type: 'cancelTimer'; readonly id: string }
  /** Tells every service that subscribes to `topic`, at this instant, after all ends of the instant. */
  | { readonly type: 'publish'; readonly topic: string; readonly data: Json }
  /** Real work outside the services (a job's process, a crawl): the executor does it and reports back by `replyTo`. */
  | { readonly type: 'work'; readonly work: Work; readonly replyTo: ReplyTo }
  | { readonly type: 'stopWork'; readonly id: string }
  /** Answers whoever called the operation of this service that said it `waits` for `id`. */
  | { readonly type: 'answer'; readonly id: string; readonly result: Answer };

/** How a call ended. */
export type Answer =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: { readonly name: string; readonly message: string; readonly status?: number } };

/** Timer handler `handler` of the sending service gets `{ data, ok, output | error }` as its data. */
export interface ReplyTo {
  readonly handler: string;
  readonly data: Json;
}
export type Reply = { readonly data: Json } & Answer;

export type Work =
  | {
      readonly kind: 'job';
      /** The job run's id: unique. */
      readonly id: string;
      readonly jobName: string;
      readonly attempt: number;
      readonly scriptLocation: string;
      /** Final arguments, defaults and run arguments merged, keys with their leading dashes. */
      readonly args: Readonly<Record<string, string>>;
      readonly pythonVersion: string;
      /** Of a Spark job; a Python shell job unless told. */
      readonly spark?: boolean;
      /** Of a Spark job that asks for its bookmark. */
      readonly bookmark?: GivenBookmark;
      /** Where CloudWatch Logs shows what it prints, if not in the usual groups alone. */
      readonly logs?: readonly LogPlace[];
    }
  | {
      readonly kind: 'crawl';
      readonly id: string;
      readonly crawlerName: string;
      readonly database: string;
      readonly tablePrefix: string;
      readonly s3: readonly string[];
    }
  | {
      /** One call of a function in Python. */
      readonly kind: 'function';
      readonly id: string;
      readonly functionName: string;
      readonly code: FunctionCode;
      /** `module.function`. */
      readonly handler: string;
      readonly payload: Json;
      readonly environment: Readonly<Record<string, string>>;
    };
/** The name of the job, crawler or function. */
export function nameOfWork(work: Work): string {
  return work.kind === 'job' ? work.jobName : work.kind === 'crawl' ? work.crawlerName : work.functionName;
}
/**
 * What the runs of a job before this one have read, as JSON that the stand-in for `awsglue` has written; `until` ends the range of a paused
 * bookmark. Or why there is none to give: the script fails with it.
 */
export type GivenBookmark = { readonly read: string; readonly until: string | null } | { readonly refused: string };
/** A stream of CloudWatch Logs. */
export type LogPlace = { readonly group: string; readonly stream: string };
/** Where a function's code is: a zip archive as base64 or in S3, or the text of its one module, `script.py`. */
export type FunctionCode = { readonly zip: string } | { readonly s3: string } | { readonly script: string };

/**
 * What the executor replies as `output`. A job: `{ outcome, message }`, where 'error' is a job run that the service itself could not bring to an end of its
 * own; a crawl the same without 'error', with `tables`; a function's `message` is what it answered, as JSON text, or when it failed AWS's error payload
 * `{ errorMessage, errorType, stackTrace }`.
 */
export interface WorkResult {
  readonly outcome: 'succeeded' | 'failed' | 'stopped' | 'error';
  readonly message: string | null;
  readonly tables: readonly Json[];
  /** Lines that a function printed. */
  readonly log?: readonly string[];
  /** What a job's script committed of its bookmark, null for nothing. Left out where no script was watched: then a success commits. */
  readonly bookmark?: string | null;
}

/** Does real work, or plays a script in virtual time. `done` may be called once, at once or later. */
export interface Executor {
  start(work: Work, done: (result: WorkResult) => void): void;
  stop(id: string): void;
  /** After a restart of the host: work that was under way. */
  recover(work: Work, done: (result: WorkResult) => void): void;
}

export interface Reaction {
  readonly output: Json;
  readonly effects: readonly Effect[];
  /** The caller is not answered by `output` now, but by an `answer` effect with this id, which comes later. */
  readonly waits?: string;
}
export type Operation = (tx: Tx, input: Json, world: World) => Reaction | Promise<Reaction>;

/** A service as pure handlers over its rows. Operations throw `AwsError`. */
export interface Service {
  readonly id: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly handlers: Readonly<Record<string, Operation>>;
  /** topic -> handler name */
  readonly subscriptions: Readonly<Record<string, string>>;
}

/** An error as AWS answers it: `name` is its error code, `status` the HTTP status. */
export class AwsError extends Error {
  override readonly name: string;
  readonly status: number;
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Objects: one folder per bucket on disk, or in memory. Synchronous, so that a handler sees one state. */
export interface Blobs {
  buckets(): readonly string[];
  createBucket(bucket: string): void;
  deleteBucket(bucket: string): void;
  get(bucket: string, key: string): Uint8Array | null;
  head(bucket: string, key: string): { readonly size: number; readonly etag: string; readonly modified: number } | null;
  /** `ifNoneMatch: '*'` and `ifMatch: etag` make it conditional; false means the condition failed. */
  put(bucket: string, key: string, body: Uint8Array, condition?: { readonly ifNoneMatch?: '*'; readonly ifMatch?: string }): boolean;
  remove(bucket: string, key: string): void;
  /** Keys in byte order. */
  list(bucket: string, prefix: string): readonly { readonly key: string; readonly size: number; readonly etag: string; readonly modified: number }[];
}

/**
 * Runs services: one transaction at a time, effects after commit, replies back as timers. `call` is how tests and the HTTP door come in;
 * it answers S3 operations too (GetObject and PutObject with text in `Body`), since state machines call them.
 */
export interface Host {
  readonly blobs: Blobs;
  /** @param gone told when the caller has hung up: an answer that comes later is not kept for it. */
  call(service: string, op: string, input: Json, gone?: AbortSignal): Promise<Json>;
  /** Virtual clock only: runs timers in order until `until` (epoch ms) or, when null, until nothing is left but schedules. */
  run(until: number | null): Promise<void>;
  now(): number;
  /** Ids of the open questions asked so far. */
  readonly asked: ReadonlySet<string>;
  close(): Promise<void>;
}

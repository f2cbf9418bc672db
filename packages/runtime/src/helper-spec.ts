import type { SpecOutput, SpecParam, SpecScalar, SpecValue } from './job-spec.ts';

/** A step as helper jobs see it: where its outcome shows, and what it waits for. */
export interface StepFacts {
  /** What stands for it in the run graph: its own job, its crawler, or its bridge. */
  readonly node: 'job' | 'crawler' | 'bridge';
  /** Name of that job or crawler. */
  readonly name: string;
  /** The job's MaxRetries: as long as attempts are left, FAILED decides nothing. 0 for crawlers and bridges. */
  readonly retries: number;
  readonly after: readonly { readonly step: string; readonly on: 'succeeded' | 'failed' | 'finished' }[];
  readonly join: 'all' | 'any';
  readonly optional: boolean;
  /** A gate starts it. Else triggers do, and none fires on a node that has ended as ERROR or EXPIRED. */
  readonly gated?: true;
}

/** What every helper job is told: one JSON object in S3, its address in the job's `--MILLRACE_SPEC`. */
export interface HelperBase {
  readonly schemaVersion: 1;
  readonly pipeline: string;
  readonly graphHash: string;
  /** Name of the helper's own job: by it a job run finds itself in the graph of its workflow run. */
  readonly job: string;
  /** Bucket of the run folders. */
  readonly runsBucket: string;
  /** IANA zone: decides which day a run that was started outside Millrace has. */
  readonly timezone: string;
  readonly params: Readonly<Record<string, SpecParam>>;
  readonly environmentParams: Readonly<Record<string, SpecScalar>>;
  readonly failurePolicy: 'continue' | 'stop';
  /** What the helper must know of the graph: for a gate its step and all that it rests on, else every step. */
  readonly steps: Readonly<Record<string, StepFacts>>;
  /** Most seconds between two looks; parts of a second are allowed. The first looks follow sooner: after 1, 2, 4, 8 seconds. */
  readonly pollSeconds: number;
}

/** Waits until the join of `step` is decided. */
export interface GateSpec extends HelperBase {
  readonly kind: 'gate';
  readonly step: string;
}

/** Waits until every step has ended. Succeeds if its handler is to run; without a handler when all is over. */
export interface CloserSpec extends HelperBase {
  readonly kind: 'closer';
  /** Null for one that only upholds the stop policy. */
  readonly handler: 'onFailure' | 'finally' | null;
  /** The handler that must end before `finally`, where there is one: null for the others. */
  readonly before: { readonly step: string; readonly facts: StepFacts } | null;
  /** True for the one closer that asks live job runs and crawls to stop under `failurePolicy: 'stop'`. */
  readonly stops: boolean;
}

/** Checks and freezes the parameters and the day of a run, and waits for its turn. */
export interface OpenerSpec extends HelperBase {
  readonly kind: 'opener';
  readonly overlap: 'allow' | 'skip' | 'queue';
  /** Most runs that may wait. */
  readonly mostQueued: number;
  readonly workflow: string;
}

/** What a bridge does for its step. Values are resolved as those of a job's arguments are. */
export type BridgeCall =
  /**
   * `arguments` have no dashes; MILLRACE_RUN and MILLRACE_STEP are added to them, and MILLRACE_OUTPUTS where the step declares outputs. `until` is there for a
   * stream: the attempt has succeeded once its job run is RUNNING, or one that lived already is, whoever started it.
   */
  | { readonly type: 'job'; readonly job: string; readonly arguments: Readonly<Record<string, SpecValue>>; readonly timeoutMinutes: number | null; readonly until?: 'started' }
  | { readonly type: 'crawler'; readonly crawler: string }
  /** The payload is a JSON object of `payload`, plus `millrace: {run, step}`. Waits for the answer. */
  | { readonly type: 'lambda'; readonly function: string; readonly payload: Readonly<Record<string, SpecValue>> }
  | { readonly type: 'sns'; readonly topicArn: string; readonly subject: SpecValue | null; readonly message: SpecValue | null }
  | { readonly type: 'ssm'; readonly document: string; readonly parameters: Readonly<Record<string, SpecValue>> }
  | { readonly type: 'wait'; readonly seconds: number };

/** Does a step that Glue has no node for, or that a node would not do right. */
export interface BridgeSpec extends HelperBase {
  readonly kind: 'bridge';
  readonly step: string;
  readonly call: BridgeCall;
  readonly retry: { readonly attempts: number; readonly on: readonly ('failed' | 'timedOut')[]; readonly delaySeconds: number };
  /** Bounds one attempt. */
  readonly timeoutSeconds: number;
  /** `onFailure` or `finally`: told how the run went. */
  readonly handler: boolean;
  readonly outputs?: Readonly<Record<string, SpecOutput>>;
}

export type HelperSpec = GateSpec | CloserSpec | OpenerSpec | BridgeSpec;

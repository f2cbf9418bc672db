import type { Json, Outcome, Pipeline, Scalar, Ended, Step, StepKind } from './model.ts';
import type { Problem } from './problem.ts';
import type { Resource } from './resource.ts';
import type { Delay } from './trace.ts';

export type TargetId = 'glue' | 'sfn' | 'mwaa';
export type Support = 'exact' | 'emulated' | 'degraded' | 'rejected';

/** One row of the portability ledger. `id` is the feature ('join.any', 'retry.delay', 'kind.lambda'); `hint` is the fix or the way round. */
export interface Capability {
  readonly id: string;
  readonly support: Support;
  readonly note: string;
  readonly hint: string;
}

/** Who assumes a role: the steps' jobs, crawlers, the state machine, generated helper jobs, and what starts runs (Scheduler, EventBridge). */
export type RoleUse = 'job' | 'crawler' | 'stateMachine' | 'helper' | 'events';

/** One statement of an IAM policy, under IAM's own names. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What an environment lets the jobs of a created role touch beyond what the pipeline itself tells. */
export interface Grants {
  /** S3 URIs whose objects jobs read, such as 's3://acme-raw/orders/'. */
  readonly read: readonly string[];
  /** S3 URIs below which jobs read, write and delete objects. */
  readonly write: readonly string[];
  /** ARNs of managed policies to attach. */
  readonly policies: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

/** Where a pipeline is deployed: what differs between dev, test and prod. Buckets are names. */
export interface Site {
  readonly prefix: string;
  readonly region: string;
  readonly account: string;
  /** Bucket for scripts, specs and the manifest. */
  readonly scripts: string;
  /** Bucket for run folders. */
  readonly runs: string;
  /** A role's ARN, or null where the deploy creates one with the least that the pipeline needs. */
  readonly roles: Readonly<Record<RoleUse, string | null>>;
  /** For the created job role; left out: nothing more than the pipeline tells. */
  readonly grants?: Grants;
  /** ARN of the permissions boundary that created roles carry; left out: none. */
  readonly boundary?: string;
  /** ARN of the SNS topic that is told of each failed job and crawl; left out: nobody is. */
  readonly alertTopic?: string;
  /** Environment's parameter values: they override defaults and yield to a run's own. */
  readonly params: Readonly<Record<string, Scalar>>;
}

/** The scripts a pipeline names, by the path it names them with; read by the caller, so that compile stays pure. */
export interface Source {
  readonly sha256: string;
  readonly text: string;
}
export type Sources = ReadonlyMap<string, Source>;

/** A job that the target generates because the orchestrator itself cannot hold what the pipeline says. Printed with price and delay. */
export interface Helper {
  /** Physical name of its job. */
  readonly name: string;
  readonly kind: 'gate' | 'bridge' | 'closer' | 'opener';
  /** The step that it serves; null for one that serves the run. */
  readonly step: string | null;
  readonly because: string;
  /** Data processing units that it holds while it runs. */
  readonly dpu: number;
  /** Usual time that it adds before what waits for it starts. */
  readonly delaySeconds: number;
}

export interface Compiled {
  readonly resources: readonly Resource[];
  /** Generated jobs; empty on targets that need none. */
  readonly helpers: readonly Helper[];
  readonly delays: readonly Delay[];
  /** Ledger rows of the features that this pipeline uses. */
  readonly used: readonly Capability[];
  readonly problems: readonly Problem[];
  /** Step to native nodes (Glue: job or crawler names; Step Functions: state names), helpers included. */
  readonly nodes: Readonly<Record<string, readonly string[]>>;
}

export interface CompileOptions {
  /** `report` lets benchmarks compile beyond a service's limits; the default refuses. */
  readonly limits: 'refuse' | 'report';
}

export interface Target {
  readonly id: TargetId;
  readonly title: string;
  readonly capabilities: readonly Capability[];
  /** By what a resume goes on, for people: ends the line 'by …'. */
  readonly resumes: Readonly<Record<ResumePlan['means'], string>>;
  /** Pure and byte-stable. Problems come back as data; resources are empty when one of them is an error. */
  compile(pipeline: Pipeline, site: Site, sources: Sources, options?: CompileOptions): Compiled;
  /** The only door to AWS: loads the clients lazily. */
  connect(at: { readonly region: string; readonly endpoint: string | null }): Promise<Connection>;
}

/** An open connection: a runner for a deployed pipeline. */
export interface Connection {
  /** Runs start with `pipeline`. With `versions` those of another version are told, logged and stopped by their own pipeline; a target that keeps no versions ignores it. */
  runner(deployed: { readonly pipeline: Pipeline; readonly site: Site; readonly versions?: KeptPipelines }): Runner;
  /** Single steps of a deployed pipeline. Absent on a target that cannot start one alone. */
  stepRunner?(deployed: { readonly pipeline: Pipeline; readonly site: Site }): StepRunner;
  /** Absent on a target that keeps no versions. */
  versions?(deployed: { readonly pipeline: Pipeline; readonly site: Site }): Versions;
}

/** Earlier states of what is deployed, where the target itself keeps them. Numbers are the service's own, and rise. */
export interface Versions {
  /** Newest first. `at` is in epoch milliseconds; `live` is the one that runs start with. */
  list(): Promise<readonly { readonly version: number; readonly at: number; readonly live: boolean }[]>;
  /** The version that runs start with; null where nothing tells one. */
  live(): Promise<number | null>;
  /** The revision by which the deploy has kept the pipeline of a version; null when there is no such version. */
  revision(version: number): Promise<string | null>;
  /** ARN of the role that its runs are in, which is part of a version; null when there is no such version. */
  role(version: number): Promise<string | null>;
  /** Lets runs start with this version from now on. Those that are under way go on with theirs. */
  use(version: number): Promise<void>;
}

/** The pipelines of the versions of what is deployed, as deploys have kept them. */
export interface KeptPipelines {
  /** The version that the runner's pipeline is of, with which runs start. */
  readonly live: number;
  /** The pipeline that a deploy has kept for a revision, which is as in `Versions.revision`; null when it is kept no more. */
  pipelineOf(revision: string): Promise<Pipeline | null>;
}

/** What becomes of each step kind on a target: a function that builds it, or the ledger row that rejects it. */
export type KindTable<Out> = { readonly [K in StepKind]: ((step: Extract<Step, { readonly kind: K }>) => Out) | Capability };

export interface RunRequest {
  readonly id: string;
  /** The day of the start in the pipeline's zone, YYYY-MM-DD. */
  readonly date: string;
  /** Validated and complete: frozen for the run and all its continuations. */
  readonly params: Readonly<Record<string, Scalar>>;
}

export interface Runner {
  /** Throws `RunRefused`, before anything is written or started, when the target cannot pass on what the run is given. */
  start(run: RunRequest): Promise<'started' | 'skipped' | 'queued'>;
  /** Newest first; runs that were started outside Millrace are listed too. */
  list(limit: number): Promise<readonly RunSummary[]>;
  /** All that are live, however many have started since; newest first. */
  live(): Promise<readonly RunSummary[]>;
  /** Ids of runs that begin so, a few of them at most: people shorten long ones. */
  find(prefix: string): Promise<readonly string[]>;
  /** Throws `RunNotFound`. */
  describe(run: string): Promise<RunSnapshot>;
  stop(run: string): Promise<void>;
  /** What a resume would do, or why it is refused. Changes nothing. */
  plan(run: string): Promise<ResumePlan | ResumeRefusal>;
  resume(plan: ResumePlan): Promise<void>;
  /**
   * The pipeline that a run goes by, which may be of another version than the one that runs start with; null where no deploy has kept it, so that
   * the run is told and stopped by today's. Absent on a target that keeps no versions. Throws `RunNotFound`.
   */
  pipelineOf?(run: string): Promise<Pipeline | null>;
  /** With `follow` also what is printed from now on. */
  log(run: string, step: string, attempt: number, follow?: LogFollow): AsyncIterable<string>;
  /** Generated jobs that ran for it (gates, bridges, the opener, the closer), oldest first. Absent on a target that generates none. Throws `RunNotFound`. */
  helpers?(run: string): Promise<readonly HelperRun[]>;
  /** Job bookmarks of these steps of a run, where their jobs keep any. Absent on a target that does not read them. Throws `RunNotFound`. */
  bookmarks?(run: string, steps: readonly string[]): Promise<readonly Bookmark[]>;
  /** Sets the bookmarks that their run has moved back to where they stood before it; leaves the others. */
  rewind?(bookmarks: readonly Bookmark[]): Promise<void>;
}

/** How long a log is followed. */
export interface LogFollow {
  /** Asked before each look: waits until it is worth one, and answers false when it is to be the last. */
  goesOn(): Promise<boolean>;
}

/** One job run of a generated helper. */
export interface HelperRun extends Span {
  /** Physical name of its job. */
  readonly name: string;
  readonly state: 'running' | Ended;
}

/** What a job has read already, in Glue's books: with bookmarks enabled its next run goes on after that. */
export interface Bookmark {
  readonly step: string;
  /** Physical name of the job. */
  readonly job: string;
  readonly version: number;
  /** The job run that set it; null for one that was set back to the beginning. */
  readonly jobRun: string | null;
  /** True when a job run of this run has set it: what runs again would not read what it has read already. */
  readonly moved: boolean;
  /** The job run after which it stood before this run; null is the beginning. */
  readonly before: string | null;
}

/**
 * Starts the job of one step by itself: it belongs to no run, nothing else starts, and no run folder is written. Glue repeats it as often
 * as the job's own MaxRetries says; retries that the orchestrator makes are not made.
 *
 * @example
 * const jobRun = await steps.start('load', { id, date, params });
 * const { state } = await steps.describe('load', jobRun); // 'running', then how it ended
 */
export interface StepRunner {
  /**
   * Answers the id of the job run. `given` holds what a run would hold: `id` and `date` are what the step's arguments read of the run.
   *
   * Throws `RunRefused`, before anything is started, for a step that is no job, a handler (which is told how a run ended), and a step whose
   * arguments read what only a run has.
   */
  start(step: string, given: RunRequest): Promise<string>;
  /** Throws when the service does not know the job run. */
  describe(step: string, jobRun: string): Promise<StepRun>;
  /** What a job run printed, line by line; the id is `StepRun.nativeId`. */
  log(jobRun: string): AsyncIterable<string>;
}

/** The job run of a step that was started by itself: its last attempt. Epoch milliseconds. */
export interface StepRun extends Span {
  readonly state: 'running' | Ended;
  /** Counts from 1. */
  readonly attempt: number;
  /** The service's words; null when it has none. */
  readonly message: string | null;
}

/** `queued`: it waits for its turn, and no step has started. `skipped`: another run was live, so that nothing of it ever starts. */
export type RunState = 'queued' | 'running' | 'stopping' | 'succeeded' | 'failed' | 'stopped' | 'skipped';

/** True where something of a run goes on or is still to come. */
export const isLiveState = (state: RunState): state is 'queued' | 'running' | 'stopping' => state === 'queued' || state === 'running' || state === 'stopping';

export interface RunSummary {
  readonly run: string;
  readonly state: RunState;
  /** As in its snapshot. */
  readonly ahead?: number;
  /** As in its snapshot. */
  readonly refused?: true;
  readonly start: number;
  readonly end: number | null;
}

/** A span of a native thing (workflow run, execution, job run, crawl); epoch milliseconds. */
export interface Span {
  readonly nativeId: string;
  readonly start: number;
  readonly end: number | null;
}

export interface StepSnapshot {
  readonly state: 'pending' | 'running' | Outcome;
  readonly kept: boolean;
  /** All attempts over all continuations, oldest first. */
  readonly attempts: readonly (Span & { readonly outcome: Ended | null; readonly continuation: number; readonly message: string | null })[];
  /**
   * Why it ended badly where that was no attempt: its call was refused, or its job ended before the script began. Left out where the last attempt tells it.
   * Of a skipped step: why it did not start though it was due.
   */
  readonly message?: string;
  /** When that was, in epoch milliseconds. Only beside `message`. */
  readonly endedAt?: number;
}

export interface RunSnapshot {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly pipeline: string;
  readonly target: TargetId;
  readonly graphHash: string;
  readonly asOf: number;
  readonly date: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly state: RunState;
  /** How many runs have their turn before it, the one that works included. Only while it is queued. */
  readonly ahead?: number;
  /** Why the native run ended badly where no step tells it, in the service's words: an input that it refused, a limit. Else null. */
  readonly message: string | null;
  /** What it was given is wrong, as `message` says: nothing of it began, and it cannot be resumed. */
  readonly refused?: true;
  readonly continuations: readonly Span[];
  /** Handlers (onFailure, finally) included, under their step names. */
  readonly steps: Readonly<Record<string, StepSnapshot>>;
}

export interface ResumePlan {
  readonly run: string;
  readonly keep: readonly string[];
  readonly again: readonly string[];
  readonly means: 'native' | 'skipMap';
  /** For `native`: the ids that the service reruns from. */
  readonly nativeIds: readonly string[];
}
export interface ResumeRefusal {
  readonly run: string;
  readonly refused: string;
  readonly hint: string;
}

/** A run that a target would not carry as it is asked for. Nothing was started. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
  /** What to do instead. */
  readonly hint: string;
  constructor(refused: string, hint: string) {
    super(refused);
    this.hint = hint;
  }
}

/** The run id names nothing: neither a run folder nor a native run. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}

import type { ParamDeclaration } from '@millrace/params';
import type { OutputType, Scalar, StepKind, Word } from '../model.ts';
import type { CrawlerSettings, CrawlerTargets, JobSettings, JobType } from '../settings.ts';

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

export interface ParamRef {
  readonly param: string;
}
export interface RunRef {
  readonly run: 'id' | 'date';
}
/** What an earlier step wrote. Under another word than `succeeded`, or under `join: 'any'`, it needs a default: `.or(0)`. */
export interface OutputRef {
  readonly output: readonly [step: string, name: string];
  readonly or: (value: Scalar) => { readonly output: readonly [step: string, name: string]; readonly or: Scalar };
}
export type Arg =
  | Scalar
  | readonly Scalar[]
  | ParamRef
  | RunRef
  | { readonly output: readonly [step: string, name: string] | string; readonly or?: Scalar | OutputRef['or'] | undefined }
  | { readonly secret: string };

export type Args = Readonly<Record<string, Arg>>;

/** Units are d, h, m and s: '90s', '30m', '1h30m'. */
export type Duration = `${number}${'d' | 'h' | 'm' | 's'}` | `${number}h${number}m` | `${number}m${number}s`;

export interface OutputDraft {
  readonly type: OutputType;
}
export type Outputs = Readonly<Record<string, OutputDraft | OutputType>>;

/** What a step builder returns: name it in `after`, read its `outputs`, put it into `steps`. */
export interface StepDraft<O extends Outputs = Outputs> {
  readonly name: string;
  readonly kind: StepKind;
  readonly outputs: { readonly [K in keyof O]: OutputRef };
}
/** A step by its draft or its name. */
export type StepName = string | { readonly name: string; readonly kind: StepKind };
export interface Waiting {
  readonly step: string;
  readonly on: Word;
}
export type After = StepName | Waiting;

export type CommonFields<O extends Outputs> = Optional<{
  /** What must have ended first: steps for "succeeded", `failed(step)`, `finished(step)`. */
  after: After | readonly After[];
  /** Wait for all of them (default) or for the first. */
  join: 'all' | 'any';
  /** A bad end of this step neither fails nor stops the run. */
  optional: boolean;
  /** Extra attempts after the first: a number, or with what to retry on (default: failed) and how long to wait before each. */
  retry: number | Optional<{ attempts: number; on: readonly ('failed' | 'timedOut')[]; delay: Duration }>;
  /** Bounds one attempt; two hours when left out. Whole minutes for Glue jobs. */
  timeout: Duration;
  /** What the step writes for later ones. */
  outputs: O;
}>;

export interface KindFields {
  readonly glueJob: Optional<{
    /** An existing job's name; leave out `type` and `script` then. */
    job: string;
    /** `etl` (Spark in Python) by default. */
    type: JobType;
    /** Path of the script, from the pipeline's file. */
    script: string;
    args: Args;
    /** What is set on the job besides what it runs: workers, connections, libraries, bookmarks, tags. */
    settings: JobSettings;
    /** Streams need it, since they never end: the step has succeeded once its job run runs. */
    waitFor: 'started';
  }>;
  readonly crawler: Optional<
    {
      /** An existing crawler's name; leave out the others then. */
      crawler: string;
      database: string;
      s3: string | readonly string[];
      settings: CrawlerSettings;
    } & CrawlerTargets
  >;
  /** A function by its name or ARN, and the event that it gets. */
  readonly lambda: Optional<{ function: string; payload: Args }>;
  /** A topic by its name or ARN. Without a message it is told what ran and how it ended. */
  readonly sns: Optional<{ topic: string; subject: Arg; message: Arg }>;
  /** An Automation document by its name or ARN, and its parameters. */
  readonly ssm: Optional<{ document: string; parameters: Args }>;
  readonly wait: Optional<{ for: Duration }>;
}
export type StepInput<K extends StepKind, O extends Outputs = Outputs> = KindFields[K] & CommonFields<O>;

export type StartInput = { readonly schedule: string; readonly params?: Readonly<Record<string, Scalar>> | undefined } | { readonly s3: string };

export interface PipelineInput<P extends Readonly<Record<string, ParamDeclaration>>> {
  readonly name: string;
  /** IANA zone that decides which day `run.date` is; UTC when left out. */
  readonly timezone?: string | undefined;
  readonly params?: P | undefined;
  /** The steps, in any order, or a function that makes them from references to the parameters. */
  readonly steps: readonly StepDraft[] | ((given: { readonly params: { readonly [K in keyof P]: ParamRef } }) => readonly StepDraft[]);
  /** On demand only when left out. */
  readonly starts?: readonly StartInput[] | undefined;
  readonly overlap?: 'allow' | 'skip' | 'queue' | undefined;
  readonly failurePolicy?: 'continue' | 'stop' | undefined;
  /** Runs once when the run failed, after every step has ended. */
  readonly onFailure?: StepDraft | undefined;
  /** Runs once after every step (and `onFailure`) has ended. */
  readonly finally?: StepDraft | undefined;
  readonly prerequisites?: readonly { readonly kind: 'database' | 'table' | 'bucket' | 'path'; readonly name: string }[] | undefined;
}

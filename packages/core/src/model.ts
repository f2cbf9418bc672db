import type { ParamDeclaration } from '@millrace/params';
import type { CrawlerSettings, CrawlerTargets, JobSettings, JobType } from './settings.ts';

/**
 * The pipeline as plain, normalised JSON: defaults are filled in, references are by name, nothing is undefined.
 * `schema.ts` holds the zod schema that this follows; a test proves that both are the same type.
 */
export type StepKind = 'glueJob' | 'crawler' | 'lambda' | 'sns' | 'ssm' | 'wait';
/** What a dependency waits for. `failed` is failed, timedOut or stopped; `finished` is either; a skipped step satisfies none. */
export type Word = 'succeeded' | 'failed' | 'finished';
/** How an attempt ends. */
export type Ended = 'succeeded' | 'failed' | 'timedOut' | 'stopped';
/** How a step ends. */
export type Outcome = Ended | 'skipped';
export type Scalar = string | number | boolean;
export type Json = Scalar | null | readonly Json[] | { readonly [key: string]: Json };

/** What an argument can be: a constant, a list of constants, a parameter, a fact of the run, an output, a secret reference. */
export type Value =
  | Scalar
  | readonly Scalar[]
  | { readonly param: string }
  | { readonly run: 'id' | 'date' }
  | { readonly output: readonly [step: string, name: string]; readonly or: Scalar | null }
  | { readonly secret: string };

export interface Dependency {
  readonly step: string;
  readonly on: Word;
}

export interface Retry {
  /** Extra attempts after the first. */
  readonly attempts: number;
  readonly on: readonly ('failed' | 'timedOut')[];
  readonly delaySeconds: number;
}

export type OutputType = 'string' | 'integer' | 'boolean' | 's3Uri';

export interface StepBase<K extends StepKind> {
  readonly name: string;
  readonly kind: K;
  readonly join: 'all' | 'any';
  readonly optional: boolean;
  readonly after: readonly Dependency[];
  readonly retry: Retry;
  /** Bounds one attempt. Null where the author set none: `DEFAULT_TIMEOUT_SECONDS` applies. Whole minutes for Glue jobs. */
  readonly timeoutSeconds: number | null;
  readonly outputs: Readonly<Record<string, OutputType>>;
}

export type Values = Readonly<Record<string, Value>>;

export type GlueJobProps =
  | { readonly use: string; readonly args: Values }
  | {
      readonly type: JobType;
      readonly script: string;
      readonly args: Values;
      readonly settings?: JobSettings | undefined;
      /** A stream never ends: its step has succeeded once its job run runs. */
      readonly waitFor?: 'started' | undefined;
    };
/** `database` is '' for a crawler of tables that are in the catalog already. */
export type CrawlerProps =
  | { readonly use: string }
  | { readonly database: string; readonly s3: readonly string[]; readonly targets?: CrawlerTargets | undefined; readonly settings?: CrawlerSettings | undefined };

export interface StepProps {
  readonly glueJob: GlueJobProps;
  readonly crawler: CrawlerProps;
  /** The name or ARN of a function; it is given `payload` as a JSON object with typed values. */
  readonly lambda: { readonly use: string; readonly payload?: Values | undefined };
  /** The name or ARN of a topic. Without a message it is told what ran and how it ended. */
  readonly sns: { readonly topic: string; readonly subject?: Value | undefined; readonly message?: Value | undefined };
  /** The name or ARN of an Automation document. */
  readonly ssm: { readonly document: string; readonly parameters?: Values | undefined };
  readonly wait: { readonly seconds: number };
}

export type StepOf<K extends StepKind> = StepBase<K> & { readonly with: StepProps[K] };
export type Step = { [K in StepKind]: StepOf<K> }[StepKind];

export interface Pipeline {
  readonly schemaVersion: 1;
  readonly name: string;
  /** IANA zone: decides which day `run.date` is. */
  readonly timezone: string;
  readonly params: Readonly<Record<string, ParamDeclaration>>;
  readonly steps: readonly Step[];
  /** Empty means on demand only. */
  readonly starts: readonly Start[];
  readonly overlap: 'allow' | 'skip' | 'queue';
  readonly failurePolicy: 'continue' | 'stop';
  readonly onFailure: Step | null;
  readonly finally: Step | null;
  readonly prerequisites: readonly Prerequisite[];
}

/** A schedule is six cron fields as AWS writes them, or 'rate(1 hour)': `parseSchedule` reads it. `s3` is the URI of a prefix. */
export type Start =
  | { readonly schedule: string; readonly params: Readonly<Record<string, Scalar>> }
  | { readonly s3: string };
/** What must exist before the first run. A table is 'database.table', a path an S3 URI, the others are names. */
export interface Prerequisite {
  readonly kind: 'database' | 'table' | 'bucket' | 'path';
  readonly name: string;
}

/** The timeout of a step whose author set none: two hours, crawlers too. */
export const DEFAULT_TIMEOUT_SECONDS = 7200;

import type { ParamDeclaration } from '@millrace/params';

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

export type GlueJobProps =
  | { readonly use: string; readonly args: Readonly<Record<string, Value>> }
  | { readonly type: 'pythonshell' | 'etl'; readonly script: string; readonly args: Readonly<Record<string, Value>> };
export type CrawlerProps = { readonly use: string } | { readonly database: string; readonly s3: readonly string[] };

export interface StepProps {
  readonly glueJob: GlueJobProps;
  readonly crawler: CrawlerProps;
  readonly lambda: { readonly use: string };
  readonly sns: { readonly topic: string };
  readonly ssm: { readonly document: string };
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

export type Start =
  | { readonly schedule: string; readonly params: Readonly<Record<string, Scalar>> }
  | { readonly s3: string };
export interface Prerequisite {
  readonly kind: 'database' | 'table' | 'bucket' | 'path';
  readonly name: string;
}

/** The timeout of a step whose author set none: two hours, crawlers too. */
export const DEFAULT_TIMEOUT_SECONDS = 7200;

import type { StepFacts } from './helper-spec.ts';

/** A parameter's declaration, as the pipeline has it. */
export interface SpecParam {
  readonly type: 'string' | 'integer' | 'double' | 'boolean' | 'date' | 's3Uri' | 'enum' | 'bucket' | 'iamRole' | 'secret';
  readonly description: string;
  readonly default: SpecScalar | { readonly run: 'id' | 'date' } | null;
  readonly values: readonly string[];
  /** Rules of `@millrace/params`, checked where a run was started outside Millrace. A key that is left out says nothing. */
  readonly pattern?: string | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly overridable?: boolean | undefined;
}
export type SpecScalar = string | number | boolean;
export type SpecOutput = 'string' | 'integer' | 'boolean' | 's3Uri';
/** What an argument can be. Of a secret only its name reaches the job. */
export type SpecValue =
  | SpecScalar
  | readonly SpecScalar[]
  | { readonly param: string }
  | { readonly run: 'id' | 'date' }
  | { readonly output: readonly [step: string, name: string]; readonly or: SpecScalar | null }
  | { readonly secret: string };

/** What the bootstrap is told about its step: one JSON object in S3, its address in the job's `--MILLRACE_SPEC`. */
export interface JobSpec {
  readonly schemaVersion: 1;
  readonly pipeline: string;
  readonly step: string;
  /** Name of the step's job in Glue: by it a job run finds itself in the graph of its workflow run. */
  readonly job: string;
  /** S3 address; where the name of its folder is 16 hex digits, they must begin the script's sha256. */
  readonly scriptUri: string;
  /** Bucket of the run folders. */
  readonly runsBucket: string;
  /** IANA zone: decides which day a run that was started outside Millrace has. */
  readonly timezone: string;
  /** By name without dashes, in the order in which the script gets them. */
  readonly args: Readonly<Record<string, SpecValue>>;
  readonly params: Readonly<Record<string, SpecParam>>;
  readonly environmentParams: Readonly<Record<string, SpecScalar>>;
  /** `onFailure` or `finally`: told how the run went. */
  readonly handler: boolean;
  /** What the script must leave behind, by name; absent where the step declares nothing. */
  readonly outputs?: Readonly<Record<string, SpecOutput>>;
  /** Kept in run.json of runs that were started outside Millrace; '' where absent. */
  readonly graphHash?: string;
  /** Where Glue's MaxRetries repeat what timed out too: the bootstrap ends the attempt itself, as a failure, and says in its marker why. */
  readonly watch?: { readonly timeoutSeconds: number };
  /** Under `failurePolicy: 'stop'`, except for handlers: every step, so that nothing starts once one has ended badly for good. */
  readonly policy?: { readonly steps: Readonly<Record<string, StepFacts>> };
}

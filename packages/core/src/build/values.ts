import { param as declare, type EnumOptions, type ParamDeclaration } from '@millrace/params';
import type { OutputType, Scalar } from '../model.ts';
import { callerOf } from './caller.ts';
import { note, revealed } from './note.ts';
import type { OutputDraft, ParamRef, RunRef, StartInput } from './types.ts';

// Makes a builder remember where it was called.
function noted<A extends readonly unknown[], T extends object>(build: (...args: A) => T): (...args: A) => T {
  const outer = (...args: A): T => note(build(...args), callerOf(outer));
  return outer;
}

const anEnum = <const V extends string>(options: EnumOptions<V>): ParamDeclaration => note(declare.enum(options), callerOf(anEnum));

/** Declares parameters, as `param` of `@millrace/params` does; here each declaration also knows where it was written. */
export const param = {
  string: noted(declare.string),
  integer: noted(declare.integer),
  double: noted(declare.double),
  boolean: noted(declare.boolean),
  date: noted(declare.date),
  s3Uri: noted(declare.s3Uri),
  enum: anEnum,
  bucket: noted(declare.bucket),
  iamRole: noted(declare.iamRole),
  /** The name or ARN of a secret: the job gets the reference, never the secret. */
  secret: noted(declare.secret),
  /** Refers to a parameter where the `params` of `steps` is out of reach. */
  ref: noted((name: string): ParamRef => revealed({ param: name }, `param ${name}`)),
} as const;

/** Facts of the run: its id, and the day it is for (of the scheduled instant, or of a manual start, in the pipeline's zone). */
export const run: { readonly id: RunRef; readonly date: RunRef } = {
  id: revealed({ run: 'id' }, 'run id'),
  date: revealed({ run: 'date' }, 'run date'),
};

const outputOf = (type: OutputType): (() => OutputDraft) => noted(() => ({ type }));

/** Declares what a step writes for later ones: `outputs: { rows: output.integer() }`. */
export const output = { string: outputOf('string'), integer: outputOf('integer'), boolean: outputOf('boolean'), s3Uri: outputOf('s3Uri') } as const;

/**
 * Starts the pipeline on a schedule: six cron fields as AWS writes them, or `rate(1 hour)`, in the pipeline's zone; `params` are values of its own.
 *
 * @example
 * starts: [schedule('0 2 * * ? *'), schedule('0 6 1 * ? *', { params: { mode: 'full' } })]
 */
export const schedule = noted((expression: string, options?: { readonly params?: Readonly<Record<string, Scalar>> | undefined }): StartInput => ({ ...options, schedule: expression }));

/**
 * Starts the pipeline when an object appears under an S3 prefix. The bucket has to send its events to EventBridge; a bucket among the
 * prerequisites is made so. The run's day is that of the event.
 *
 * @example
 * starts: [s3Start('s3://acme-raw/orders/')]
 */
export const s3Start = noted((uri: string): StartInput => ({ s3: uri }));

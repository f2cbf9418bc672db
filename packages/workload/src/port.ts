import type { Json, LogFollow } from '@millrace/core';
import type { LogPlaces } from './logs/places.ts';

/**
 * Glue's operations under AWS's own names and shapes. Errors carry AWS's error code in `name`. The adapter for AWS is in `aws/`;
 * an in-process server can be plugged in as it is.
 */
export interface GlueCalls {
  call(operation: GlueOperation, input: Json): Promise<unknown>;
}
export const GLUE_OPERATIONS = [
  'GetJob',
  'CreateJob',
  'UpdateJob',
  'DeleteJob',
  'GetCrawler',
  'CreateCrawler',
  'UpdateCrawler',
  'DeleteCrawler',
  'BatchGetJobs',
  'BatchGetCrawlers',
  'GetDatabase',
  'CreateDatabase',
  'GetTable',
  'GetTags',
  'TagResource',
  'UntagResource',
] as const;
export type GlueOperation = (typeof GLUE_OPERATIONS)[number];

/** Objects with their metadata: what a deploy needs of S3 beyond the object store. */
export interface TextObjects {
  /** Null when the object does not exist. */
  get(bucket: string, key: string): Promise<{ readonly text: string; readonly metadata: Readonly<Record<string, string>> } | null>;
  put(bucket: string, key: string, text: string, metadata: Readonly<Record<string, string>>): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  /** The objects below a prefix, by key, with their ETags without quotes: for objects that were put in one piece the MD5 of their bytes, unless a key of KMS encrypts them. */
  list?(bucket: string, prefix: string): Promise<ReadonlyMap<string, string>>;
}

/** What else a deploy makes, besides Glue's own: by service, under AWS's own names of operations and members. Errors carry AWS's error code in `name`. */
export interface OtherCalls {
  call(service: OtherService, operation: string, input: Json): Promise<unknown>;
}
export type OtherService = 'iam' | 'scheduler' | 'events' | 'logs' | 's3' | 'lambda' | 'sns' | 'ssm';

/** Reads what a job run has printed, line by line; with `follow` also what it prints from now on. `more` are places besides the usual groups. */
export type LogReader = (jobRunId: string, follow?: LogFollow, more?: LogPlaces) => AsyncIterable<string>;

/** Where resources are: their ARNs and roles need it. A null endpoint is AWS itself. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

export function isAwsError(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}

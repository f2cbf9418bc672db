import type { Json } from '@millrace/core';

/** What a task's Resource asks for. */
export interface Integration {
  readonly service: string;
  readonly op: string;
  /** Waits for the end of the job run that the call starts. */
  readonly sync: boolean;
  /** Only looks: may go before what starts something. */
  readonly reads: boolean;
  /** The service as AWS's own integration, not the SDK's: outputs and error names differ. */
  readonly optimized: boolean;
}

/** null: the embedded Step Functions cannot run it. */
export function integrationFor(resource: string): Integration | null {
  const sdk = /^arn:[\w-]+:states:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/u.exec(resource);
  if (sdk?.[1] !== undefined && sdk[2] !== undefined) {
    const op = pascal(sdk[2]);
    return { service: sdk[1], op, sync: false, reads: /^(?:Get|List|Describe|BatchGet|Head)/u.test(op), optimized: false };
  }
  const glue = /^arn:[\w-]+:states:::glue:startJobRun(\.sync)?$/u.exec(resource);
  if (glue === null) return null;
  return { service: 'glue', op: 'StartJobRun', sync: glue[1] !== undefined, reads: false, optimized: true };
}

const pascal = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** Exceptions that the S3 model names; the Java SDK, which Step Functions uses, gives all others as S3Exception. */
const s3Exceptions = new Set([
  'BucketAlreadyExists', 'BucketAlreadyOwnedByYou', 'InvalidObjectState', 'NoSuchBucket', 'NoSuchKey', 'NoSuchUpload', 'NotFound',
  'ObjectAlreadyInActiveTierError', 'ObjectNotInActiveTierError', 'InvalidRequest', 'InvalidWriteOffset', 'TooManyParts', 'EncryptionTypeMismatch',
]);
const prefixes: ReadonlyMap<string, string> = new Map([['dynamodb', 'DynamoDb'], ['cloudwatchlogs', 'CloudWatchLogs'], ['eventbridge', 'EventBridge']]);

/** The error name that a state can catch: `Glue.EntityNotFoundException`, `S3.NoSuchKeyException`. */
export function errorName(integration: Integration, name: string): string {
  const prefix = prefixes.get(integration.service) ?? pascal(integration.service);
  if (integration.optimized) return `${prefix}.${name}`;
  if (integration.service === 's3' && !s3Exceptions.has(name)) return 'S3.S3Exception';
  return `${prefix}.${name.endsWith('Exception') ? name : `${name}Exception`}`;
}

/** Timestamps of the outputs that pipelines read; services here answer them as epoch seconds. */
const timestamps = new Set([
  'CreationTime', 'LastUpdated', 'StartTime', 'EndTime', 'StartedOn', 'CompletedOn', 'LastModifiedOn', 'CreatedOn', 'CreateTime', 'UpdateTime',
  'LastModified', 'LastAccessTime', 'LastAnalyzedTime',
]);

/** SDK integrations give timestamps as ISO 8601 text. */
export function sdkOutput(json: Json): Json {
  return mapTimestamps(json, (seconds) => new Date(seconds * 1000).toISOString());
}
/** Glue's own integration gives them as epoch milliseconds. */
export function optimizedOutput(json: Json): Json {
  return mapTimestamps(json, (seconds) => Math.round(seconds * 1000));
}

function mapTimestamps(json: Json, convert: (seconds: number) => Json): Json {
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => mapTimestamps(item, convert)); // Array.isArray gives any[]
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]: [string, Json]) => [key, typeof value === 'number' && timestamps.has(key) ? convert(value) : mapTimestamps(value, convert)]),
  );
}

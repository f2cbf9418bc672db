import { limits, prices } from '@millrace/facts';

/** Python shell in its smallest size. */
export const PYTHON_SHELL = {
  pythonVersion: '3.9',
  glueVersion: '3.0',
  maxCapacity: prices.pythonShellDpu.value,
} as const;

/** The size of a Spark job whose author set none: a driver and one more worker. */
export const SPARK = { workerType: 'G.1X', workers: 2 } as const;

/**
 * Glue's own default is 1, and then a second run of the pipeline that overlaps the first fails with
 * ConcurrentRunsExceededException, as does an attempt that starts while the one before is still stopping. The other bound is the
 * account's quota, which CreateJob enforces: two fifths of what a new account has stays well below it.
 */
export const MAX_CONCURRENT_RUNS = Math.floor(limits.glueConcurrentRunsPerAccount.value * 0.4);

export const OWNER_SEPARATOR = '/';
/** Tag key on Glue and Step Functions resources. */
export const OWNER_TAG = 'millrace:owner';
/** Metadata key on S3 objects (S3 lower-cases such keys). */
export const OWNER_METADATA = 'millrace-owner';

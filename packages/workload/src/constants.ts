/**
 * Figures and defaults of AWS that this package leans on. They belong to the facts package, with source and date;
 * until it has them they stand here, in one place.
 */
export const LIMITS = {
  /** AWS::StepFunctions::StateMachine Name. */
  stateMachineName: 80,
  /** Names of Glue jobs, crawlers, workflows and triggers. */
  glueName: 255,
  triggersPerStep: 16,
} as const;

export const PYTHON_SHELL = {
  pythonVersion: '3.9',
  glueVersion: '3.0',
  /** The smallest Python shell: a sixteenth of a DPU. */
  maxCapacity: 0.0625,
} as const;

/**
 * Glue's own default is 1, and then a second run of the pipeline that overlaps the first fails with
 * ConcurrentRunsExceededException, as does an attempt that starts while the one before is still stopping. The other bound is the
 * account's quota, which CreateJob enforces and which new accounts have at 50: 20 stays well below it.
 */
export const MAX_CONCURRENT_RUNS = 20;

export const OWNER_SEPARATOR = '/';
/** Tag key on Glue and Step Functions resources. */
export const OWNER_TAG = 'millrace:owner';
/** Metadata key on S3 objects (S3 lower-cases such keys). */
export const OWNER_METADATA = 'millrace-owner';
export const SHA_METADATA = 'millrace-sha256';

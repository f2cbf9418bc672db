/** What a parameter (or an output) may be called. */
export const PARAM_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

// Glue sets these for every job run, or its argument parser owns them (in either spelling), so that a job could never read a value of ours under them.
const OWNED_BY_GLUE = [
  'JOB_NAME', 'JOB_ID', 'JOB_RUN_ID', 'WORKFLOW_NAME', 'WORKFLOW_RUN_ID', 'SECURITY_CONFIGURATION', 'TempDir', 'RedshiftTempDir',
  'job_bookmark_option', 'job_bookmark_from', 'job_bookmark_to', 'continuation_option', 'encryption_type', 'enable_data_lineage',
  'scriptLocation', 'help', 'h',
] as const;
// Never set by a user: Glue keeps them for itself. Only this spelling is Glue's, so that MODE stays free.
const RESERVED: ReadonlySet<string> = new Set(['debug', 'mode', 'endpoint']);
// Words that set up the job where they are among its default arguments or those of a start; a script only gets them besides.
const SETTINGS: ReadonlySet<string> = new Set([
  'additional-python-modules', 'python-modules-installer-option', 'extra-py-files', 'extra-jars', 'extra-files', 'user-jars-first', 'use-postgres-driver',
  'job-language', 'class', 'scriptLocation', 'TempDir', 'job-bookmark-option', 'job-bookmark-from', 'job-bookmark-to', 'datalake-formats', 'conf',
  'enable-auto-scaling', 'auto-scale-within-microbatch', 'executor-cores', 'enable-glue-datacatalog', 'enable-metrics', 'enable-observability-metrics',
  'enable-job-insights', 'enable-spark-ui', 'enable-spark-ui-legacy-path', 'spark-event-logs-path', 'enable-continuous-cloudwatch-log',
  'enable-continuous-log-filter', 'continuous-log-logGroup', 'continuous-log-logStreamPrefix', 'continuous-log-conversionPattern',
  'custom-logGroup-prefix', 'custom-logStream-prefix', 'enable-s3-parquet-optimized-committer', 'enable-rename-algorithm-v2',
  'enable-lakeformation-fine-grained-access', 'disable-proxy-v2', 'customer-driver-env-vars', 'customer-executor-env-vars', 'encryption-type',
  'write-shuffle-files-to-s3', 'write-shuffle-spills-to-s3', 'library-set', 'pip-install', 's3-py-modules', 'logging_configuration',
]);
const owned = new Map(OWNED_BY_GLUE.map((name) => [fold(name), name]));

// Case and dashes are folded: the parser turns dashes to underscores, and a near miss would only puzzle its reader.
function fold(name: string): string {
  return name.replace(/-/g, '_').toLowerCase();
}

/**
 * Who owns a name that no parameter or argument may have: `'Glue'`, `'Millrace'`, or null when the name is free.
 * Dashes, underscores and case make no difference: `job-bookmark-option` is `JOB_BOOKMARK_OPTION`.
 */
export function nameOwner(name: string): 'Glue' | 'Millrace' | null {
  const folded = fold(name);
  if (owned.has(folded)) return 'Glue';
  return folded.startsWith('millrace_') || folded === 'millrace' ? 'Millrace' : null;
}

/**
 * Who owns a name that no argument of a step may have: as `nameOwner`, and `'setting'` for what Glue reads as a setting of the job
 * (`enable-metrics`), in Glue's own spelling, not as an argument of the script.
 *
 * @example
 * argumentOwner('extra-py-files') // 'setting'
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
 */
export function argumentOwner(name: string): 'Glue' | 'Millrace' | 'setting' | null {
  if (SETTINGS.has(name)) return 'setting';
  return RESERVED.has(name) ? 'Glue' : nameOwner(name);
}

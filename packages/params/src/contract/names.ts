/** Given by Glue itself, without anybody passing them. */
export const GIVEN_BY_GLUE: ReadonlySet<string> = new Set(['JOB_NAME', 'JOB_ID', 'JOB_RUN_ID', 'WORKFLOW_NAME', 'WORKFLOW_RUN_ID', 'SECURITY_CONFIGURATION', 'TempDir', 'RedshiftTempDir']);

/** Arguments that Glue reads itself: no script needs to ask for them. */
const SPECIAL: ReadonlySet<string> = new Set([
  'additional-python-modules', 'python-modules-installer-option', 'extra-py-files', 'extra-jars', 'extra-files', 'user-jars-first', 'use-postgres-driver', 'job-language', 'class',
  'scriptLocation', 'TempDir', 'job-bookmark-option', 'job-bookmark-from', 'job-bookmark-to', 'datalake-formats', 'conf', 'enable-auto-scaling', 'auto-scale-within-microbatch',
  'executor-cores', 'enable-glue-datacatalog', 'enable-metrics', 'enable-observability-metrics', 'enable-job-insights', 'enable-spark-ui', 'spark-event-logs-path',
  'enable-continuous-cloudwatch-log', 'enable-continuous-log-filter', 'continuous-log-logGroup', 'continuous-log-logStreamPrefix', 'continuous-log-conversionPattern',
  'enable-s3-parquet-optimized-committer', 'enable-rename-algorithm-v2', 'enable-lakeformation-fine-grained-access', 'disable-proxy-v2', 'customer-driver-env-vars',
  'customer-executor-env-vars', 'encryption-type', 'custom-logGroup-prefix', 'custom-logStream-prefix', 'enable-spark-ui-legacy-path', 'write-shuffle-files-to-s3',
  'write-shuffle-spills-to-s3', 'library-set', 'pip-install', 's3-py-modules', 'logging_configuration', 'debug', 'mode', 'endpoint', 'enable-data-lineage', 'continuation-option',
]);

/** Is this an argument for Glue, or for Millrace's bootstrap, and not for the script? */
export function isSpecial(name: string): boolean {
  return SPECIAL.has(name) || GIVEN_BY_GLUE.has(name) || name.startsWith('MILLRACE_');
}

/** What a parameter (or an output) may be called. */
export const PARAM_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

// Glue sets these for every job run, or its argument parser owns them (in either spelling), so that a job could never read a value of ours under them.
const OWNED_BY_GLUE = [
  'JOB_NAME', 'JOB_ID', 'JOB_RUN_ID', 'WORKFLOW_NAME', 'WORKFLOW_RUN_ID', 'SECURITY_CONFIGURATION', 'TempDir', 'RedshiftTempDir',
  'job_bookmark_option', 'job_bookmark_from', 'job_bookmark_to', 'continuation_option', 'encryption_type', 'enable_data_lineage',
  'scriptLocation', 'help', 'h',
] as const;
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

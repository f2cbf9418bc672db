/** The Python that runs jobs on this machine. */
export function pythonOf(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['MILLRACE_PYTHON'];
  return named === undefined || named === '' ? 'python3' : named;
}

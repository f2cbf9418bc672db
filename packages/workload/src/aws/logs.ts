import type { LogReader } from '../port.ts';

/**
 * Reads job logs. The embedded AWS serves them by job run; from AWS itself they are not read yet.
 */
export function logReader(endpoint: string | null): LogReader {
  return async function* read(jobRunId) {
    if (endpoint === null) {
      throw new Error(`Logs on AWS are not read yet. Open CloudWatch Logs, group '/aws-glue/python-jobs/output' (errors: '/aws-glue/python-jobs/error'), stream '${jobRunId}'.`);
    }
    const response = await fetch(new URL(`/_millrace/log/${encodeURIComponent(jobRunId)}`, endpoint));
    if (!response.ok || response.body === null) throw new Error(`The embedded AWS at ${endpoint} has no log of job run '${jobRunId}' (HTTP ${response.status}).`);
    let rest = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  };
}

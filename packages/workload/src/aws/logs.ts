import type { LogReader } from '../port.ts';
import { readLog } from '../logs/read.ts';
import { otherCalls } from './others.ts';

/** Reads job logs from CloudWatch Logs. Without a place there are none: the answer is an error that says so. */
export function logReader(at: { readonly region: string; readonly endpoint: string | null } | null): LogReader {
  if (at === null) {
    return () => {
      throw new Error('This connection was opened without a reader of logs. Open CloudWatch Logs, groups `/aws-glue/python-jobs/output` and `/aws-glue/jobs/output`.');
    };
  }
  const calls = otherCalls(at);
  return (jobRunId, follow, more) => readLog((operation, input) => calls.call('logs', operation, input), jobRunId, follow, more);
}

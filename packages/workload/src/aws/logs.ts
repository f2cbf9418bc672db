import type { Json } from '@millrace/core';
import { readLog, type LogsCall } from '../logs/read.ts';
import type { LogReader } from '../port.ts';
import { otherCalls } from './others.ts';

/** Reads job logs from CloudWatch Logs. Without a place there are none: the answer is an error that says so. */
export function logReader(at: { readonly region: string; readonly endpoint: string | null } | null): LogReader {
  if (at === null) {
    return () => {
      throw new Error('This connection was opened without a reader of logs. Open CloudWatch Logs, groups `/aws-glue/python-jobs/output` and `/aws-glue/jobs/output`.');
    };
  }
  const calls = otherCalls(at);
  const through: LogsCall = async (operation, input) => {
    try {
      return await calls.call('logs', operation, input);
    } catch (error) {
      // What is on this machine takes the same call without the client and its signature.
      if (at.endpoint !== null && error instanceof Error && isMissing(error.cause)) return await unsigned(at.endpoint, operation, input);
      throw error;
    }
  };
  return (jobRunId, follow) => readLog(through, jobRunId, follow);
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';

async function unsigned(endpoint: string, operation: string, input: Json): Promise<unknown> {
  const response = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` }, body: JSON.stringify(input) });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const told = typeof answer === 'object' && answer !== null ? { ...answer } as Readonly<Record<string, unknown>> : {};
  const { message, __type: type } = told;
  throw Object.assign(new Error(typeof message === 'string' ? message : `HTTP ${response.status}`), { name: typeof type === 'string' ? type.replace(/^.*#/, '') : 'UnknownError' });
}

import { RunRefused } from '@millrace/core';
import { NOT_LET_IN, runRefused, THROTTLED } from '@millrace/workload';
import { isAwsError } from '../port.ts';

/** Step Functions said for certain that it started nothing; `cause` is its answer. A fault of the service, or no answer, leaves that open. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

const GONE = ['StateMachineDoesNotExist', 'StateMachineDeleting', 'ResourceNotFound'];
const REFUSED = [...GONE, 'InvalidArn', 'InvalidName', 'InvalidExecutionInput', 'ExecutionLimitExceeded', 'ValidationException', ...NOT_LET_IN, ...THROTTLED];

export const startedNothing = (error: unknown): boolean => isAwsError(error, ...REFUSED);

/** What somebody is told whose run was not started. */
export function startRefused(run: string, { cause }: NotStarted): RunRefused {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (isAwsError(error, ...GONE)) return new RunRefused(`Run '${run}' was not started: its state machine, or the alias by which it is started, is not there.`, '`millrace deploy` makes it again.');
  return runRefused(run, error, 'states:StartExecution');
}

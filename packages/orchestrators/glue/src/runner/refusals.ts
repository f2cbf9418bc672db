import { RunRefused } from '@millrace/core';
import { NOT_LET_IN, runRefused, THROTTLED } from '@millrace/workload';
import { isAwsError } from '../port.ts';
import { WorkflowGone } from './native.ts';

export const isBusy = (error: unknown): boolean => isAwsError(error, 'ConcurrentRunsExceededException');

/** Answers by which AWS says for certain that it did nothing. A fault of the service, or no answer, leaves that open. */
export const startedNothing = (error: unknown): boolean =>
  isBusy(error) || error instanceof WorkflowGone || isAwsError(error, 'IllegalWorkflowStateException', 'InvalidInputException', 'EntityNotFoundException', 'ResourceNumberLimitExceededException', 'ValidationException', ...NOT_LET_IN, ...THROTTLED);

/** What somebody is told whose run Glue did not start: which run, why, and what to do. */
export function startRefused(run: string, error: unknown): unknown {
  if (!startedNothing(error) || !(error instanceof Error)) return error;
  const told = (why: string, hint: string): RunRefused => new RunRefused(`Run '${run}' was not started: ${why}`, hint);
  if (error instanceof WorkflowGone) return told(error.message, error.hint);
  if (isBusy(error)) return told('the workflow has as many runs as its MaxConcurrentRuns allows.', 'Wait until one that is live has ended, then start it again.');
  return runRefused(run, error, 'glue:StartWorkflowRun');
}

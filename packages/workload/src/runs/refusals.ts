import { RunRefused } from '@millrace/core';

/** Answers by which AWS lets nobody in, whatever was asked for. */
export const NOT_LET_IN = ['AccessDenied', 'AccessDeniedException', 'ExpiredToken', 'ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId', 'MissingAuthenticationTokenException', 'CredentialsProviderError', 'TokenProviderError'] as const;
/** Answers by which AWS is too busy to take a call. */
export const THROTTLED = ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded'] as const;

/**
 * What somebody is told whose run was not started: which run, why in AWS's words, and what to do. For errors by which AWS says that it did nothing.
 *
 * @param permission what the credentials must allow, such as 'glue:StartWorkflowRun'
 */
export function runRefused(run: string, error: Error, permission: string): RunRefused {
  const told = (hint: string): RunRefused => new RunRefused(`Run '${run}' was not started: ${error.name}: ${error.message.replace(/\.+$/, '')}.`, hint);
  const named = (names: readonly string[]): boolean => names.includes(error.name);
  if (named(NOT_LET_IN)) return told(`Use credentials that may call ${permission} (AWS_PROFILE names a profile).`);
  return told(named(THROTTLED) ? 'Start it again in a minute.' : 'Remove the cause, and start it again.');
}

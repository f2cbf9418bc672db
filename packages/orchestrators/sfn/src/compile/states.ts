import type { Prop } from '@millrace/core';

/** A JSON object of the definition. */
export type Fields = { readonly [key: string]: Prop };
/** States by name, in the order in which a person would read them. */
export type States = Map<string, Fields>;

/** A state machine or one branch of a Parallel. */
export const machineOf = (startAt: string, states: States): Fields => ({ StartAt: startAt, States: Object.fromEntries(states) });

/** The ways to go wrong, as Step Functions records them in the state data. */
export const BAD = ['failed', 'timedOut', 'stopped'] as const;

/** States of a job run that has not ended. */
export const LIVE_JOB_RUNS = ['STARTING', 'RUNNING', 'STOPPING', 'WAITING'] as const;

/**
 * Starts that the service refused: nothing ran, so another try is no attempt. A burst of starts is throttled under several names
 * (AWSGlueException among them); jitter spreads the tries.
 */
export const REFUSED: readonly Prop[] = [
  {
    ErrorEquals: [
      'Glue.ThrottlingException', 'Glue.AWSGlueException', 'Glue.ConcurrentRunsExceededException', 'Glue.ResourceNumberLimitExceededException',
      'Glue.InternalServiceException', 'Glue.OperationTimeoutException', 'Glue.SdkClientException',
    ],
    IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 300, MaxAttempts: 40, JitterStrategy: 'FULL',
  },
];

/** Calls that only look or write a marker: safe to repeat. */
export const REPEATABLE: readonly Prop[] = [
  {
    ErrorEquals: ['Glue.ThrottlingException', 'Glue.GlueException', 'Glue.InternalServiceException', 'Glue.OperationTimeoutException', 'Glue.SdkClientException', 'S3.S3Exception', 'S3.SdkClientException'],
    IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 60, MaxAttempts: 10, JitterStrategy: 'FULL',
  },
];

/** The same for a service of which these errors say that it was too busy to take the call: nothing began. */
export const throttled = (...errors: readonly string[]): readonly Prop[] => [{ ErrorEquals: [...errors], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 60, MaxAttempts: 10, JitterStrategy: 'FULL' }];

/**
 * Catchers for every error of a call whose answer may be too large for a state. States.ALL leaves that error out, so it is named: else it would end
 * the execution, bookkeeping and handlers with it.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const caught = (then: Fields): readonly Prop[] => [{ ErrorEquals: ['States.DataLimitExceeded'], ...then }, { ErrorEquals: ['States.ALL'], ...then }];

/** A call to an AWS API answers within seconds; a minute bounds it. */
export const CALL_TIMEOUT_SECONDS = 60;
/** A crawl of ours begins this soon after its marker, tries that were throttled included; what begins later is someone else's. */
export const STARTS_WITHIN_SECONDS = 600;
/** How often a crawl, or the rest of a stopped run, is looked at. */
export const POLL_SECONDS = 30;
/** What Step Functions waits beyond the job's own timeout: Glue shall be the one that ends the job run. */
export const GRACE_SECONDS = 600;

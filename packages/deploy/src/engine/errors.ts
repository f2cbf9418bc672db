/** What services say, by the names of their errors: AWS has several for one thing. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

const THROTTLED: ReadonlySet<string> = new Set([
  'ThrottlingException', 'Throttling', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled', 'SlowDown',
  'OperationTimeoutException', 'ConcurrentModificationException', 'ConcurrentModification', 'ConflictException', 'ConditionalRequestConflict', 'OperationAborted', 'OperationAbortedException',
  'InternalServiceException', 'InternalServerException', 'InternalException', 'InternalFailure', 'InternalError', 'ServiceFailure', 'ServiceFailureException',
  'ServiceUnavailable', 'ServiceUnavailableException', 'RequestTimeout', 'RequestTimeoutException',
]);
/** Too many calls, a change at the same time, a fault of the service: the same call again may come through. */
export const isThrottled = (error: unknown): boolean => THROTTLED.has(nameOf(error));

/** A crawl takes minutes: there is no point in asking often. */
const BUSY: ReadonlySet<string> = new Set(['CrawlerRunningException', 'CrawlerStoppingException']);
export const isBusy = (error: unknown): boolean => BUSY.has(nameOf(error));

const GONE: ReadonlySet<string> = new Set(['EntityNotFoundException', 'NoSuchEntity', 'NoSuchEntityException', 'ResourceNotFoundException', 'ResourceNotFound', 'StateMachineDoesNotExist', 'NoSuchBucket']);
/** There is no such thing, or not yet: what was made a moment ago is not seen everywhere at once. */
export const isGone = (error: unknown): boolean => GONE.has(nameOf(error));

const TAKEN: ReadonlySet<string> = new Set([
  'AlreadyExistsException', 'IdempotentParameterMismatchException', 'StateMachineAlreadyExists', 'EntityAlreadyExists', 'EntityAlreadyExistsException',
  'ResourceAlreadyExistsException', 'BucketAlreadyOwnedByYou',
]);
export const isTaken = (error: unknown): boolean => TAKEN.has(nameOf(error));

const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired', 'ExpiredTokenError']);
/** The credentials were good once: a new session helps. */
export const isExpired = (error: unknown): boolean =>
  EXPIRED.has(nameOf(error)) || (['CredentialsProviderError', 'TokenProviderError', 'UnrecognizedClientException', 'InvalidClientTokenId'].includes(nameOf(error)) && /expired/i.test(messageOf(error)));

/** A role that was made a moment ago is not known to every service yet. */
export const isRoleUnknown = (error: unknown): boolean =>
  ['InvalidInputException', 'ValidationException', 'AccessDeniedException', 'InvalidParameterException', 'InvalidParameterValueException'].includes(nameOf(error)) && /\bassumed?\b|\brole\b/i.test(messageOf(error));

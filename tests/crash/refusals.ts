/**
 * What services refuse a call with instead of doing it: they throttle it, somebody changes the same thing, what it speaks of is not there for a
 * moment, or the credentials have expired.
 */
export type Refusal = 'throttled' | 'changed at once' | 'not there' | 'expired';
export const refusals: readonly Refusal[] = ['throttled', 'changed at once', 'not there', 'expired'];

type Names = readonly (readonly [operations: RegExp, name: string])[];

/** Error codes as they are on the wire. Source: the `errors` of each operation in the service models, and for S3 and IAM their lists of common errors. */
const THROTTLED: Readonly<Record<string, string>> = { s3: 'SlowDown', iam: 'Throttling' };

const CHANGED: Readonly<Record<string, Names>> = {
  glue: [[/^(?!Get|BatchGet|List)/, 'ConcurrentModificationException']],
  sfn: [[/^(Create|Update)StateMachine|^PublishStateMachineVersion$|^DeleteStateMachine(Version|Alias)$/, 'ConflictException']],
  logs: [[/^(CreateLogGroup|PutRetentionPolicy|DeleteRetentionPolicy|DeleteLogGroup)$/, 'OperationAbortedException']],
  scheduler: [[/^(Create|Update|Delete)Schedule$/, 'ConflictException']],
  events: [[/^(PutRule|PutTargets|RemoveTargets|DeleteRule)$/, 'ConcurrentModificationException']],
  iam: [[/^(CreateRole|DeleteRole)$/, 'ConcurrentModification']],
};

/** A thing that is not there is a question of calls that change one. */
const GONE: Readonly<Record<string, Names>> = {
  glue: [[/^(?!Get(?!Tags)|BatchGet|List|Delete)/, 'EntityNotFoundException']],
  sfn: [[/^(UpdateStateMachine|PublishStateMachineVersion)$/, 'StateMachineDoesNotExist'], [/^(Create|Update)StateMachineAlias$|^TagResource$/, 'ResourceNotFound']],
  logs: [[/^(PutRetentionPolicy|TagResource)$/, 'ResourceNotFoundException']],
  events: [[/^PutTargets$/, 'ResourceNotFoundException']],
  scheduler: [[/^UpdateSchedule$/, 'ResourceNotFoundException']],
  iam: [[/^(PutRolePolicy|UpdateAssumeRolePolicy)$/, 'NoSuchEntity']],
};

/** The error by which a service refuses the operation; null where it never does in this way. */
export function refusalOf(what: Refusal, service: string, operation: string): string | null {
  if (what === 'throttled') return THROTTLED[service] ?? 'ThrottlingException';
  if (what === 'expired') return service === 's3' || service === 'iam' ? 'ExpiredToken' : 'ExpiredTokenException';
  const names = (what === 'changed at once' ? CHANGED : GONE)[service] ?? [];
  return names.find(([operations]) => operations.test(operation))?.[1] ?? null;
}

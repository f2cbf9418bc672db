import type { Json } from '@millrace/core';
import type { AnswerModel } from './answers.ts';

/** How a call failed, as the host tells it. */
export interface CallError {
  readonly name: string;
  readonly message: string;
  readonly status?: number;
}
/** How a task fails. */
export interface Failure {
  readonly error: string;
  readonly cause: string;
}

/** How a task ends. */
export type End = { readonly output: Json } | { readonly failure: Failure };

/** Answers of the embedded AWS that AWS itself would not give: there is no such service or operation here. */
const notHere = new Set(['UnknownService', 'UnknownOperationException', 'NotImplemented']);

/** A failure that nothing catches: the definition is fine, the embedded AWS falls short of it. */
export const unsupported = (cause: string): Failure => ({ error: 'States.Runtime', cause });

/**
 * The failure of an SDK integration, named as the SDK for Java names its exceptions, which Step Functions uses: `Glue.EntityNotFoundException`,
 * `S3.NoSuchKeyException`; errors without a class of their own are `S3.S3Exception`.
 * Source: Step Functions developer guide, "Learning to use AWS service SDK integrations".
 */
export function sdkFailure(prefix: string, model: AnswerModel | null, error: CallError, requestId: string): Failure {
  if (notHere.has(error.name)) return unsupported(error.message);
  // An answer to HeadObject has no body, so its code says less than its exception. Source: HeadObject, errors.
  const code = prefix === 'S3' && error.name === 'NotFound' ? 'NoSuchKey' : error.name;
  const known = model === null ? code : Object.hasOwn(model.errors, code) ? (model.errors[code] ?? prefix) : prefix;
  return { error: `${prefix}.${withException(known)}`, cause: `${error.message} (Service: ${prefix}, Status Code: ${error.status ?? 400}, Request ID: ${requestId})` };
}

/** The failure of one of AWS's own integrations, which tell the code as it is. */
export function optimizedFailure(prefix: string, service: string, error: CallError, requestId: string): Failure {
  if (notHere.has(error.name)) return unsupported(error.message);
  const cause = `${error.message} (Service: ${service}; Status Code: ${error.status ?? 400}; Error Code: ${error.name}; Request ID: ${requestId}; Proxy: null)`;
  return { error: `${prefix}.${withException(error.name)}`, cause };
}

const withException = (name: string): string => (name.endsWith('Exception') ? name : `${name}Exception`);

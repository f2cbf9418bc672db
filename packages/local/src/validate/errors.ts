import { AwsError } from '../host/types.ts';

/** The error that each service answers a request with whose values break the model. */
const invalidNames: Readonly<Record<string, string>> = {
  glue: 'InvalidInputException',
  iam: 'ValidationError',
  logs: 'InvalidParameterException',
  sns: 'InvalidParameter',
  sts: 'ValidationError',
};

/** All that is wrong with a request at once, in AWS's words. */
export function invalidRequest(service: string, problems: readonly string[]): AwsError {
  const name = Object.hasOwn(invalidNames, service) ? invalidNames[service] : undefined;
  const count = `${String(problems.length)} validation error${problems.length === 1 ? '' : 's'} detected`;
  return new AwsError(name ?? 'ValidationException', `${count}: ${problems.join('; ')}`);
}

/** A value of another JSON type than the member's: AWS cannot even read such a request. */
export const unreadable = (path: string, found: string, wanted: string): AwsError =>
  new AwsError('SerializationException', `${path === '' ? 'The request' : `'${path}'`}: ${found} can not be converted to ${wanted}.`);

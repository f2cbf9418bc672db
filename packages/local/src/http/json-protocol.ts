import type { Json } from '@millrace/core';
import { PersistenceError } from '../host/persistence.ts';
import { AwsError, type Host } from '../host/types.ts';
import { type DoorReply, type DoorRequest, reply } from './message.ts';

/** Which service a target header names, and in which version of the protocol it answers. */
const jsonTargets: Readonly<Record<string, { readonly service: string; readonly version: '1.0' | '1.1' }>> = {
  AWSGlue: { service: 'glue', version: '1.1' },
  AWSStepFunctions: { service: 'sfn', version: '1.0' },
  Logs_20140328: { service: 'logs', version: '1.1' },
  AWSEvents: { service: 'events', version: '1.1' },
  AmazonSSM: { service: 'ssm', version: '1.1' },
  secretsmanager: { service: 'secretsmanager', version: '1.1' },
};

/** Answers `X-Amz-Target: {prefix}.{operation}` with a JSON body. */
export async function answerJson(host: Host, request: DoorRequest): Promise<DoorReply> {
  const [prefix = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  const target = Object.hasOwn(jsonTargets, prefix) ? jsonTargets[prefix] : undefined;
  const type = `application/x-amz-json-${target?.version ?? '1.1'}`;
  if (target === undefined) {
    return jsonError(new AwsError('UnknownOperationException', `The embedded AWS does not know the target '${prefix}'.`), type);
  }
  try {
    const output = await host.call(target.service, operation, parsed(request.body), request.gone);
    return reply(200, type, JSON.stringify(output ?? {}));
  } catch (error) {
    return jsonError(awsErrorOf(error), type);
  }
}

export function jsonError(error: AwsError, type: string): DoorReply {
  // Clients differ in which of the two spellings they read.
  const body = JSON.stringify({ __type: error.name, message: error.message, Message: error.message });
  return reply(error.status, type, body, { 'x-amzn-errortype': error.name });
}

/** Any failure as AWS would answer it. */
export function awsErrorOf(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  // These are sentences already, such as that of a full disk.
  if (error instanceof PersistenceError) return new AwsError('InternalFailure', error.message, 500);
  return new AwsError('InternalFailure', `The embedded AWS failed: ${error instanceof Error ? error.message : String(error)}`, 500);
}

export function parsed(body: Uint8Array): Json {
  if (body.byteLength === 0) return {};
  let value: Json;
  try {
    // JSON.parse gives JSON by definition.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Json;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

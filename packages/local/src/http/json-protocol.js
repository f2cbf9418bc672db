import { AwsError } from '../host/types.js';
import { reply } from './message.js';
/** Which service a target header names, and in which version of the protocol it answers. */
export const jsonTargets = {
    AWSGlue: { service: 'glue', version: '1.1' },
    AWSStepFunctions: { service: 'sfn', version: '1.0' },
};
/** Answers `X-Amz-Target: {prefix}.{operation}` with a JSON body. */
export async function answerJson(host, request) {
    const [prefix = '', operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
    const target = Object.hasOwn(jsonTargets, prefix) ? jsonTargets[prefix] : undefined;
    const type = `application/x-amz-json-${target?.version ?? '1.1'}`;
    if (target === undefined) {
        return jsonError(new AwsError('UnknownOperationException', `The embedded AWS does not know the target '${prefix}'.`), type);
    }
    try {
        const output = await host.call(target.service, operation, parsed(request.body));
        return reply(200, type, JSON.stringify(output ?? {}));
    }
    catch (error) {
        return jsonError(awsErrorOf(error), type);
    }
}
export function jsonError(error, type) {
    // Clients differ in which of the two spellings they read.
    const body = JSON.stringify({ __type: error.name, message: error.message, Message: error.message });
    return reply(error.status, type, body, { 'x-amzn-errortype': error.name });
}
/** Any failure as AWS would answer it. */
export function awsErrorOf(error) {
    if (error instanceof AwsError)
        return error;
    return new AwsError('InternalFailure', `The embedded AWS failed: ${error instanceof Error ? error.message : String(error)}`, 500);
}
function parsed(body) {
    if (body.byteLength === 0)
        return {};
    let value;
    try {
        // JSON.parse gives JSON by definition.
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    }
    catch {
        throw new AwsError('SerializationException', 'The request body is not JSON.');
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
        return value;
    throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}

import {} from '../host/types.js';
import { awsErrorOf } from './json-protocol.js';
import { reply } from './message.js';
import { renderXml } from './xml.js';
const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
/** Answers `Action=…` in a form or a query string, with XML. */
export async function answerQuery(host, service, request) {
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const input = { ...Object.fromEntries(request.query), ...Object.fromEntries(form) };
    const action = input.Action ?? '';
    if (!Object.hasOwn(service.operations, action)) {
        const message = `Could not find operation ${action} for version ${input.Version ?? 'none'}`;
        return xmlError({ name: 'InvalidAction', message, status: 400 }, request.requestId);
    }
    try {
        const output = await host.call(service.id, action, input);
        const content = [
            `${action}Response`,
            [
                [`${action}Result`, elements(output)],
                ['ResponseMetadata', [['RequestId', request.requestId]]],
            ],
        ];
        return reply(200, 'text/xml', renderXml(content, namespace));
    }
    catch (error) {
        return xmlError(awsErrorOf(error), request.requestId);
    }
}
function xmlError(error, requestId) {
    const fault = ['Error', [['Type', error.status < 500 ? 'Sender' : 'Receiver'], ['Code', error.name], ['Message', error.message]]];
    return reply(error.status, 'text/xml', renderXml(['ErrorResponse', [fault, ['RequestId', requestId]]], namespace));
}
function elements(value) {
    if (typeof value !== 'object' || value === null)
        return [];
    if (Array.isArray(value))
        return value.map((item) => ['member', content(item)]);
    return Object.entries(value).flatMap(([name, item]) => (item === null ? [] : [[name, content(item)]]));
}
function content(value) {
    return typeof value === 'object' ? elements(value) : value;
}

import type { Json } from '@millrace/core';
import { type AwsError, type Host, type Service } from '../host/types.ts';
import { awsErrorOf } from './json-protocol.ts';
import { type DoorReply, type DoorRequest, reply } from './message.ts';
import { renderXml, type Xml } from './xml.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Answers `Action=…` in a form or a query string, with XML. */
export async function answerQuery(host: Host, service: Service, request: DoorRequest): Promise<DoorReply> {
  const form = new URLSearchParams(new TextDecoder().decode(request.body));
  const input = { ...Object.fromEntries(request.query), ...Object.fromEntries(form) };
  const action = input.Action ?? '';
  if (!Object.hasOwn(service.operations, action)) {
    const message = `Could not find operation ${action} for version ${input.Version ?? 'none'}`;
    return xmlError({ name: 'InvalidAction', message, status: 400 }, request.requestId);
  }
  try {
    const output = await host.call(service.id, action, input);
    const content: Xml = [
      `${action}Response`,
      [
        [`${action}Result`, elements(output)],
        ['ResponseMetadata', [['RequestId', request.requestId]]],
      ],
    ];
    return reply(200, 'text/xml', renderXml(content, namespace));
  } catch (error) {
    return xmlError(awsErrorOf(error), request.requestId);
  }
}

function xmlError(error: Pick<AwsError, 'name' | 'message' | 'status'>, requestId: string): DoorReply {
  const fault: Xml = ['Error', [['Type', error.status < 500 ? 'Sender' : 'Receiver'], ['Code', error.name], ['Message', error.message]]];
  return reply(error.status, 'text/xml', renderXml(['ErrorResponse', [fault, ['RequestId', requestId]]], namespace));
}

function elements(value: Json): readonly Xml[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item: Json): Xml => ['member', content(item)]);
  return Object.entries(value).flatMap(([name, item]): Xml[] => (item === null ? [] : [[name, content(item)]]));
}

function content(value: Json): Xml[1] {
  return typeof value === 'object' ? elements(value) : value;
}

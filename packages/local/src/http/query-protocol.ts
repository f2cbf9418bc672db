import type { Json } from '@millrace/core';
import { type AwsError, type Host } from '../host/types.ts';
import { awsErrorOf } from './json-protocol.ts';
import { type DoorReply, type DoorRequest, reply } from './message.ts';
import { formFields } from './query-form.ts';
import { renderXml, type Xml } from './xml.ts';

interface QueryService {
  readonly id: string;
  readonly namespace: string;
}
/** A form names its service by the version of its API. */
const versions: Readonly<Record<string, QueryService>> = {
  '2011-06-15': { id: 'sts', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  '2010-05-08': { id: 'iam', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  '2010-03-31': { id: 'sns', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/' },
};
const sts: QueryService = { id: 'sts', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' };
/** Members that are maps on the wire: entries of a key and a value. */
const maps: ReadonlySet<string> = new Set(['Attributes']);

/** Answers `Action=…` in a form or a query string, with XML; null when the host has none of its service. */
export async function answerQuery(host: Host & { readonly services: readonly { readonly id: string; readonly operations: object }[] }, request: DoorRequest): Promise<DoorReply | null> {
  const form = new URLSearchParams([...request.query, ...new URLSearchParams(new TextDecoder().decode(request.body))]);
  const version = form.get('Version') ?? '';
  const { id, namespace } = (Object.hasOwn(versions, version) ? versions[version] : undefined) ?? sts;
  const service = host.services.find((one) => one.id === id);
  if (service === undefined) return null;
  const action = form.get('Action') ?? '';
  if (!Object.hasOwn(service.operations, action)) {
    const message = `Could not find operation ${action} for version ${version === '' ? 'none' : version}`;
    return xmlError({ name: 'InvalidAction', message, status: 400 }, request.requestId, namespace);
  }
  try {
    const output = await host.call(id, action, formFields(form));
    const result: readonly Xml[] = output === null ? [] : [[`${action}Result`, elements(output)]];
    const content: Xml = [`${action}Response`, [...result, ['ResponseMetadata', [['RequestId', request.requestId]]]]];
    return reply(200, 'text/xml', renderXml(content, namespace));
  } catch (error) {
    return xmlError(awsErrorOf(error), request.requestId, namespace);
  }
}

function xmlError(error: Pick<AwsError, 'name' | 'message' | 'status'>, requestId: string, namespace: string): DoorReply {
  const fault: Xml = ['Error', [['Type', error.status < 500 ? 'Sender' : 'Receiver'], ['Code', error.name], ['Message', error.message]]];
  return reply(error.status, 'text/xml', renderXml(['ErrorResponse', [fault, ['RequestId', requestId]]], namespace));
}

function elements(value: Json): readonly Xml[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item: Json): Xml => ['member', content(item)]);
  return Object.entries(value).flatMap(([name, item]): Xml[] => (item === null ? [] : [[name, maps.has(name) ? entries(item) : content(item)]]));
}

function entries(map: Json): readonly Xml[] {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  return Object.entries(map).map(([key, value]): Xml => ['entry', [['key', key], ['value', content(value)]]]);
}

function content(value: Json): Xml[1] {
  return typeof value === 'object' ? elements(value) : value;
}

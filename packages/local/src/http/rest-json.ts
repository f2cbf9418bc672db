import type { Json } from '@millrace/core';
import { type AwsError, type Host } from '../host/types.ts';
import { isRecord } from '../service/input.ts';
import { awsErrorOf, parsed } from './json-protocol.ts';
import { type DoorReply, type DoorRequest, reply } from './message.ts';
import { lambdaRoutes } from './rest-lambda.ts';
import { schedulerRoutes } from './rest-scheduler.ts';

/** One operation of a REST-JSON service. */
export interface Route {
  /** `METHOD /path/{Member}`; the last one as `{Member+}` takes slashes too. */
  readonly on: string;
  readonly operation: string;
  /** Query parameters by the member that they fill. */
  readonly query?: Readonly<Record<string, string>>;
  /** 200 unless told. */
  readonly status?: number;
  /** Makes the input where it is not the JSON body with the members of path and query. */
  readonly input?: (request: DoorRequest, members: Readonly<Record<string, Json>>) => Json;
  /** Makes the reply where it is not the output as JSON. */
  readonly reply?: (output: Json) => DoorReply;
}

const services: Readonly<Record<string, readonly Route[]>> = { lambda: lambdaRoutes, scheduler: schedulerRoutes };

/** The service that a request was signed for, when it speaks REST-JSON: its paths alone could be those of buckets. */
export function restService(request: DoorRequest): string | null {
  const [, service = ''] = /Credential=[^/]*\/\d{8}\/[^/]*\/([a-z-]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
  return Object.hasOwn(services, service) ? service : null;
}

export async function answerRest(host: Host, service: string, request: DoorRequest): Promise<DoorReply> {
  for (const route of services[service] ?? []) {
    const members = match(route.on, request);
    if (members === null) continue;
    try {
      const all = { ...members, ...fromQuery(route, request) };
      const input = route.input === undefined ? { ...record(parsed(request.body)), ...all } : route.input(request, all);
      const output = await host.call(service, route.operation, input);
      return route.reply?.(output) ?? reply(route.status ?? 200, 'application/json', route.status === 204 ? '' : JSON.stringify(output ?? {}));
    } catch (error) {
      return restError(awsErrorOf(error));
    }
  }
  return restError({ name: 'UnknownOperationException', message: `The embedded AWS does not support ${request.method} ${request.path} of ${service}.`, status: 404 });
}

function restError({ name, message, status }: Pick<AwsError, 'name' | 'message' | 'status'>): DoorReply {
  const body = JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message, Message: message });
  return reply(status, 'application/json', body, { 'x-amzn-errortype': name });
}

function match(on: string, request: DoorRequest): Readonly<Record<string, Json>> | null {
  const [method = '', pattern = ''] = on.split(' ');
  if (method !== request.method) return null;
  const names = [...pattern.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => name);
  const shape = pattern.replaceAll(/\{\w+(\+?)\}/g, (_all, greedy) => (greedy === '+' ? '(.+)' : '([^/]+)'));
  const found = new RegExp(`^${shape}/?$`).exec(request.path);
  if (found === null) return null;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
}

function fromQuery(route: Route, { query }: DoorRequest): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(route.query ?? {}).flatMap(([member, name]): [string, Json][] => {
    const values = query.getAll(name);
    if (values.length === 0) return [];
    return [[member, member.endsWith('Keys') ? values : (values[0] ?? '')]];
  }));
}

function record(value: Json): { readonly [key: string]: Json } {
  return isRecord(value) ? value : {};
}

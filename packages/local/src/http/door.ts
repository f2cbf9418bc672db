import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ServedHost } from '../host/host.ts';
import { AwsError } from '../host/types.ts';
import { answerJson, jsonError } from './json-protocol.ts';
import { type DoorReply, type DoorRequest, reply } from './message.ts';
import { answerQuery } from './query-protocol.ts';
import { answerRest, restService } from './rest-json.ts';
import { answerS3 } from './s3-door.ts';
import { s3Error } from './s3-request.ts';

export interface ServeOptions {
  readonly host: ServedHost;
  /** 0 takes a free one. */
  readonly port: number;
  /** Answers `GET /_millrace/{path}`; null for what it does not know. */
  readonly internal?: (path: string, query: URLSearchParams) => Promise<DoorReply | null>;
  /** Bytes of a request's body; 512 MiB unless told. */
  readonly maxBody?: number;
  readonly onError?: (error: unknown, where: string) => void;
}
export interface Served {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const maxJson = 16 * 2 ** 20;

/**
 * Serves a host's services by AWS's protocols, to this machine only. Any credentials are accepted.
 * @throws when the port is taken: Node's error with the code EADDRINUSE.
 * @example const served = await serve({ host, port: 0 }); // AWS_ENDPOINT_URL=served.url
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    answer(options, incoming, outgoing).catch((error: unknown) => {
      options.onError?.(error, `${incoming.method ?? ''} ${incoming.url ?? ''}`);
      outgoing.destroy();
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await listening(server, options.port);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { port, url: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

async function answer(options: ServeOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const [path = '/', search = ''] = split(incoming.url ?? '/');
  const headers = headersOf(incoming);
  const hangUp = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) hangUp.abort();
  });
  const bare: DoorRequest = { method: incoming.method ?? 'GET', path, query: new URLSearchParams(search), headers, body: new Uint8Array(), requestId, gone: hangUp.signal };
  let result: DoorReply;
  try {
    refuseBrowsers(headers);
    const limit = headers['x-amz-target'] === undefined ? (options.maxBody ?? 512 * 2 ** 20) : maxJson;
    result = await route(options, { ...bare, body: await bodyOf(incoming, limit) });
  } catch (error) {
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', `The embedded AWS failed: ${String(error)}`, 500);
    if (!(error instanceof AwsError)) options.onError?.(error, `${bare.method} ${path}`);
    result = headers['x-amz-target'] === undefined ? s3Error(known, bare) : jsonError(known, 'application/x-amz-json-1.1');
  }
  await send(outgoing, result, bare);
}

async function route(options: ServeOptions, request: DoorRequest): Promise<DoorReply> {
  const { host, internal } = options;
  if (request.path.startsWith('/_millrace/')) {
    const found = await internal?.(request.path.slice('/_millrace/'.length), request.query);
    return found ?? reply(404, 'application/json', JSON.stringify({ message: 'There is no such page.' }));
  }
  if (request.headers['x-amz-target'] !== undefined) return answerJson(host, request);
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (request.path === '/' && (request.query.has('Action') || (isForm && request.method === 'POST'))) {
    const answer = await answerQuery(host, request);
    if (answer !== null) return answer;
  }
  const rest = restService(request);
  if (rest !== null) return answerRest(host, rest, request);
  return answerS3(host.objects, request, host.now());
}

/** A web page must not reach the machine's AWS: clients of AWS send no Origin, and a foreign host name is a rebound one. */
function refuseBrowsers(headers: DoorRequest['headers']): void {
  // Step Functions' clients put `sync-` before the host of synchronous calls.
  const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase().replace(/^sync-/, '');
  const local = name === '' || name === '127.0.0.1' || name === '[::1]' || name === 'localhost' || name.endsWith('.localhost');
  if (local && headers.origin === undefined) return;
  throw new AwsError('AccessDenied', 'The embedded AWS answers clients on this machine only, by 127.0.0.1 or localhost, and no web pages.', 403);
}

async function bodyOf(incoming: IncomingMessage, limit: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming) {
    // A request without an encoding gives buffers.
    const bytes = piece as Buffer;
    size += bytes.byteLength;
    if (size <= limit) pieces.push(bytes);
    else if (size > 2 * limit) break;
  }
  if (size > limit) throw new AwsError('EntityTooLarge', `The request is larger than the embedded AWS takes: ${limit} bytes.`);
  return Buffer.concat(pieces, size);
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(incoming.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]));
}

async function send(outgoing: ServerResponse, result: DoorReply, request: DoorRequest): Promise<void> {
  const ids = { 'x-amzn-requestid': request.requestId, 'x-amz-request-id': request.requestId, 'x-amz-id-2': 'local' };
  const { body } = result;
  const streamed = typeof body !== 'string' && !(body instanceof Uint8Array);
  const length = streamed ? {} : { 'content-length': String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength) };
  outgoing.writeHead(result.status, { ...ids, ...length, ...headersForWire(result.headers) });
  if (streamed) await pipeline(Readable.from(body), outgoing);
  else if (request.method === 'HEAD' || result.status === 204 || result.status === 304) outgoing.end();
  else outgoing.end(body);
}

/** Header values came as bytes, each read as one character; text that was never on the wire is sent as UTF-8 bytes. */
function headersForWire(headers: Readonly<Record<string, string>>): Record<string, string> {
  const wired = (value: string): string => (/[^\u0000-\u00ff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, wired(value).replace(/[\r\n]/g, ' ')]));
}

function split(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}

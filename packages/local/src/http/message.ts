/** A request, read whole. Header names are lower case; the path is not decoded. */
export interface DoorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly requestId: string;
  /** Told when the client has hung up. */
  readonly gone: AbortSignal;
}
export interface DoorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | AsyncIterable<string>;
}

export function reply(status: number, contentType: string, body: DoorReply['body'], headers: Readonly<Record<string, string>> = {}): DoorReply {
  return { status, headers: { 'content-type': contentType, ...headers }, body };
}

import { createServer, request, type IncomingHttpHeaders } from 'node:http';

export interface Counted {
  readonly url: string;
  /** `operation` of Glue and the like, or the method of S3, of each request since the last reset. */
  calls: string[];
  close(): Promise<void>;
}

/** Stands in front of an AWS on this machine, passes everything on, and notes what was called. */
export async function countCalls(endpoint: string): Promise<Counted> {
  const { hostname, port } = new URL(endpoint);
  const counted: { calls: string[] } = { calls: [] };
  const server = createServer((incoming, outgoing) => {
    counted.calls.push(operationOf(incoming.method ?? '', incoming.headers));
    const passed = request({ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(counted, {
    url: `http://127.0.0.1:${own}`,
    close: () => new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  });
}

function operationOf(method: string, headers: IncomingHttpHeaders): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? (target.split('.').at(-1) ?? target) : `S3 ${method}`;
}

export const isRead = (call: string): boolean => /^(Get|BatchGet|List|Describe|S3 (GET|HEAD))/.test(call);

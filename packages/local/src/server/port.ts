import { createServer } from 'node:net';

/** Where the embedded AWS listens unless told. */
export const defaultPort = 4747;

/** A start that cannot be: the message says why and what to do. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}

/** @throws {ServerError} when another program listens on the port. */
export async function checkPortFree(port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portError(error, port)));
    probe.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

export function portError(error: unknown, port: number): ServerError {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    return new ServerError(`Port ${port} is in use by another program ('lsof -i :${port}' names it): stop that program, or choose another port with --port.`);
  }
  if (code === 'EACCES') return new ServerError(`Port ${port} may not be used without rights of an administrator: choose one above 1023 with --port.`);
  return new ServerError(`The embedded AWS cannot listen on port ${port}: ${String(error)}`);
}

import { realpathSync } from 'node:fs';
import { get } from 'node:http';
import { readServerFile, type ServerFile } from './server-file.ts';

export type ServerStatus =
  | { readonly running: true; readonly pid: number; readonly port: number; readonly url: string; readonly startedAt: string }
  | { readonly running: false; readonly last: ServerFile | null };

/** What `GET /_millrace/health` answers. */
export interface Health {
  readonly status: 'ok';
  readonly pid: number;
  readonly dir: string;
  readonly startedAt: string;
}

/**
 * Whether an embedded AWS serves `dir`: it is asked, since a file alone may be left from a killed one.
 * @example const status = await serverStatus('.millrace/local');
 */
export async function serverStatus(dir: string): Promise<ServerStatus> {
  const file = readServerFile(dir);
  const health = file?.pid == null ? null : await healthAt(file.port);
  if (file?.pid == null || health === null || health.dir !== realDir(dir)) return { running: false, last: file };
  return { running: true, pid: health.pid, port: file.port, url: urlOf(file.port), startedAt: health.startedAt };
}

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** One name for a folder, whichever way it is written. */
export function realDir(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return dir;
  }
}

function healthAt(port: number): Promise<Health | null> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/_millrace/health', timeout: 2000, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve(healthOf(text)));
      answer.on('error', () => resolve(null));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(null));
  });
}

function healthOf(text: string): Health | null {
  try {
    // Whatever answers there: only what looks like ours is taken.
    const found = JSON.parse(text) as Partial<Health> | null;
    return found?.status === 'ok' && typeof found.pid === 'number' && typeof found.dir === 'string' && typeof found.startedAt === 'string'
      ? { status: 'ok', pid: found.pid, dir: found.dir, startedAt: found.startedAt }
      : null;
  } catch {
    return null;
  }
}

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a server's folder holds. */
export function serverPaths(dir: string) {
  return {
    file: join(dir, 'server.json'),
    log: join(dir, 'server.log'),
    oldLog: join(dir, 'server.old.log'),
    state: join(dir, 'state.db'),
    objects: join(dir, 's3'),
    python: join(dir, 'python'),
  };
}

/** `server.json`: who serves the folder, or served it last when `pid` is null. */
export interface ServerFile {
  readonly pid: number | null;
  readonly port: number;
  /** ISO 8601 */
  readonly startedAt: string;
}

export function readServerFile(dir: string): ServerFile | null {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(serverPaths(dir).file, 'utf8'));
  } catch {
    return null;
  }
  if (typeof found !== 'object' || found === null || !('port' in found) || !('pid' in found) || !('startedAt' in found)) return null;
  const { pid, port, startedAt } = found;
  if (typeof port !== 'number' || typeof startedAt !== 'string') return null;
  return { pid: typeof pid === 'number' ? pid : null, port, startedAt };
}

export function writeServerFile(dir: string, content: ServerFile): void {
  const { file } = serverPaths(dir);
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${file}.tmp`, `${JSON.stringify(content)}\n`);
  renameSync(`${file}.tmp`, file);
}

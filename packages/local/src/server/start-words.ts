import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ServerError } from './port.ts';
import { serverPaths } from './server-file.ts';

/** What one start says, in a file of its own: of two starts at once neither takes the other's words for its own, and each sees that the other is under way. */
export interface StartWords {
  readonly file: string;
  readonly descriptor: number;
}

const isStart = (name: string): boolean => /^start-[\da-f-]{36}\.log$/.test(name);

/** Milliseconds after which the file of a start that nobody finished means nothing. */
const stale = 20_000;

/** @throws {ServerError} when the folder cannot be written */
export function beginWords(dir: string): StartWords {
  const file = join(dir, `start-${randomUUID()}.log`);
  try {
    mkdirSync(dir, { recursive: true });
    return { file, descriptor: openSync(file, 'a') };
  } catch (error) {
    throw new ServerError(`The folder ${dir} cannot be written: ${error instanceof Error ? error.message : String(error)}. Use another folder, or change its permissions.`);
  }
}

export function lastSaid({ file }: StartWords): string {
  // The folder may be gone by the time the process ends.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.findLast((line) => line.trim() !== '') ?? 'The embedded AWS ended at once and said nothing: run the same command again.';
}

/** True while another process starts a server on the folder. */
export function otherStarts(dir: string, own: StartWords): boolean {
  return existsSync(dir) && readdirSync(dir).some((name) => isStart(name) && join(dir, name) !== own.file && isFresh(join(dir, name)));
}

function isFresh(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false })?.birthtimeMs;
  return made !== undefined && Date.now() - made < stale;
}

/** The server goes on writing into it under the new name. The log of the server before is kept beside it. */
export function becomeLog({ file }: StartWords, dir: string): void {
  const { log, oldLog } = serverPaths(dir);
  if (existsSync(log)) renameSync(log, oldLog);
  if (existsSync(file)) renameSync(file, log);
}

export function dropWords({ file }: StartWords): void {
  rmSync(file, { force: true });
}

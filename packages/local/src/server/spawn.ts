import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { heldByAnother } from '../host/sqlite.ts';
import { ServerError } from './port.ts';
import { readServerFile, serverPaths } from './server-file.ts';
import { serverStatus } from './status.ts';

export interface SpawnOptions {
  readonly dir: string;
  readonly port: number | null;
  readonly python: string;
  /** The command that runs `serverMain` with the arguments behind it; this package's own entry unless told. */
  readonly command?: readonly [string, ...string[]];
}
export interface SpawnedServer {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** It ran before. */
  readonly found: boolean;
}

/** Milliseconds that a start may take. */
const patience = 20_000;

/**
 * Starts a server as a process of its own that outlives this one, or finds the one that serves `dir`.
 * @throws {ServerError} with the sentence that the server ended with
 */
export async function spawnServer(options: SpawnOptions): Promise<SpawnedServer> {
  const before = await serverStatus(options.dir);
  if (before.running) return { ...before, found: true };
  const { log } = serverPaths(options.dir);
  const file = openLog(options.dir, log);
  const from = statSync(log).size;
  const [program, ...given] = options.command ?? ownEntry();
  const port = options.port === null ? [] : ['--port', String(options.port)];
  const child = spawn(program, [...given, '--dir', options.dir, '--python', options.python, ...port], { detached: true, stdio: ['ignore', file, file] });
  closeSync(file);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(lastSaid(log, from)));
  });
  child.unref();
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const status = await serverStatus(options.dir);
    if (status.running) {
      const found = status.pid !== child.pid;
      // Another start was quicker: this one must not come up later, when that one has been stopped.
      if (found && child.kill()) await ended;
      return { ...status, found };
    }
    const said = await Promise.race([ended, pause(50, null)]);
    if (said !== null && !said.includes(heldByAnother)) throw new ServerError(said);
  }
  throw new ServerError(`The embedded AWS did not start within ${patience / 1000} seconds: see ${log}.`);
}

/** Asks the server of `dir` to end, and waits until it has. False when none runs. */
export async function stopServer(dir: string): Promise<boolean> {
  const status = await serverStatus(dir);
  if (!status.running) return false;
  process.kill(status.pid, 'SIGTERM');
  const end = Date.now() + patience;
  while (Date.now() < end) {
    // A process that nobody reaps (a container whose first process does not) keeps its id after its end: its last act is to sign off in the file.
    if (!exists(status.pid) || readServerFile(dir)?.pid === null) return true;
    await pause(50);
  }
  throw new ServerError(`The embedded AWS (process ${status.pid}) did not end within ${patience / 1000} seconds: see ${serverPaths(dir).log}.`);
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function ownEntry(): readonly [string, ...string[]] {
  const source = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(new URL(source ? './entry.ts' : './entry.js', import.meta.url));
  return source ? [process.execPath, '--conditions=@millrace/source', entry] : [process.execPath, entry];
}

function openLog(dir: string, log: string): number {
  try {
    mkdirSync(dir, { recursive: true });
    return openSync(log, 'a');
  } catch (error) {
    throw new ServerError(`The folder ${dir} cannot be written: ${error instanceof Error ? error.message : String(error)}. Use another folder, or change its permissions.`);
  }
}

function lastSaid(log: string, from: number): string {
  // The folder may be gone by the time the process ends.
  const lines = existsSync(log) ? readFileSync(log).subarray(from).toString('utf8').split('\n') : [];
  return lines.findLast((line) => line.trim() !== '') ?? `The embedded AWS ended at once and said nothing: see ${log}.`;
}

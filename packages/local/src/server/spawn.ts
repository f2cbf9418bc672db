import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { heldByAnother } from '../host/sqlite.ts';
import { ServerError } from './port.ts';
import { readServerFile, serverPaths } from './server-file.ts';
import { becomeLog, beginWords, dropWords, lastSaid, otherStarts, type StartWords } from './start-words.ts';
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

/** Milliseconds that a start or an end may take: much, for a busy machine. A start that fails is told at once. */
const patience = 90_000;

/**
 * Starts a server as a process of its own that outlives this one, or finds the one that serves `dir`.
 * @throws {ServerError} with the sentence that the server ended with
 */
export async function spawnServer(options: SpawnOptions): Promise<SpawnedServer> {
  const before = await serverStatus(options.dir);
  if (before.running) return { ...before, found: true };
  const words = beginWords(options.dir);
  const [program, ...given] = options.command ?? ownEntry();
  const port = options.port === null ? [] : ['--port', String(options.port)];
  const child = spawn(program, [...given, '--dir', options.dir, '--python', options.python, ...port], { detached: true, stdio: ['ignore', words.descriptor, words.descriptor] });
  closeSync(words.descriptor);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(lastSaid(words)));
  });
  try {
    const server = await answerOf(options.dir, child, ended, words);
    if (!server.found) becomeLog(words, options.dir);
    return server;
  } finally {
    dropWords(words);
    // Referenced until here: it may be all that this process waits for.
    child.unref();
  }
}

async function answerOf(dir: string, child: ChildProcess, ended: Promise<string>, words: StartWords): Promise<SpawnedServer> {
  const end = Date.now() + patience;
  let said: string | null = null;
  while (Date.now() < end) {
    // Before the look at the server: a start that succeeds in between is seen by that look.
    const others = otherStarts(dir, words);
    const status = await serverStatus(dir);
    if (status.running) {
      const found = status.pid !== child.pid;
      // Another start was quicker: this one must not come up later, when that one has been stopped.
      if (found && child.kill()) await ended;
      return { ...status, found };
    }
    // Another start may be what this one gave way to: its port, or its hold on the folder.
    if (said !== null && !others && !said.includes(heldByAnother)) throw new ServerError(said);
    if (said === null) {
      said = await Promise.race([ended, pause(50, null)]);
      if (said !== null) dropWords(words);
    } else await pause(50);
  }
  throw new ServerError(said ?? `The embedded AWS did not start within ${patience / 1000} seconds: run the same command again.`);
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

import { execFile } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '@millrace/deploy';
import { CliError, type Io } from '../io.ts';
import { pythonOf } from './python.ts';

export interface Server {
  readonly endpoint: string;
  readonly dir: string;
  readonly pid: number;
  readonly found: boolean;
}
export interface ServerPlace {
  /** State folder; `.millrace/local` beside the configuration (or here) when left out. */
  readonly dir?: string | undefined;
  readonly port?: number | undefined;
  /** Where to look for the configuration from. */
  readonly folder?: string | undefined;
}

/** The state folder of the embedded AWS that belongs to a project. */
export async function serverDir(io: Io, { dir, folder }: ServerPlace): Promise<string> {
  if (dir !== undefined) return resolve(io.cwd, dir);
  const start = folder ?? io.cwd;
  const { file } = await loadConfig(start);
  return join(file === null ? start : dirname(file), '.millrace', 'local');
}

/** The running server, or null. */
export async function serverState(io: Io, where: ServerPlace): Promise<Server | null> {
  const { serverStatus } = await import('@millrace/local');
  const dir = await serverDir(io, where);
  const status = await serverStatus(dir);
  return status.running ? { endpoint: status.url, dir, pid: status.pid, found: true } : null;
}

/** Jobs need Python; that it is missing is told before anything is deployed or started. */
async function requirePython(io: Io): Promise<string> {
  const python = pythonOf(io.env);
  try {
    await promisify(execFile)(python, ['--version'], { timeout: 20_000 });
    return python;
  } catch {
    throw new CliError(`Python is missing: \`${python}\` cannot be run, and local jobs need it.`, 'Install Python 3.11 or newer, or name one with MILLRACE_PYTHON; `millrace doctor` checks the rest.');
  }
}

/** Starts the embedded AWS in the background unless it runs. */
export async function ensureServer(io: Io, where: ServerPlace): Promise<Server> {
  const running = await serverState(io, where);
  if (running !== null) return running;
  const python = await requirePython(io);
  const { ServerError, spawnServer } = await import('@millrace/local');
  const dir = await serverDir(io, where);
  try {
    const { url, pid, found } = await spawnServer({ dir, port: where.port ?? null, python });
    if (!found) io.err(`the embedded AWS serves ${url} (state in ${dir})\n`);
    return { endpoint: url, dir, pid, found };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    throw new CliError(error.message, /\bport\b/i.test(error.message) ? '`millrace local up --port N` starts it on another port, --port 0 on a free one; later commands find it there.' : '`millrace doctor` looks at this machine.');
  }
}

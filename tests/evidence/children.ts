// Work in processes of its own, so that what hangs or crashes is told like everything else.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program beside this process, which may be the server that it talks to. */
export function run(program: string, args: readonly string[], options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly input?: string }): Promise<{ readonly status: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => void out.push(piece));
    child.stderr.on('data', (piece: Buffer) => void err.push(piece));
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
    // A program may end without reading its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

export interface Child {
  /** What the script printed, as JSON; null when it failed. */
  readonly found: unknown;
  readonly failure: string | null;
}

/** Answers what the script prints, or how it fails: `timeout` of the system kills a process that hangs. `script` stands beside `beside`. */
export async function child(beside: string, script: string, args: readonly string[], seconds: number, flags: readonly string[] = []): Promise<Child> {
  const path = fileURLToPath(new URL(script, beside));
  const ran = await run('timeout', ['-s', 'KILL', String(seconds), process.execPath, ...flags, '--conditions=@millrace/source', path, ...args], { cwd: '/', env: { PATH: process.env['PATH'] ?? '' } });
  if (ran.status === 0) return { found: JSON.parse(ran.stdout), failure: null };
  // The scripts say where they are before they begin something.
  return { found: null, failure: ran.status === 137 || ran.signal === 'SIGKILL' ? `hangs (${ran.stderr.trim().split('\n').at(-1) ?? ''})` : `crashes: ${(/^.*Error: .*$/m.exec(ran.stderr)?.[0] ?? ran.stderr).slice(0, 400)}` };
}

/** Two at a time: as many as the smallest machines have cores. In the order of `all`. */
export async function twoAtATime<A, T>(all: readonly A[], work: (one: A) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = [...all.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

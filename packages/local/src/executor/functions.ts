import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Blobs, Executor, Work, WorkResult } from '../host/types.ts';
import { functionRunner } from './function-runner.ts';
import { jobEnvironment } from './job-environment.ts';
import { writeWhole } from './job-folder.ts';
import type { ProcessExecutorOptions } from './jobs.ts';

type FunctionWork = Extract<Work, { kind: 'function' }>;
type Done = (result: WorkResult) => void;

/** Calls functions in Python, each in a process of its own. They do not outlive the server: a call that was under way has failed. */
export function functionExecutor(options: ProcessExecutorOptions): Executor & { close(): void } {
  const running = new Map<string, ChildProcess>();
  const start = (work: FunctionWork, done: Done): void => {
    const end = (result: WorkResult): void => {
      running.delete(work.id);
      done(result);
    };
    try {
      const folder = layOutCode(options.dir, options.blobs, work);
      const runner = join(options.dir, 'functions', '.runner.py');
      writeWhole(runner, functionRunner);
      const env = { ...jobEnvironment(options.env, { ...options, endpoint: options.endpoint() }), ...work.environment };
      const child = spawn(options.python, [runner, folder], { stdio: ['pipe', 'pipe', 'pipe'], env, cwd: folder });
      running.set(work.id, child);
      watch(child, end);
      // A process that is gone already takes no input; its end says so.
      child.stdin.on('error', () => undefined);
      child.stdin.end(JSON.stringify({ handler: work.handler, payload: work.payload, requestId: work.id, arn: work.environment['MILLRACE_FUNCTION_ARN'] ?? '' }));
    } catch (error) {
      end(failed('Runtime.ImportModuleError', error instanceof Error ? error.message : String(error), []));
    }
  };
  return {
    start: (work, done) => {
      if (work.kind === 'function') start(work, done);
    },
    recover: (_work, done) => done(failed('Runtime.ExitError', 'The embedded AWS was stopped while the function ran.', [])),
    stop: (id) => void running.get(id)?.kill('SIGKILL'),
    close: () => {
      for (const child of running.values()) child.kill('SIGKILL');
      running.clear();
    },
  };
}

function watch(child: ChildProcess, end: Done): void {
  const [out, log]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (piece: Buffer) => out.push(piece));
  child.stderr?.on('data', (piece: Buffer) => log.push(piece));
  child.once('error', (error) => end(failed('Runtime.InvalidEntrypoint', `Python could not be started: ${error.message}. Install Python 3.11 or newer, or name yours with --python.`, [])));
  child.once('close', (code, signal) => {
    const lines = Buffer.concat(log).toString('utf8').split('\n').filter((line) => line !== '');
    const answer = answerIn(Buffer.concat(out).toString('utf8'));
    if (answer === null) end(failed('Runtime.ExitError', `Runtime exited with error: ${signal === null ? `exit status ${String(code)}` : `signal ${signal}`}`, lines));
    else end({ outcome: answer.ok ? 'succeeded' : 'failed', message: answer.payload, tables: [], log: lines });
  });
}

function answerIn(text: string): { readonly ok: boolean; readonly payload: string } | null {
  try {
    // The runner alone writes there.
    return JSON.parse(text) as { readonly ok: boolean; readonly payload: string };
  } catch {
    return null;
  }
}

/** Code is laid out once for each content. */
function layOutCode(dir: string, blobs: Blobs, work: FunctionWork): string {
  const { code } = work;
  const isScript = 'script' in code;
  const bytes = isScript ? Buffer.from(code.script, 'utf8') : 'zip' in code ? Buffer.from(code.zip, 'base64') : archiveAt(blobs, code.s3);
  const folder = join(dir, 'functions', createHash('sha256').update(bytes).digest('hex').slice(0, 32));
  const file = join(folder, isScript ? 'script.py' : 'code.zip');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeWhole(file, bytes);
  return folder;
}

function archiveAt(blobs: Blobs, uri: string): Uint8Array {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/u.exec(uri) ?? [];
  const found = blobs.buckets().includes(bucket) ? blobs.get(bucket, key) : null;
  if (found === null) throw new Error(`The code ${uri} of the function does not exist. Upload it again.`);
  return found;
}

function failed(errorType: string, errorMessage: string, log: readonly string[]): WorkResult {
  return { outcome: 'failed', message: JSON.stringify({ errorType, errorMessage }), tables: [], log };
}

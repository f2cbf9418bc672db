// Runs the built command line as a user would: another process, a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'apps', 'cli', 'bin', 'millrace.mjs');
const ownPython = join(root, '.venv', 'bin', 'python');
/** With boto3, as jobs need it. */
export const python = process.env['MILLRACE_PYTHON'] ?? (existsSync(ownPython) ? ownPython : 'python3');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
export interface Started {
  readonly child: ChildProcess;
  /** Resolves once standard error holds the words. */
  says(words: string): Promise<void>;
  readonly ended: Promise<Ended>;
}
export interface Folder {
  readonly path: string;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  millrace(...args: string[]): Promise<Ended>;
  millraceWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended>;
  write(name: string, text: string): void;
  remove(): void;
}

/** A folder inside the repository, so that a pipeline in it finds `@millrace/core`; ignored by git. */
export function folder(files: Readonly<Record<string, string>> = {}): Folder {
  if (!existsSync(join(root, 'apps/cli/dist/main.js'))) throw new Error('The command line is not built: `npm run bootstrap -- turbo run build` builds it.');
  const above = join(root, 'tests', '.millrace');
  mkdirSync(above, { recursive: true });
  const path = mkdtempSync(join(above, 'cli-'));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const start: Folder['start'] = (args, env = {}) => launch(process.execPath, [bin, ...args], path, env);
  return {
    path,
    write,
    start,
    millrace: (...args) => start(args).ended,
    millraceWith: (env, ...args) => start(args, env).ended,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export function launch(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(program, args, { cwd, env: { PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter), HOME: cwd, MILLRACE_PYTHON: python, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  const waiting: { readonly words: string; readonly done: () => void }[] = [];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    for (const { words, done } of waiting) if (err.includes(words)) done();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const says = (words: string): Promise<void> =>
    new Promise((done, reject) => {
      if (err.includes(words)) done();
      waiting.push({ words, done });
      void ended.then(() => reject(new Error(`It ended without saying '${words}':\n${out}${err}`)));
    });
  return { child, says, ended };
}

/** The one JSON document of a command, with the schema version that every one carries. Fails when there are none or two. */
export function document({ out }: Ended): Readonly<Record<string, unknown>> {
  // JSON.parse accepts exactly one document; its shape is looked at by the test that asked.
  const found = JSON.parse(out) as Readonly<Record<string, unknown>>;
  if (found['schemaVersion'] !== 1) throw new Error(`no schemaVersion in ${out}`);
  return found;
}

/** Lines of a stack trace: no person should see one. */
export const stackLines = (text: string): string[] => text.split('\n').filter((line) => /^\s+at .*[(:]\d+/.test(line));

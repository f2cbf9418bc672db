import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the stand-in for boto3 knows: see boto3.py. */
export interface FakeAws {
  readonly objects: Readonly<Record<string, string>>;
  readonly runs: Readonly<Record<string, unknown>>;
  /** By method, in the order in which they are given. */
  readonly answers?: Readonly<Record<string, readonly unknown[]>>;
}
export interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** An object of the runs bucket below the pipeline, as JSON; null when there is none. */
  object(key: string): unknown;
  readonly keys: readonly string[];
  /** Calls besides those of S3 and of workflow runs. */
  readonly calls: readonly (readonly [name: string, given: Readonly<Record<string, unknown>>])[];
}
export interface Machine {
  run(program: string, argv: readonly string[], aws: FakeAws, options?: { readonly python?: string; readonly killAt?: (state: string) => boolean }): Promise<Done>;
  remove(): void;
}

export function machine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-runtime-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib', 'boto3.py'), readFileSync(new URL('boto3.py', import.meta.url)));
  let count = 0;
  return {
    run: async (program, argv, aws, { python = 'python3', killAt } = {}) => {
      const own = join(folder, String(count++));
      mkdirSync(own);
      const file = join(own, 'aws.json');
      writeFileSync(file, JSON.stringify(aws));
      writeFileSync(join(own, 'program.py'), program);
      const env = { PATH: process.env['PATH'] ?? '', PYTHONPATH: join(folder, 'lib'), FAKE_AWS: file, PYTHONDONTWRITEBYTECODE: '1' };
      const start = (): ChildProcess => spawn(python, ['-W', 'error::SyntaxWarning', join(own, 'program.py'), ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      if (killAt !== undefined) await killedOnce(start(), file, killAt);
      const { status, stdout, stderr } = await ended(start());
      // The stand-in writes what it was told to write.
      const after = JSON.parse(readFileSync(file, 'utf8')) as { readonly objects: Readonly<Record<string, string>>; readonly calls?: Done['calls'] };
      const text = (key: string): string | undefined => after.objects[`runs/orders/${key}`];
      return { status, stdout, stderr, keys: Object.keys(after.objects), calls: after.calls ?? [], object: (key): unknown => (text(key) === undefined ? null : JSON.parse(text(key) ?? '')) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function ended(child: ChildProcess): Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }> {
  const texts = ['', ''];
  child.stdout?.on('data', (data) => (texts[0] += String(data)));
  child.stderr?.on('data', (data) => (texts[1] += String(data)));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout: texts[0] ?? '', stderr: texts[1] ?? '' };
}

/** Kills the process as soon as what AWS knows is in a certain state. */
async function killedOnce(child: ChildProcess, file: string, holds: (state: string) => boolean): Promise<void> {
  let over = false;
  const gone = new Promise<void>((resolve) => child.once('close', () => {
    over = true;
    resolve();
  }));
  while (!over && !holds(readFileSync(file, 'utf8'))) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Pythons 3.9 to 3.13 that this machine has by pyenv, else the usual one. */
export function pythons(): readonly string[] {
  const root = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const versions = existsSync(root) ? readdirSync(root).filter((name) => /^3\.(9|1[0-3])\./.test(name)).map((name) => join(root, name, 'bin', 'python3')) : [];
  return versions.length > 0 ? versions : ['python3'];
}

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const runner = new URL('../python/runner.py', import.meta.url).pathname;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-runner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const script = (text: string): string => {
  const path = join(folder, 'job.py');
  writeFileSync(path, text);
  return path;
};
const result = (): unknown => JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));

test('leaves the exit code and what the script printed', () => {
  spawnSync('python3', [runner, folder, script('import sys\nprint(sys.argv[1:])\nsys.exit(3)'), '--x', 'a b']);
  expect(result()).toMatchObject({ exitCode: 3, signal: null, stopped: false });
  expect(readFileSync(join(folder, 'stdout.log'), 'utf8')).toBe("['--x', 'a b']\n");
});

test('passes SIGTERM on, lets the script clean up, and says that it was stopped', async () => {
  const text = 'import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\nprint("ready", flush=True)\ntime.sleep(60)';
  const child = spawn('python3', [runner, folder, script(text)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await until(() => existsSync(join(folder, 'stdout.log')) && readFileSync(join(folder, 'stdout.log'), 'utf8') !== '');
  child.kill('SIGTERM');
  await ended;
  expect(result()).toMatchObject({ exitCode: 7, signal: null, stopped: true });
});

test('tells a script that a signal killed from one that failed', () => {
  spawnSync('python3', [runner, folder, script('import os, signal\nos.kill(os.getpid(), signal.SIGKILL)')]);
  expect(result()).toMatchObject({ exitCode: null, signal: 9, stopped: false });
});

/** Looks again at each turn of the event loop: no fixed pause to be too short. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { python } from '../../../tools/python.ts';
import { identity } from '../../clients/served.ts';
import { run } from '../children.ts';

/** The words that a real shell makes of each line. The lines come on its input, since a word may be long. */
export function splitBy(shell: string, lines: readonly string[], cwd: string): readonly (readonly string[])[] {
  const input = `aws() { printf '%s\\0' "$#" "$@"; }\n${lines.join('\n')}\n`;
  const ran = spawnSync(shell, [], { input, cwd, encoding: 'utf8', maxBuffer: 2 ** 28, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } });
  if (ran.status !== 0 || ran.stderr !== '') throw new Error(`${shell}: ${ran.stderr.slice(0, 500)}`);
  const all = ran.stdout.split('\0');
  const words: (readonly string[])[] = [];
  for (let at = 0; at < all.length - 1; at += Number(all[at]) + 1) words.push(all.slice(at + 1, at + 1 + Number(all[at])));
  return words;
}

export function environment(endpoint: string): Readonly<Record<string, string>> {
  return {
    PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`, LC_ALL: 'C.UTF-8', PYTHONUTF8: '1', ...identity, AWS_ENDPOINT_URL: endpoint, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_PAGER: '',
    // Else bash takes a piped input for a remote login, and reads the user's settings.
    SHLVL: '2',
  };
}

/** One of the Python scripts of this folder: JSON in, JSON out. */
export async function ask(script: string, args: readonly string[], input: unknown, cwd: string, endpoint = 'http://127.0.0.1:9'): Promise<unknown> {
  const ran = await run(python, [join(import.meta.dirname, script), ...args], { cwd, env: environment(endpoint), input: JSON.stringify(input) });
  if (ran.status !== 0) throw new Error(`${script}: ${ran.stderr.slice(-2000)}`);
  return JSON.parse(ran.stdout);
}

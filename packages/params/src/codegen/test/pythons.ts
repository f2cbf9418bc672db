import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface FoundPython {
  readonly version: string;
  readonly path: string | null;
  readonly why: string;
}

/** Pythons 3.9 to 3.13 of this computer: by their names, or among the versions of pyenv. */
export function pythons(): FoundPython[] {
  return ['3.9', '3.10', '3.11', '3.12', '3.13'].map((version) => {
    const found = [`python${version}`, ...ofPyenv(version)].find((each) => is(each, version));
    return { version: `Python ${version}`, path: found ?? null, why: found === undefined ? `there is no python${version} on the PATH or in pyenv` : '' };
  });
}

function ofPyenv(version: string): string[] {
  const folder = path.join(process.env['PYENV_ROOT'] ?? path.join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.startsWith(`${version}.`)).map((name) => path.join(folder, name, 'bin', 'python'));
}

function is(python: string, version: string): boolean {
  try {
    return execFileSync(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() === version;
  } catch {
    return false;
  }
}

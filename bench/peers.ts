import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the peers' own scripts and packages are. */
export const peers = fileURLToPath(new URL('peers', import.meta.url));

/** Installs what the benchmarks compare with, unless the named package is there. */
export function installPeer(name: string): void {
  if (!existsSync(join(peers, 'node_modules', name))) execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: peers, stdio: ['ignore', 2, 2] });
}

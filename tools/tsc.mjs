// Runs the native TypeScript compiler: `tsc` on the PATH is the one that the linters need.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('../node_modules/typescript7/bin/tsc', import.meta.url));
process.exitCode = spawnSync(process.execPath, [compiler, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;

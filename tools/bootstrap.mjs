// Runs a command with the Node and pnpm that this repository needs. Works on Node 20 and uses built-ins only.
//   node tools/bootstrap.mjs COMMAND [ARG …]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, 'tools', 'toolchain');
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

/** `^22.22.2 || ^24.15.0 || >=26`, without a library: nothing is installed yet. */
function inRange(version) {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));
}

/** npm hands its own settings down as variables; only those that say where packages come from are kept. */
function cleanEnvironment() {
  const kept = /^npm_config_(registry|cache|cafile|ca|https?_proxy|proxy|noproxy|.*:registry)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}

function run(command, args, options, sentence) {
  const result = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (result.signal === 'SIGINT') process.exit(130);
  if (result.error || result.status !== 0) fail(`${sentence}${result.error ? ` (${result.error.message})` : ''}`);
}

/** Skips `install` while the files it depends on are the same as when it last succeeded. */
function once(stamp, files, install) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  const digest = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  install();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

function installToolchain(env) {
  const lock = join(toolchain, 'package-lock.json');
  once(join(toolchain, 'node_modules', '.stamp'), [lock], () => {
    process.stderr.write('millrace: fetching Node 24 and pnpm …\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: toolchain, env, shell: process.platform === 'win32' },
      'Node 24 and pnpm could not be installed: is the npm registry reachable?');
  });
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function toolFolders(env) {
  const node = join(toolchain, 'node_modules', `node-${platform}`, 'bin');
  const pnpm = join(toolchain, 'node_modules', '@pnpm', `exe.${platform}`);
  const supplied = ['linux-x64', 'linux-arm64'].includes(platform);
  if (supplied) {
    installToolchain(env);
    return [node, pnpm];
  }
  if (!inRange(process.version)) fail(`Millrace needs Node ^22.22.2, ^24.15.0 or >=26; this is ${process.version}. Install one of them and try again.`);
  if (!onPath(process.platform === 'win32' ? 'pnpm.exe' : 'pnpm')) fail('Millrace needs pnpm 12 on this platform: `npm install --global pnpm@12`, then try again.');
  return [];
}

function manifests(folder, depth = 3) {
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || ['node_modules', 'dist', 'src', '.millrace'].includes(entry.name)) return [];
    const inner = join(folder, entry.name);
    const own = join(inner, 'package.json');
    return [...(existsSync(own) ? [own] : []), ...manifests(inner, depth - 1)];
  });
}

function installPackages(env) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(root, name));
  const packages = ['packages', 'apps', 'examples', 'bench', 'tests'].flatMap((name) => (existsSync(join(root, name)) ? manifests(join(root, name)) : []));
  once(join(root, 'node_modules', '.millrace-stamp'), [...files, ...packages.sort()], () => {
    process.stderr.write('millrace: installing packages …\n');
    run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'], { cwd: root, env }, 'The packages could not be installed: see above; `rm -rf node_modules` and a second try help after an interruption.');
  });
}

// Ctrl-C reaches what runs below as well: that ends in its own way, and this waits for it.
process.on('SIGINT', () => undefined);
const env = { ...cleanEnvironment(), ASTRO_TELEMETRY_DISABLED: '1', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
env.PATH = [...toolFolders(env), join(root, 'node_modules', '.bin'), env.PATH ?? ''].join(delimiter);
installPackages(env);

const [command, ...args] = process.argv.slice(2);
if (command) {
  const result = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (result.error) fail(`\`${command}\` could not be started: ${result.error.message}`);
  process.exitCode = result.status ?? 1;
}

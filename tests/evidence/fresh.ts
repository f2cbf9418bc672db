// A stranger's first minutes: a fresh clone, an empty home, no caches, an old Node and the system's Python.
//   node tests/evidence/fresh.ts [demo]      `demo` leaves `npm test` out
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report, type Result } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const demoOnly = process.argv.includes('demo');

/** What says where packages come from and whom to trust; nothing else of this environment reaches the clone. */
const kept = /^(npm_config_registry|npm_config_cafile|pip_index_url|pip_cert|pip_default_timeout|ssl_cert_(file|dir)|node_extra_ca_certs|https?_proxy|no_proxy|lang|lc_all)$/i;

/** The first Node on the path that this repository did not bring: preferably the oldest that it promises to start from. */
function systemNode(): { readonly folder: string; readonly version: string } {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin'].filter((folder) => !folder.startsWith(root) && existsSync(join(folder, 'node')));
  const found = folders.map((folder) => ({ folder, version: spawnSync(join(folder, 'node'), ['--version'], { encoding: 'utf8' }).stdout.trim() }));
  const chosen = found.find(({ version }) => version.startsWith('v20.')) ?? found[0];
  if (chosen === undefined) throw new Error('There is no Node outside this repository: install Node 20.');
  return chosen;
}

const work = mkdtempSync(join(tmpdir(), 'millrace-fresh-'));
const clone = join(work, 'millrace');
const system = systemNode();
for (const name of ['home', 'tmp']) mkdirSync(join(work, name));
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name))),
  HOME: join(work, 'home'),
  TMPDIR: join(work, 'tmp'),
  PATH: [...new Set([system.folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(delimiter),
};

interface Timed {
  readonly code: number | null;
  readonly seconds: number;
}
function timed(...command: readonly [string, ...string[]]): Timed {
  const [program, ...args] = command;
  const from = performance.now();
  const { status } = spawnSync(program, args, { cwd: clone, env, stdio: ['ignore', 2, 2], timeout: 30 * 60_000 });
  return { code: status, seconds: (performance.now() - from) / 1000 };
}
function changed(): string {
  return spawnSync('git', ['status', '--porcelain'], { cwd: clone, env, encoding: 'utf8' }).stdout.trim();
}
const told = ({ code, seconds }: Timed): string => `${seconds.toFixed(0)} s, exit ${code ?? 'none'}`;

const results: Result[] = [];
try {
  const cloned = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone], { env, stdio: ['ignore', 2, 2] });
  if (cloned.status !== 0) throw new Error('The repository could not be cloned.');
  const first = timed('npm', 'run', 'demo');
  const second = timed('npm', 'run', 'demo');
  const left = changed();
  const world = `Node ${system.version} and the system's Python, empty home and caches`;
  results.push({ figure: `first \`npm run demo\` ${told(first)}, second ${told(second)}; git status ${left === '' ? 'clean' : `NOT clean: ${left.replaceAll('\n', ', ')}`} (${world})`, holds: first.code === 0 && second.code === 0 && left === '' });
  results.push({ figure: `first ${first.seconds.toFixed(0)} s (aim: under 180), second ${second.seconds.toFixed(0)} s (aim: under 20)`, holds: first.seconds < 180 && second.seconds < 20 });
  if (demoOnly) results.push({ figure: 'left out', holds: null }, { figure: 'left out', holds: null });
  else {
    const test = timed('npm', 'test');
    const after = changed();
    results.push({ figure: `\`npm test\` ${told(test)}; git status ${after === '' ? 'clean' : `NOT clean: ${after.replaceAll('\n', ', ')}`}`, holds: test.code === 0 && after === '' });
    results.push({ figure: `${test.seconds.toFixed(0)} s (aim: under 300)`, holds: test.seconds < 300 });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
report(results);

// The packages as a stranger gets them: packed, installed by npm into an empty folder, imported, and type-checked in a file of the stranger's own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { report, type Result } from './report.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, '..', '..');
const names = ['params', 'core', 'asl', 'facts', 'decision', 'deploy', 'runtime', 'workload', 'local', 'glue', 'sfn'];
const pureNames = ['params', 'core', 'asl', 'facts', 'decision'];
const folderOf = (name: string): string => join(root, 'packages', name === 'glue' || name === 'sfn' ? join('orchestrators', name) : name);
// Our own files, in npm's shape.
const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.slice(-2000)}`);
  return stdout;
}

const stranger = `
import { definePipeline, glueJob, parsePipeline, checkPipeline, type Pipeline, type Target } from '@millrace/core';
import { param, resolveParams } from '@millrace/params';
import { parseDefinition } from '@millrace/asl';
import { limits, comparison } from '@millrace/facts';
import { advise } from '@millrace/decision';
import { defineConfig, planChanges } from '@millrace/deploy';
import { bootstrapPy } from '@millrace/runtime';
import { physical, workloadProviders } from '@millrace/workload';
import { createHost, memoryBlobs } from '@millrace/local';
import { glueTarget } from '@millrace/glue';
import { sfnTarget } from '@millrace/sfn';

const targets: readonly Target[] = [glueTarget, sfnTarget];
const day = param.date({ default: '2026-01-31' });
const name: string = physical({ prefix: 'dev' }, { name: 'orders' }).workflow;
export const most: number = limits.glueJobsPerTrigger.value;
export const check = (pipeline: Pipeline): number => checkPipeline(pipeline).length;
export default defineConfig({ environments: { local: { local: true } } });
console.log(JSON.stringify([targets.map(({ id }) => id), name, resolveParams({ day }, [], null).values, bootstrapPy.text.length > 1000, comparison.length,
  [definePipeline, glueJob, parsePipeline, parseDefinition, advise, planChanges, workloadProviders, createHost, memoryBlobs].every((each) => typeof each === 'function')]));
`;
const said = '[["glue","sfn"],"dev-orders",{"day":"2026-01-31"},true,8,true]';

/** Imports in what is shipped that the package does not declare. */
function undeclared(folder: string): string[] {
  const { name, dependencies, optionalDependencies, peerDependencies } = manifestOf(folder);
  const declared = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|d\.ts)$/.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(folder, 'dist', file), 'utf8');
    return [...text.matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*['"]([^'".][^'"]*)['"]/gm)]
      .map(([, from = '']) => from.split('/').slice(0, from.startsWith('@') ? 2 : 1).join('/'))
      .filter((from) => !from.startsWith('node:') && !(from in declared))
      .map((from) => `${name} uses ${from} in ${file}`);
  });
}

/** What lies in dist from a source that is gone. */
function stale(folder: string, source: string): string[] {
  const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return files.filter((file) => !existsSync(join(source, 'src', file.replace(/\.js$/, '.ts'))) || /\.test\.js$|^test\/|\/test\/|testing\.js$/.test(file)).map((file) => relative(root, join(source, 'dist', file)));
}

function withoutAws(modules: string): string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const next of Object.keys(manifestOf(join(modules, name)).dependencies ?? {})) visit(next);
  };
  for (const name of pureNames) visit(`@millrace/${name}`);
  return [...reached].filter((name) => name.startsWith('@aws-sdk/'));
}

const app = mkdtempSync(join(tmpdir(), 'millrace-pack-'));
const results: Result[] = [];
const tell = (what: string, wrong: readonly string[]): void => void results.push({ figure: wrong.length === 0 ? what : `${what}: ${wrong.join('; ')}`, holds: wrong.length === 0 });
try {
  const tarballs = join(app, 'tarballs');
  mkdirSync(tarballs);
  for (const folder of [...names.map(folderOf), join(root, 'apps', 'cli')]) run('pnpm', ['pack', '--pack-destination', tarballs], folder);
  writeFileSync(join(app, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n');
  const packed = readdirSync(tarballs).map((file) => join(tarballs, file));
  run('npm', ['install', '--no-audit', '--no-fund', ...packed], app);
  const modules = join(app, 'node_modules');
  const installed = names.map((name) => join(modules, '@millrace', name));

  tell(`${packed.length} packages installed by npm into an empty folder; each imports only what it declares`, installed.flatMap(undeclared));
  tell('nothing of tests and nothing stale is shipped', installed.flatMap((folder, at) => stale(folder, folderOf(names[at] ?? ''))));
  tell(`${pureNames.join(', ')} reach no AWS client`, withoutAws(modules));
  writeFileSync(join(app, 'stranger.ts'), stranger);
  const types = join(root, 'node_modules', '@types');
  run(process.execPath, [join(root, 'tools', 'tsc.mjs'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--typeRoots', types, '--types', 'node', 'stranger.ts'], app);
  const out = run(process.execPath, ['--disable-warning=ExperimentalWarning', 'stranger.ts'], app).trim();
  tell("a TypeScript file of a stranger's own type-checks against them, their declarations included, and runs", out === said ? [] : [out]);
  const help = run(process.execPath, [join(modules, 'millrace', 'bin', 'millrace.mjs'), '--help'], app);
  tell('`millrace --help` runs from there', help.includes('Usage: millrace') ? [] : [help]);
} catch (error) {
  tell('The packages cannot be used alone', [error instanceof Error ? error.message : String(error)]);
} finally {
  rmSync(app, { recursive: true, force: true });
}
report(results);

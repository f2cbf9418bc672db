// One package as a stranger gets it: packed, and installed by npm into an empty folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/python.ts';
import type { Result } from './report.ts';

export interface Stranger {
  readonly folder: string;
  /** Names of all that npm installed. */
  readonly installed: readonly string[];
  /** Bytes of the tarball, of the package as it is installed, and of all that was installed. */
  readonly bytes: { readonly tarball: number; readonly own: number; readonly all: number };
  readonly write: (file: string, text: string) => void;
  /** What a script of the folder prints; throws when it fails. */
  readonly node: (file: string) => string;
  /** Throws what the compiler says of a file. */
  readonly checkTypes: (file: string) => void;
  /** A command of the package, by the link that npm makes for it. */
  readonly command: (name: string, args: readonly string[]) => { readonly status: number | null; readonly out: string; readonly err: string };
}

/** Hands the installed package to `use`; what is thrown on the way becomes a result that falls short. */
export function alone(name: string, use: (stranger: Stranger) => readonly Result[]): readonly Result[] {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-alone-'));
  const run = (command: string, args: readonly string[], cwd: string): string => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    run('pnpm', ['pack', '--pack-destination', folder], join(root, 'packages', name));
    const tarball = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '');
    writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n');
    run('npm', ['install', '--no-audit', '--no-fund', tarball], folder);
    const modules = join(folder, 'node_modules');
    return use({
      folder,
      installed: readdirSync(modules).filter((one) => !one.startsWith('.')).flatMap((one) => (one.startsWith('@') ? readdirSync(join(modules, one)).map((inner) => `${one}/${inner}`) : [one])),
      bytes: { tarball: statSync(tarball).size, own: bytesOf(join(modules, '@millrace', name)), all: bytesOf(modules) },
      write: (file, text) => writeFileSync(join(folder, file), text),
      node: (file) => run(process.execPath, ['--disable-warning=ExperimentalWarning', file], folder).trim(),
      checkTypes: (file) => void run(process.execPath, [join(root, 'tools', 'tsc.mjs'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--typeRoots', join(root, 'node_modules', '@types'), '--types', 'node', file], folder),
      command: (program, args) => {
        const { status, stdout, stderr } = spawnSync(join(modules, '.bin', program), args, { cwd: folder, encoding: 'utf8' });
        return { status, out: stdout, err: stderr };
      },
    });
  } catch (error) {
    return [{ figure: String(error instanceof Error && 'stdout' in error ? `${error.message} ${String(error.stdout)}` : error).slice(0, 800), holds: false }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was installed that the package named should not bring: clients of AWS, and other packages of ours. */
export function foreign(name: string, installed: readonly string[]): readonly string[] {
  return installed.filter((one) => /^(?:@aws-sdk|@smithy|aws-sdk)/.test(one) || (one.startsWith('@millrace/') && one !== `@millrace/${name}`));
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath, entry.name)).size : sum), 0);
}

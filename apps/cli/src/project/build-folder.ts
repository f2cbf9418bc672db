import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { sha256, stableJson } from '@millrace/core';
import { CliError, exit } from '../io.ts';

/** Says that a build made the folder, and which files with which content: nothing else of a folder is ever removed. */
const mark = '.millrace-build.json';

/**
 * Writes all files of a build or none: into a new folder beside `out` first, which then takes its place. What an earlier build left there goes.
 * @throws {CliError} (usage) when `out` holds anything that no build made, or that was changed since
 */
export function writeBuild(out: string, files: ReadonlyMap<string, string>): void {
  const all = new Map([...files].map(([name, text]) => [name.split(sep).join('/'), text]));
  if (existsSync(out)) refuseUnlessOurs(out);
  mkdirSync(dirname(out), { recursive: true });
  const part = mkdtempSync(`${out}.part-`);
  // A temporary folder is closed to others; a build is as open as what the person makes otherwise.
  chmodSync(part, 0o777 & ~process.umask());
  try {
    for (const [name, text] of all) put(join(part, name), text);
    put(join(part, mark), `${stableJson({ schemaVersion: 1, files: Object.fromEntries([...all].map(([name, text]) => [name, sha256(text)])) }, 2)}\n`);
    rmSync(out, { recursive: true, force: true });
    renameSync(part, out);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function refuseUnlessOurs(out: string): void {
  const refuse = (why: string): never => {
    throw new CliError(`${out} ${why}: nothing was written.`, 'Name an empty or a new folder with --out.', exit.usage);
  };
  if (!lstatSync(out).isDirectory()) refuse('is a file or a link, and no folder');
  const present = filesIn(out);
  if (present.length === 0) return;
  const listed = readMark(out);
  if (listed === null) return refuse("holds other files than a build's");
  for (const name of present) {
    if (name === mark) continue;
    if (!Object.hasOwn(listed, name)) refuse(`holds other files than a build's (${name})`);
    if (sha256(readFileSync(join(out, name), 'utf8')) !== listed[name]) refuse(`holds a file that was changed after its build (${name})`);
  }
}

/** Everything that is no folder, and every empty folder: both may be somebody's. */
function filesIn(folder: string, inside = ''): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (!entry.isDirectory()) return [name];
    const below = filesIn(folder, name);
    return below.length === 0 ? [`${name}/`] : below;
  });
}

function readMark(out: string): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(out, mark), 'utf8'));
    if (typeof found !== 'object' || found === null || !('files' in found) || typeof found.files !== 'object' || found.files === null) return null;
    // An object's fields, of any type: each is compared with a digest.
    return found.files as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

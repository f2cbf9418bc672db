import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Blobs } from '../host/types.ts';
import { writeWhole } from './job-folder.ts';
import { analyticsLibraries, pinnedLibraries } from './library-set.ts';
import { bodyAt, placeOf } from './s3-place.ts';

type Args = Readonly<Record<string, string>>;

/** The folder lies beside src and dist alike. */
const launcher = fileURLToPath(new URL('../../python/libraries.py', import.meta.url));

/** What comes before the script in the command of a job. */
export interface Libraries {
  readonly before: readonly string[];
}

/**
 * Lays out the libraries that a job's arguments ask for: `--additional-python-modules`, `--extra-py-files`, `--python-modules-installer-option`, of Spark jobs
 * `--extra-files`, of Python shell jobs `library-set`. pip runs in the job's own process, before its script, so that it is logged and can be stopped.
 * @throws with a sentence where an object is missing or is no library
 */
export function layOutLibraries(job: { readonly args: Args; readonly spark: boolean; readonly folder: string; readonly work: string; readonly store: string; readonly blobs: Blobs }): Libraries {
  const { args, spark, folder, blobs } = job;
  const place = (name: string, body: Uint8Array): string => writeBelow(join(folder, 'libraries'), name, body);
  const modules: string[] = [];
  const paths: string[] = [];
  if (!spark && args['library-set'] === 'analytics') modules.push(...Object.keys(analyticsLibraries));
  for (const module of listOf(args, '--additional-python-modules')) {
    modules.push(module.startsWith('s3://') ? place(baseName(module), needed(blobs, module, '--additional-python-modules')) : module);
  }
  for (const file of listOf(args, '--extra-py-files')) {
    const path = place(baseName(file), needed(blobs, file, '--extra-py-files'));
    const kind = /\.(py|zip|egg|whl)$/i.exec(file)?.[1]?.toLowerCase();
    if (kind === undefined) throw new Error(`The file ${file} of --extra-py-files is no Python library: name a .py, .zip, .egg or .whl file.`);
    if (kind === 'whl') modules.push(path);
    else paths.push(kind === 'py' ? dirname(path) : path);
  }
  if (spark) layOutFiles(listOf(args, '--extra-files'), job.work, blobs);
  if (modules.length === 0 && paths.length === 0) return { before: [] };
  const plan = join(folder, 'libraries.json');
  const options = (args['--python-modules-installer-option'] ?? '').split(/\s+/).filter((word) => word !== '');
  writeWhole(plan, JSON.stringify({ store: job.store, modules, pinned: pinnedLibraries, options, paths: [...new Set(paths)] }));
  return { before: [launcher, plan] };
}

/** Files, and folders where a name ends with a slash, go where the script runs. */
function layOutFiles(files: readonly string[], work: string, blobs: Blobs): void {
  for (const file of files) {
    if (!file.endsWith('/')) {
      writeBelow(work, baseName(file), needed(blobs, file, '--extra-files'));
      continue;
    }
    const at = placeOf(file);
    const keys = at !== null && blobs.buckets().includes(at.bucket) ? blobs.list(at.bucket, at.key) : [];
    if (at === null || keys.length === 0) throw new Error(`There is nothing under ${file}, which --extra-files names.`);
    for (const { key } of keys) if (!key.endsWith('/')) writeBelow(work, key.slice(at.key.length), needed(blobs, `s3://${at.bucket}/${key}`, '--extra-files'));
  }
}

function needed(blobs: Blobs, location: string, argument: string): Uint8Array {
  const body = bodyAt(blobs, location);
  if (body === null) throw new Error(`The object ${location} that ${argument} names does not exist. Put it there, or correct the argument.`);
  return body;
}

function writeBelow(root: string, name: string, body: Uint8Array): string {
  const parts = name.split('/').filter((part) => part !== '');
  if (parts.length === 0 || parts.includes('..') || parts.includes('.')) throw new Error(`'${name}' is no name of a file.`);
  const path = join(root, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, body);
  return path;
}

const baseName = (location: string): string => location.split('/').at(-1) ?? '';

function listOf(args: Args, name: string): readonly string[] {
  return (args[name] ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '');
}

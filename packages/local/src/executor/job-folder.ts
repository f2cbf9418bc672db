import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError, type GivenBookmark, type LogPlace } from '../host/types.ts';
import { reasonFrom } from './last-words.ts';

const safeId = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/;

/** A job run's folder: its script, its log, and how it ended. The id comes from outside, so it is checked. */
export function jobFolder(dir: string, jobRunId: string): string {
  if (safeId.test(jobRunId)) return join(dir, 'jobs', jobRunId);
  throw new AwsError('InvalidInputException', `'${jobRunId}' is not the id of a job run.`);
}

/** Marks the folder of a job run that Spark does. */
const sparkMark = (folder: string): string => join(folder, 'spark');
export const markSparkJob = (folder: string): void => writeWhole(sparkMark(folder), '');
export const isSparkJob = (folder: string): boolean => existsSync(sparkMark(folder));

/** Where CloudWatch Logs shows the log of a job run. */
export const layLogPlaces = (folder: string, places: readonly LogPlace[]): void => writeWhole(join(folder, 'logs.json'), JSON.stringify(places));
/** Null for the usual groups. */
export function logPlacesIn(folder: string): readonly LogPlace[] | null {
  // `layLogPlaces` wrote it, whole.
  return readJson(join(folder, 'logs.json')) as readonly LogPlace[] | null;
}

export const logFile = (folder: string): string => join(folder, 'log.txt');

export interface JobFiles {
  readonly script: string;
  readonly workFolder: string;
}

/** Lays the folder out; doing it again is safe. `name` is the script's file name, which Python shows in its messages. */
export function layOut(folder: string, name: string, script: Uint8Array): JobFiles {
  const files = { script: join(folder, 'script', fileName(name)), workFolder: join(folder, 'work') };
  mkdirSync(join(folder, 'script'), { recursive: true });
  mkdirSync(files.workFolder, { recursive: true });
  writeWhole(files.script, script);
  oneLog(folder);
  return files;
}

/** The runner appends to two files; as two names of one file they keep the order of what was printed. */
function oneLog(folder: string): void {
  if (existsSync(logFile(folder))) return;
  writeFileSync(logFile(folder), '');
  for (const name of ['stdout.log', 'stderr.log']) linkSync(logFile(folder), join(folder, name));
}

export function writeWhole(path: string, body: Uint8Array | string): void {
  writeFileSync(`${path}.tmp`, body);
  renameSync(`${path}.tmp`, path);
}

/** How a script ended, as the runner noted it. */
export interface JobEnd {
  readonly exitCode: number | null;
  readonly signal: number | null;
  readonly stopped: boolean;
}

/** null while the script runs. */
export function jobEnd(folder: string): JobEnd | null {
  // The runner wrote it, whole.
  const found = readJson(join(folder, 'result.json')) as Partial<JobEnd> | null;
  return found === null ? null : { exitCode: found.exitCode ?? null, signal: found.signal ?? null, stopped: found.stopped === true };
}

/** The runner's process id, or null while no runner has taken the job. */
export function runnerPid(folder: string): number | null {
  // The runner wrote it, whole.
  const found = readJson(join(folder, 'process.json')) as { readonly pid?: unknown } | null;
  return typeof found?.pid === 'number' ? found.pid : null;
}

/** What a Spark script reads at Job.init: see `python/awsglue/bookmarks.py`. */
export function layBookmark(folder: string, given: GivenBookmark): void {
  const states = (text: string | null): unknown => JSON.parse(text ?? 'null');
  writeWhole(join(folder, 'bookmark.json'), JSON.stringify('refused' in given ? given : { read: states(given.read), until: states(given.until) }));
}

/** What a script committed of its bookmark, whole; null for nothing. */
export const committedBookmark = (folder: string): string | null => readIfThere(join(folder, 'bookmark-new.json'));

/** Why a job failed, in the words of its log where it has any. */
export const reason = (folder: string, how: string): string => reasonFrom((readIfThere(logFile(folder)) ?? '').slice(-32_768), how);

function readJson(path: string): unknown {
  try {
    return JSON.parse(readIfThere(path) ?? 'null');
  } catch {
    return null;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function fileName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_.-]/g, '_');
  return /^\.*$/.test(plain) ? 'script.py' : plain;
}

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { runnerPy } from '@millrace/runtime';
import type { Blobs, Executor, Work, WorkResult } from '../host/types.ts';
import { jobEnvironment } from './job-environment.ts';
import { committedBookmark, type JobEnd, jobEnd, jobFolder, layBookmark, layLogPlaces, layOut, logFile, reason, runnerPid, writeWhole } from './job-folder.ts';
import { layOutLibraries } from './libraries.ts';
import { isRunning, terminate } from './process-alive.ts';
import { bodyAt } from './s3-place.ts';
import { sparkProcess, sparkRefusal } from './spark.ts';

export interface ProcessExecutorOptions {
  /** Where job folders go: `{dir}/jobs/{job run id}`. */
  readonly dir: string;
  /** The Python to run, a name or a path. */
  readonly python: string;
  /** Where the embedded AWS is, asked when a job starts. */
  readonly endpoint: () => string;
  readonly region: string;
  /** Folders that jobs import from, the `awsglue` stand-in among them. */
  readonly pythonPath: readonly string[];
  /** The environment to take over, without its AWS settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Scripts are read from here. */
  readonly blobs: Blobs;
  /** Where Spark is installed, or would be, and the folder of the buckets; null where there are no Spark jobs. */
  readonly spark: { readonly folder: string; readonly s3Root: string } | null;
}

type JobWork = Extract<Work, { kind: 'job' }>;
type Done = (result: WorkResult) => void;

const pollEvery = 200;
/** Milliseconds in which a runner that was started just before a crash has told its process id. */
const takingTime = 3000;

/** Runs Python shell jobs as processes that outlive this one. */
export function jobExecutor(options: ProcessExecutorOptions): Executor & { close(): void } {
  return new JobExecutor(options);
}

class JobExecutor implements Executor {
  readonly #options: ProcessExecutorOptions;
  readonly #running = new Map<string, { readonly done: Done; stopping: boolean }>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: ProcessExecutorOptions) {
    this.#options = options;
  }

  start(work: Work, done: Done): void {
    if (work.kind !== 'job') return;
    this.#running.set(work.id, { done, stopping: false });
    this.#tryToSpawn(work);
  }

  recover(work: Work, done: Done): void {
    if (work.kind !== 'job') return;
    this.#running.set(work.id, { done, stopping: false });
    const folder = jobFolder(this.#options.dir, work.id);
    const look = (left: number): void => {
      if (runnerPid(folder) !== null || jobEnd(folder) !== null) this.#poll(work.id, folder);
      else if (left > 0) this.#later(pollEvery, () => look(left - pollEvery));
      else if (this.#running.get(work.id)?.stopping === true) this.#end(work.id, stopped);
      // No runner has it: the crash came before it began.
      else this.#tryToSpawn(work);
    };
    look(takingTime);
  }

  stop(id: string): void {
    const entry = this.#running.get(id);
    const folder = jobFolder(this.#options.dir, id);
    if (entry === undefined || jobEnd(folder) !== null) return;
    entry.stopping = true;
    const pid = runnerPid(folder);
    // A runner that is only starting is asked when it has said who it is. It ends the script, kindly first.
    if (pid === null) this.#later(pollEvery, () => this.stop(id));
    else if (isRunning(pid, folder)) terminate(pid);
  }

  /** Stops watching; the jobs go on. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#running.clear();
  }

  #tryToSpawn(work: JobWork): void {
    try {
      this.#spawn(work);
    } catch (error) {
      this.#end(work.id, failed(`The job could not be started: ${error instanceof Error ? error.message : String(error)}`));
    }
  }

  #spawn(work: JobWork): void {
    const { dir, blobs, env } = this.#options;
    const folder = jobFolder(dir, work.id);
    const refused = work.spark === true ? sparkRefusal(this.#options.spark, work.args) : null;
    if (refused !== null) {
      this.#end(work.id, failed(refused));
      return;
    }
    const body = bodyAt(blobs, work.scriptLocation);
    if (body === null) {
      this.#end(work.id, failed(`The script ${work.scriptLocation} of the job ${work.jobName} does not exist. Deploy again, or correct the script's location.`));
      return;
    }
    const { script, workFolder } = layOut(folder, work.scriptLocation.split('/').at(-1) ?? '', body);
    const runner = join(dir, 'jobs', '.runner.py');
    writeWhole(runner, runnerPy.text);
    const { before } = layOutLibraries({ args: work.args, spark: work.spark === true, folder, work: workFolder, store: join(dir, 'libraries'), blobs });
    const args = ['-I', '-S', runner, folder, ...before, script, ...Object.entries(work.args).flat()];
    const log = openSync(logFile(folder), 'a');
    const plain = jobEnvironment(env, { ...this.#options, endpoint: this.#options.endpoint() });
    if (work.logs !== undefined) layLogPlaces(folder, work.logs);
    if (work.bookmark !== undefined) layBookmark(folder, work.bookmark);
    const ofSpark = work.spark === true && this.#options.spark !== null ? sparkProcess(this.#options.spark, folder, workFolder) : null;
    const python = ofSpark?.python ?? this.#options.python;
    const seen = { ...plain, ...ofSpark?.env };
    const child = spawn(python, args, { detached: true, stdio: ['ignore', log, log], env: seen, cwd: workFolder });
    closeSync(log);
    child.unref();
    child.once('error', (error) => this.#end(work.id, failed(sentenceFor(error, python))));
    child.once('exit', () => this.#poll(work.id, folder));
  }

  /** Looks how the job is until it has ended. */
  #poll(id: string, folder: string): void {
    const entry = this.#running.get(id);
    if (entry === undefined) return;
    const alive = isRunning(runnerPid(folder) ?? 0, folder);
    // Read after the look at the process: a runner that is gone has written what it will.
    const end = jobEnd(folder);
    if (end === null && alive) this.#later(pollEvery, () => this.#poll(id, folder));
    else this.#end(id, { ...(end === null ? lost(entry.stopping) : resultOf(end, folder)), bookmark: committedBookmark(folder) });
  }

  #end(id: string, result: WorkResult): void {
    const entry = this.#running.get(id);
    this.#running.delete(id);
    entry?.done(result);
  }

  #later(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

const stopped: WorkResult = { outcome: 'stopped', message: 'The job run was stopped.', tables: [] };

function lost(stopping: boolean): WorkResult {
  return stopping ? stopped : failed("The job's process was killed before the script ended. Its log says how far it came.");
}

function resultOf(end: JobEnd, folder: string): WorkResult {
  if (end.stopped) return stopped;
  if (end.exitCode === 0) return { outcome: 'succeeded', message: null, tables: [] };
  const how = end.exitCode === null ? `was killed by signal ${end.signal ?? 'unknown'}` : `ended with exit code ${end.exitCode}`;
  return failed(reason(folder, how));
}

function failed(message: string): WorkResult {
  return { outcome: 'failed', message, tables: [] };
}

function sentenceFor(error: Error, python: string): string {
  const missing = 'code' in error && error.code === 'ENOENT';
  if (missing) return `Python is missing: '${python}' was not found. Install Python 3.11 or newer, or name yours with --python.`;
  return `Python could not be started as '${python}': ${error.message}.`;
}

export function makeJobsFolder(dir: string): void {
  mkdirSync(join(dir, 'jobs'), { recursive: true });
}

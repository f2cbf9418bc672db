import { crawl } from '../crawl/crawl.ts';
import type { Blobs, Executor, Work, WorkResult } from '../host/types.ts';
import { functionExecutor } from './functions.ts';
import { jobExecutor, makeJobsFolder, type ProcessExecutorOptions } from './jobs.ts';

/**
 * Does real work: job runs and functions as Python processes, crawls over the blobs.
 * @example processExecutor({ dir, python: 'python3', endpoint: () => served.url, region: 'us-east-1', pythonPath: [], env: process.env, blobs })
 */
export function processExecutor(options: ProcessExecutorOptions): Executor & { close(): void } {
  makeJobsFolder(options.dir);
  const jobs = jobExecutor(options);
  const functions = functionExecutor(options);
  const crawls = new Map<string, NodeJS.Immediate>();
  const crawlSoon = (work: Extract<Work, { kind: 'crawl' }>, done: (result: WorkResult) => void): void => {
    const next = setImmediate(() => {
      crawls.delete(work.id);
      done(crawled(options.blobs, work));
    });
    crawls.set(work.id, next);
  };
  const take = (how: 'start' | 'recover'): Executor['start'] => (work, done) => {
    if (work.kind === 'crawl') crawlSoon(work, done);
    else if (work.kind === 'function') functions[how](work, done);
    else jobs[how](work, done);
  };
  return {
    start: take('start'),
    // A crawl only reads: it begins again.
    recover: take('recover'),
    // A crawl ends in a moment by itself.
    stop: (id) => {
      if (crawls.has(id)) return;
      functions.stop(id);
      jobs.stop(id);
    },
    close: () => {
      functions.close();
      jobs.close();
    },
  };
}

function crawled(blobs: Blobs, work: Extract<Work, { kind: 'crawl' }>): WorkResult {
  try {
    return { outcome: 'succeeded', message: null, tables: crawl(blobs, work.s3, work.tablePrefix, work.database) };
  } catch (error) {
    return { outcome: 'failed', message: error instanceof Error ? error.message : String(error), tables: [] };
  }
}

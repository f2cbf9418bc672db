import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttemptScript, Ended, Script } from '@millrace/core';
import { createHost, defaultServices, folderBlobs, memoryPersistence, processExecutor, realClock, serve, type Executor, type Host, type RealClock, type Served, type Work, type WorkResult } from '@millrace/local';
import { python } from '../../../../tools/python.ts';

export const jobText = readFileSync(join(import.meta.dirname, 'job.py'), 'utf8');

/** A real clock that runs `factor` times as fast from now on. */
export function scaledClock(factor: number, base: number): RealClock {
  const inner = realClock();
  const real = (instant: number): number => Math.ceil(base + (instant - base) / factor);
  return {
    kind: 'real',
    now: () => Math.floor(base + (Date.now() - base) * factor),
    at: (instant, callback) => inner.at(real(instant), callback),
    wakeAt: (instant, callback) => inner.wakeAt(real(instant), callback),
    sleep: () => inner.sleep(),
  };
}

export interface ScaledWorld {
  readonly url: string;
  readonly host: Host;
  /** Where the plan of the jobs is. */
  readonly plan: string;
  close(): Promise<void>;
}

/** The embedded AWS behind its door, its clock and those of its Python processes `factor` times as fast. Crawls go as `crawl` says. */
export async function scaledWorld(dir: string, factor: number, crawl: (crawler: string) => AttemptScript): Promise<ScaledWorld> {
  const plan = join(dir, 'plan');
  mkdirSync(plan, { recursive: true });
  const base = Date.now();
  const clock = scaledClock(factor, base);
  const blobs = folderBlobs(join(dir, 's3'));
  let served: Served | null = null;
  const env = { ...process.env, SCALED_FACTOR: String(factor), SCALED_BASE_SECONDS: String(base / 1000), SCALED_PLAN: plan };
  const jobs = processExecutor({ dir, python, pythonPath: [import.meta.dirname], env, region: 'us-east-1', blobs, spark: null, endpoint: () => served?.url ?? '' });
  const host = createHost({ services: defaultServices, blobs, clock, persistence: memoryPersistence(), executor: withCrawls(jobs, clock, crawl) });
  served = await serve({ host, port: 0 });
  return {
    url: served.url, host, plan,
    close: async () => {
      await served.close();
      jobs.close();
      await host.close();
    },
  };
}

/** Crawls take their time and end as they are told; all else is done for real. */
function withCrawls(jobs: Executor, clock: RealClock, crawl: (crawler: string) => AttemptScript): Executor {
  const going = new Map<string, (outcome: Ended) => void>();
  const begin = (work: Extract<Work, { kind: 'crawl' }>, done: (result: WorkResult) => void): void => {
    const { outcome, ms } = crawl(work.crawlerName);
    const end = (ended: Ended): void => {
      if (!going.delete(work.id)) return;
      done({ outcome: ended === 'succeeded' || ended === 'failed' ? ended : 'stopped', message: null, tables: [] });
    };
    going.set(work.id, end);
    if (outcome !== 'timedOut') clock.at(clock.now() + ms, () => end(outcome));
  };
  const take: Executor['start'] = (work, done) => (work.kind === 'crawl' ? begin(work, done) : jobs.start(work, done));
  return {
    start: take,
    recover: take,
    stop: (id) => {
      const end = going.get(id);
      if (end === undefined) jobs.stop(id);
      else end('stopped');
    },
  };
}

/** What the job of each step does in each attempt. */
export function writePlan(folder: string, steps: readonly string[], script: Script, outputsOf: (step: string, attempt: number) => string): void {
  const plan = Object.fromEntries(steps.map((step) => [step, Array.from({ length: 8 }, (_, index) => {
    const { outcome, ms } = script(step, index + 1);
    return { outcome, seconds: outcome === 'timedOut' ? 86_400 : ms / 1000, outputs: outputsOf(step, index + 1) };
  })]));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
}

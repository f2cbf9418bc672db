import type { Bookmark, RunSnapshot } from '@millrace/core';
import { nativeName } from '@millrace/workload';
import { isAwsError, type JobBookmarkEntry } from '../port.ts';
import type { RunnerContext } from './context.ts';

/** The bookmarks of those of the steps whose jobs keep any, and which of them this run has moved. */
export async function bookmarks({ port, pipeline, site }: RunnerContext, snapshot: RunSnapshot, steps: readonly string[]): Promise<readonly Bookmark[]> {
  const jobs = pipeline.steps.filter((step) => step.kind === 'glueJob' && steps.includes(step.name) && ('use' in step.with || step.with.settings?.bookmark === 'enable'));
  const found = await Promise.all(jobs.map(async (step): Promise<readonly Bookmark[]> => {
    const job = nativeName(site, pipeline, step);
    const entry = await entryOf({ port }, job);
    if (entry === null) return [];
    const own = new Set((snapshot.steps[step.name]?.attempts ?? []).map(({ nativeId }) => nativeId));
    const jobRun = entry.RunId ?? null;
    const moved = jobRun !== null && own.has(jobRun);
    return [{ step: step.name, job, version: entry.Version ?? 0, jobRun, moved, before: moved ? await before({ port }, job, entry, own) : jobRun }];
  }));
  return found.flat();
}

/** The job run that set the bookmark before this run came: a run that was continued may have moved it more than once. */
async function before(at: Pick<RunnerContext, 'port'>, job: string, entry: JobBookmarkEntry, own: ReadonlySet<string>): Promise<string | null> {
  const seen = new Set<string>();
  let previous = entry.PreviousRunId;
  while (previous !== undefined && own.has(previous) && !seen.has(previous)) {
    seen.add(previous);
    previous = (await entryOf(at, job, previous))?.PreviousRunId;
  }
  return previous ?? null;
}

async function entryOf({ port }: Pick<RunnerContext, 'port'>, job: string, run?: string): Promise<JobBookmarkEntry | null> {
  try {
    return (await port.call('GetJobBookmark', { JobName: job, ...(run === undefined ? {} : { RunId: run }) })).JobBookmarkEntry ?? null;
  } catch (error) {
    // A job that has never committed one has none.
    if (isAwsError(error, 'EntityNotFoundException')) return null;
    throw error;
  }
}

/** Sets the moved ones back, one after the other: what is not reset yet is told by asking again. */
export async function rewind({ port }: Pick<RunnerContext, 'port'>, found: readonly Bookmark[]): Promise<void> {
  for (const { job, moved, before: run } of found) {
    if (moved) await port.call('ResetJobBookmark', { JobName: job, ...(run === null ? {} : { RunId: run }) });
  }
}

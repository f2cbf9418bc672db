import type { Operation } from '../host/types.ts';
import { members, name } from './input.ts';
import { type JobRunRow } from './job-run-rows.ts';
import { jobNamed } from './jobs.ts';
import { below, type Ctx, key, notFound, operation, table } from './kit.ts';

/** Where a job with bookmarks stands: `Version` counts commits, `Run` successful runs, `Attempt` is the committing run's. */
type Bookmark = {
  readonly JobName: string;
  readonly Version: number;
  readonly Run: number;
  readonly Attempt: number;
  readonly PreviousRunId?: string;
  readonly RunId?: string;
  /** JSON text; what a script saves of its sources lies with its own files. */
  readonly JobBookmark: string;
};
const current = table<Bookmark>('bookmark');
/** As it was after each run. */
const history = table<Bookmark>('bookmarkOfRun');

/** A run that succeeded with bookmarks on commits one. */
export function moveBookmark(ctx: Ctx, { run, args }: JobRunRow): void {
  if (args['--job-bookmark-option'] !== 'job-bookmark-enable') return;
  const before = current.get(ctx, key(run.JobName));
  const next: Bookmark = {
    JobName: run.JobName,
    Version: (before?.Version ?? 0) + 1,
    Run: (before?.Run ?? 0) + 1,
    Attempt: run.Attempt,
    ...(before?.RunId === undefined ? {} : { PreviousRunId: before.RunId }),
    RunId: run.Id,
    JobBookmark: '{}',
  };
  current.put(ctx, key(run.JobName), next);
  history.put(ctx, key(run.JobName, run.Id), next);
}

export function dropBookmarks(ctx: Ctx, job: string): void {
  current.remove(ctx, key(job));
  for (const { key: at } of history.list(ctx, below(job))) history.remove(ctx, at);
}

function bookmarkOf(ctx: Ctx, job: string, runId: string | undefined): Bookmark {
  const found = runId === undefined ? current.get(ctx, key(job)) : history.get(ctx, key(job, runId));
  if (found !== null) return found;
  throw notFound(runId === undefined ? `The bookmark of the job '${job}'` : `The bookmark of the run '${runId}' of the job '${job}'`);
}

const input = members({ JobName: name }, { RunId: name });

export const bookmarkOperations: Readonly<Record<string, Operation>> = {
  GetJobBookmark: operation(input, (ctx, { JobName, RunId }) => {
    jobNamed(ctx, JobName);
    return { JobBookmarkEntry: bookmarkOf(ctx, JobName, RunId) };
  }),
  /** To before the first run, or to where it stood after the named one. */
  ResetJobBookmark: operation(input, (ctx, { JobName, RunId }) => {
    jobNamed(ctx, JobName);
    const { Version } = bookmarkOf(ctx, JobName, undefined);
    const { Run, Attempt, PreviousRunId, RunId: ofRun } = RunId === undefined ? { Run: 0, Attempt: 0 } : bookmarkOf(ctx, JobName, RunId);
    const runs = { ...(PreviousRunId === undefined ? {} : { PreviousRunId }), ...(ofRun === undefined ? {} : { RunId: ofRun }) };
    const entry: Bookmark = { JobName, Version: Version + 1, Run, Attempt, ...runs, JobBookmark: '{}' };
    current.put(ctx, key(JobName), entry);
    return { JobBookmarkEntry: entry };
  }),
};

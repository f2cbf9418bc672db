import type { GivenBookmark, Operation } from '../host/types.ts';
import { members, name } from './input.ts';
import { jobRunOrder, type JobRunRow } from './job-run-rows.ts';
import { jobNamed, jobs } from './jobs.ts';
import { below, type Ctx, key, notFound, operation, table } from './kit.ts';

/** Where a job with bookmarks stands: `Version` counts commits and resets, `Run` committed runs, `Attempt` is the committing run's. */
type Bookmark = {
  readonly JobName: string;
  readonly Version: number;
  readonly Run: number;
  readonly Attempt: number;
  readonly PreviousRunId?: string;
  readonly RunId?: string;
  /** What scripts have read of their sources, as JSON text that only they understand. */
  readonly JobBookmark: string;
};
const current = table<Bookmark>('bookmark');
/** As it was after each run. */
const history = table<Bookmark>('bookmarkOfRun');
const nothing = '{}';

/** A run whose script committed what it read: the bookmark moves however the run ended. Only `job-bookmark-enable` moves it, and Python shell has none. */
export function moveBookmark(ctx: Ctx, { run, args, shell }: JobRunRow, committed: string): void {
  if (shell || args['--job-bookmark-option'] !== 'job-bookmark-enable') return;
  // A job that was deleted meanwhile leaves no bookmark to one that comes after it.
  if (jobs.get(ctx, key(run.JobName)) === null) return;
  const before = current.get(ctx, key(run.JobName));
  const next: Bookmark = {
    JobName: run.JobName,
    Version: (before?.Version ?? 0) + 1,
    Run: (before?.Run ?? 0) + 1,
    Attempt: run.Attempt,
    ...(before?.RunId === undefined ? {} : { PreviousRunId: before.RunId }),
    RunId: run.Id,
    JobBookmark: committed,
  };
  current.put(ctx, key(run.JobName), next);
  history.put(ctx, key(run.JobName, run.Id), next);
}

/**
 * What a run's script is given, where its arguments ask for a bookmark; null where they do not. A paused one may name two runs: what had been read
 * after the first is left out, and what had not been read after the second.
 */
export function givenBookmark(ctx: Ctx, { run: { JobName }, args, shell }: JobRunRow): GivenBookmark | null {
  const option = args['--job-bookmark-option'];
  if (shell || (option !== 'job-bookmark-enable' && option !== 'job-bookmark-pause')) return null;
  const [from, to] = [args['--job-bookmark-from'], args['--job-bookmark-to']];
  if (option === 'job-bookmark-enable' || from === undefined || to === undefined) return { read: current.get(ctx, key(JobName))?.JobBookmark ?? nothing, until: null };
  const [read, until] = [readUpTo(ctx, JobName, from), readUpTo(ctx, JobName, to)];
  if (read !== null && until !== null) return { read, until };
  const [argument, id] = read === null ? ['--job-bookmark-from', from] : ['--job-bookmark-to', to];
  return { refused: `The job '${JobName}' has no run '${id}', which ${argument} names.` };
}

/** What had been read after a run: where it committed nothing, the one before it that did. Null where there is no such run. */
function readUpTo(ctx: Ctx, job: string, runId: string): string | null {
  const order = jobRunOrder(ctx, job).map(({ row }) => row);
  const at = order.indexOf(runId);
  if (at === -1) return null;
  for (const id of order.slice(at)) {
    const found = history.get(ctx, key(job, id));
    if (found !== null) return found.JobBookmark;
  }
  return nothing;
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
    const to = RunId === undefined ? { JobName, Run: 0, Attempt: 0, JobBookmark: nothing } : bookmarkOf(ctx, JobName, RunId);
    const entry: Bookmark = { ...to, Version: Version + 1 };
    current.put(ctx, key(JobName), entry);
    return { JobBookmarkEntry: entry };
  }),
};

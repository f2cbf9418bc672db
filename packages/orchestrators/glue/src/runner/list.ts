import { isLiveState, type RunSnapshot, type RunSummary } from '@millrace/core';
import type { WorkflowRun } from '../port.ts';
import type { RunnerContext } from './context.ts';
import { isLiveNative, isOutside, milliseconds, outsideRunId, runServedBy, workflowRuns } from './native.ts';

type Describe = (run: string) => Promise<RunSnapshot>;

/** Newest first: the runs of the index, and workflow runs that were started outside Millrace, whichever started last. */
export async function list(context: RunnerContext, limit: number, describe: Describe): Promise<readonly RunSummary[]> {
  const listed = await context.store.listRuns(limit, 'glue');
  const starts = new Map(listed.map(({ run, start }) => [run, start]));
  const oldest = listed.length < limit ? 0 : Math.min(...starts.values());
  let others = 0;
  for (const one of await newestFirst(context)) {
    const start = milliseconds(one.StartedOn) ?? 0;
    // What started before all that are shown is not looked at.
    if (others >= limit || start < oldest) break;
    if (one.WorkflowRunId === undefined || !(await isOutside(context, one))) continue;
    starts.set(outsideRunId(one.WorkflowRunId), start);
    others += 1;
  }
  const ids = [...starts].toSorted(([a, from], [b, than]) => than - from || (a < b ? 1 : -1)).slice(0, limit).map(([run]) => run);
  return await summaries(ids, describe);
}

/** Of these many the newest are looked at whatever Glue says: a start that is not accepted yet, a job run that outlives its workflow run. */
const NEWEST = 20;

/** Runs that are live: whatever Glue says is running, and the newest. */
export async function live(context: RunnerContext, describe: Describe): Promise<readonly RunSummary[]> {
  const running = new Set<string>();
  for await (const one of workflowRuns(context)) if (isLiveNative(one)) running.add(await runServedBy(context, one));
  const newest = (await context.store.listRuns(NEWEST, 'glue')).map(({ run }) => run);
  const found = await summaries([...new Set([...running, ...newest])], describe);
  // One that somebody resumed in the console goes on, though no record of the run says so.
  return found.flatMap((one): readonly RunSummary[] => (isLiveState(one.state) ? [one] : running.has(one.run) ? [{ ...one, state: 'running', end: null }] : []));
}

/** So many say enough: none of them is meant alone. */
const MOST = 20;

/** By their own ids, and by those of their workflow runs. */
export async function find(context: RunnerContext, prefix: string): Promise<readonly string[]> {
  const found = new Set((await context.store.listIds()).filter((run) => run.startsWith(prefix)));
  for await (const one of workflowRuns(context)) {
    if (found.size >= MOST) break;
    if (outsideRunId(one.WorkflowRunId ?? '').startsWith(prefix)) found.add(await runServedBy(context, one));
  }
  return [...found].slice(0, MOST);
}

async function newestFirst(context: RunnerContext): Promise<readonly WorkflowRun[]> {
  const found: WorkflowRun[] = [];
  for await (const one of workflowRuns(context)) found.push(one);
  return found.sort((a, b) => (b.StartedOn ?? 0) - (a.StartedOn ?? 0));
}

async function summaries(ids: readonly string[], describe: Describe): Promise<readonly RunSummary[]> {
  const found: RunSummary[] = [];
  for (const id of ids) found.push(summary(await describe(id)));
  return found.sort((a, b) => b.start - a.start || (a.run < b.run ? 1 : -1));
}

function summary({ run, state, ahead, refused, continuations, asOf }: RunSnapshot): RunSummary {
  const last = continuations.at(-1);
  return {
    run, state, ...(ahead === undefined ? {} : { ahead }), ...(refused === undefined ? {} : { refused }), start: continuations[0]?.start ?? asOf, end: isLiveState(state) ? null : (last?.end ?? null),
  };
}

import { isLiveState, type Runner, type RunSnapshot, type RunSummary } from '@millrace/core';
import type { RunnerContext } from './context.ts';
import { executions } from './executions.ts';
import { isOurs } from './gather.ts';

/** Newest first: the runs of the index, and executions that were started outside Millrace. */
export async function list(context: RunnerContext, limit: number, describe: Runner['describe']): Promise<readonly RunSummary[]> {
  const ids = new Set((await context.store.listRuns(limit, 'sfn')).map(({ run }) => run));
  let others = 0;
  for await (const { name = '', executionArn = '' } of executions(context)) {
    if (others >= limit) break;
    if (isOurs(name) || ids.has(name) || (await context.store.readRun(name)) !== null || (await context.store.runOfNative(executionArn)) !== null) continue;
    ids.add(name);
    others += 1;
  }
  return (await summaries(ids, describe)).slice(0, limit);
}

/** Of these many the newest are looked at whatever the service says: a start that is not accepted yet, a job run that outlives its execution. */
const NEWEST = 20;

/** Runs that are live: whatever Step Functions says is running, and the newest. */
export async function live(context: RunnerContext, describe: Runner['describe']): Promise<readonly RunSummary[]> {
  const ids = new Set((await context.store.listRuns(NEWEST, 'sfn')).map(({ run }) => run));
  for await (const { name = '', executionArn = '' } of executions(context, 'RUNNING')) ids.add((await context.store.runOfNative(executionArn))?.run ?? runOf(name));
  return (await summaries(ids, describe)).filter(({ state }) => isLiveState(state));
}

const MOST = 20;

export async function find(context: RunnerContext, prefix: string): Promise<readonly string[]> {
  const found = new Set((await context.store.listIds()).filter((run) => run.startsWith(prefix)));
  for await (const { name = '' } of executions(context)) {
    if (found.size >= MOST) break;
    if (runOf(name).startsWith(prefix)) found.add(runOf(name));
  }
  return [...found].slice(0, MOST);
}

/** The execution of a continuation of ours ends with its number. */
const runOf = (execution: string): string => (isOurs(execution) ? execution.replace(/-\d+$/, '') : execution);

async function summaries(ids: ReadonlySet<string>, describe: Runner['describe']): Promise<readonly RunSummary[]> {
  const found = await Promise.all([...ids].map(async (id) => summaryOf(await describe(id))));
  return found.toSorted((a, b) => b.start - a.start);
}

function summaryOf({ run, state, ahead, refused, continuations, asOf }: RunSnapshot): RunSummary {
  return { run, state, ...(ahead === undefined ? {} : { ahead }), ...(refused === undefined ? {} : { refused }), start: continuations[0]?.start ?? asOf, end: isLiveState(state) ? null : (continuations.at(-1)?.end ?? null) };
}

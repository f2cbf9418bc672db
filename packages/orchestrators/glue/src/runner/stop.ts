import { satisfies, topologicalOrder, type Outcome, type RunSnapshot } from '@millrace/core';
import { isAwsError, type GraphNode } from '../port.ts';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { workflowRun } from './native.ts';

const POLL_MS = 5_000;
/** Glue ends what it was asked to stop within a minute or so; a Python shell job may take longer to go. */
const POLLS = 360;

/**
 * Stops a run so that its workflow run ends COMPLETED and can be resumed by Glue: the flag first, which holds back every bootstrap
 * that starts from now on, then what is running, one by one. Crawlers and existing jobs know no flag: where a trigger could still
 * start one, Glue's own stop is used, and a later resume is a fresh workflow run.
 */
export async function stop(context: RunnerContext, { nativeId, run }: Pick<Gathered, 'nativeId' | 'run'>, snapshot: RunSnapshot): Promise<void> {
  await context.store.setStop(run, context.clock.now());
  // A start that is not accepted yet meets the flag.
  if (nativeId === null || (await workflowRun(context, nativeId))?.Status !== 'RUNNING') return;
  if (unflaggedCouldStart(context, snapshot)) {
    await context.port.call('StopWorkflowRun', { Name: context.workflow, RunId: nativeId });
    return;
  }
  const asked = new Set<string>();
  for (let poll = 0; poll < POLLS; poll += 1) {
    const now = await workflowRun(context, nativeId);
    const live = (now?.Graph?.Nodes ?? []).filter(isLiveNode);
    // A function that was called, or a message, ends as it ends: its bridge waits for it.
    if (now?.Status !== 'RUNNING' || (poll > 0 && live.length > 0 && live.every((node) => waitsOut(context, node)))) return;
    await stopLive(context, live, asked);
    await context.clock.sleep(POLL_MS);
  }
  throw new Error(`Run '${run}' was asked to stop, but some of it still runs after ${(POLLS * POLL_MS) / 60_000} minutes. Look with \`millrace status ${run}\`, and stop it again.`);
}

/** Asks everything that runs to stop, each once: a second call to a job run that is stopping is an error. */
async function stopLive(context: RunnerContext, nodes: readonly GraphNode[], asked: Set<string>): Promise<void> {
  for (const node of nodes) {
    const name = node.Name ?? '';
    // Helpers obey the flag themselves, and stop what they have called.
    if (context.nodes.isHelper(name)) continue;
    const ids = (node.JobDetails?.JobRuns ?? []).filter(({ JobRunState }) => isLive(JobRunState)).flatMap(({ Id }) => (Id === undefined || asked.has(Id) ? [] : [Id]));
    if (ids.length > 0) for (const id of await taken(context, name, ids)) asked.add(id);
    for (const crawl of node.CrawlerDetails?.Crawls ?? []) {
      const key = `${name} ${crawl.StartedOn ?? 0}`;
      if (crawl.State !== 'RUNNING' || asked.has(key)) continue;
      asked.add(key);
      await stopCrawler(context, name);
    }
  }
}

/** Those that Glue is going to stop. It tells of others in its answer, one that cannot be stopped yet for example: they are asked again at the next look. */
async function taken({ port }: RunnerContext, job: string, ids: readonly string[]): Promise<readonly string[]> {
  const { Errors = [] } = await port.call('BatchStopJobRun', { JobName: job, JobRunIds: ids });
  const refused = new Set(Errors.map(({ JobRunId }) => JobRunId));
  return ids.filter((id) => !refused.has(id));
}

async function stopCrawler(context: RunnerContext, name: string): Promise<void> {
  try {
    await context.port.call('StopCrawler', { Name: name });
  } catch (error) {
    if (!isAwsError(error, 'CrawlerNotRunningException', 'CrawlerStoppingException')) throw error;
  }
}

const isLive = (state: string | undefined): boolean => state === 'STARTING' || state === 'RUNNING' || state === 'WAITING';

const isLiveNode = ({ JobDetails, CrawlerDetails }: GraphNode): boolean =>
  (JobDetails?.JobRuns ?? []).some(({ JobRunState }) => isLive(JobRunState) || JobRunState === 'STOPPING') || (CrawlerDetails?.Crawls ?? []).some(({ State }) => State === 'RUNNING' || State === 'CANCELLING');

function waitsOut({ nodes }: RunnerContext, node: GraphNode): boolean {
  const step = nodes.steps.get(`JOB ${node.Name ?? ''}`);
  return step?.kind === 'lambda' || step?.kind === 'sns';
}

/** Whether a trigger could still start something that knows no flag: a plain crawler or existing job whose dependencies are all open or satisfied. */
function unflaggedCouldStart({ pipeline, nodes }: RunnerContext, snapshot: RunSnapshot): boolean {
  const open = new Set<string>();
  for (const step of topologicalOrder(pipeline.steps)) {
    const state = snapshot.steps[step.name]?.state ?? 'pending';
    if (state === 'running') open.add(step.name);
    if (state !== 'pending') continue;
    const possible = step.after.every(({ step: name, on }) => {
      const above: 'pending' | 'running' | Outcome = snapshot.steps[name]?.state ?? 'pending';
      return above === 'pending' || above === 'running' ? open.has(name) : satisfies(on, above);
    });
    if (!possible) continue;
    open.add(step.name);
    if (nodes.isNative(step.name)) return true;
  }
  return false;
}

import type { Json } from '@millrace/core';
import { isNeeded, runIdOf, type NodeRun, type RunState } from '@millrace/runtime';
import type { Host } from '../../../../local/src/index.ts';
import type { GraphNode, WorkflowRun } from '../port.ts';
import { bodyOf } from './objects.ts';

/** What a helper job or a bootstrap sees of its run at this instant: the graph through the service, the folder through S3. */
export async function stateOf(host: Host, { pipeline, runsBucket }: { readonly pipeline: string; readonly runsBucket: string }, jobRunId: string, workflow: { readonly name: string; readonly runId: string }): Promise<RunState> {
  const chain: RunState['chain'][number][] = [];
  let nodes: readonly GraphNode[] = [];
  for (let runId: string | null = workflow.runId; runId !== null; ) {
    const run: WorkflowRun = await workflowRun(host, workflow.name, runId, chain.length === 0);
    if (chain.length === 0) nodes = run.Graph?.Nodes ?? [];
    chain.push({ runId, startedOn: (run.StartedOn ?? 0) * 1000, properties: run.WorkflowRunProperties ?? {}, ...(run.PreviousRunId === undefined ? {} : { resumed: true }) });
    runId = run.PreviousRunId ?? null;
  }
  const folder = `${pipeline}/${runIdOf(chain, jobRunId)}/`;
  const keys = host.blobs.list(runsBucket, folder).map(({ key }) => key.slice(folder.length)).filter(isNeeded);
  return {
    now: host.now(), jobRunId, workflow, chain,
    jobs: Object.fromEntries(nodes.filter(({ Type }) => Type === 'JOB').map(({ Name, JobDetails }) => [Name ?? '', (JobDetails?.JobRuns ?? []).map(
      (run): NodeRun => ({ id: run.Id ?? '', state: run.JobRunState ?? '', attempt: run.Attempt ?? 0, start: (run.StartedOn ?? 0) * 1000, end: run.CompletedOn === undefined ? null : run.CompletedOn * 1000 }),
    )])),
    crawlers: Object.fromEntries(nodes.filter(({ Type }) => Type === 'CRAWLER').map(({ Name, CrawlerDetails }) => [Name ?? '', (CrawlerDetails?.Crawls ?? []).map(
      (crawl): NodeRun => ({ id: '', state: crawl.State ?? '', attempt: 0, start: (crawl.StartedOn ?? 0) * 1000, end: crawl.CompletedOn === undefined ? null : crawl.CompletedOn * 1000 }),
    )])),
    folder: Object.fromEntries(keys.map((key) => [key, bodyOf(host.blobs, runsBucket, `${folder}${key}`)])),
  };
}

export async function workflowRun(host: Host, Name: string, RunId: string, IncludeGraph: boolean): Promise<WorkflowRun> {
  // The shape that the service answers with.
  return (await glue(host, 'GetWorkflowRun', { Name, RunId, IncludeGraph })) ['Run'] as WorkflowRun;
}

/** A call of the embedded Glue; what it answers is known to the caller. */
export const glue = async (host: Host, operation: string, input: Json): Promise<Readonly<Record<string, unknown>>> => (await host.call('glue', operation, input)) as Readonly<Record<string, unknown>>;

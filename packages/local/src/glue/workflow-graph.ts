import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import { crawlRow, logGroup } from './crawl-life.ts';
import { subject } from './firing.ts';
import { jobRunRow } from './job-run-rows.ts';
import { below, type Ctx, key } from './kit.ts';
import { type RunNode, runNodes, type RunTrigger, runTriggerList } from './run-progress.ts';
import { triggers } from './trigger-rules.ts';
import { target } from './workflow-start.ts';

/** Stable over a workflow's runs, so that what was read from one run can name a node of the next. */
export const uniqueId = (workflow: string, type: 'JOB' | 'CRAWLER' | 'TRIGGER', name: string): string =>
  `wnode_${createHash('sha256').update(key(workflow, type, name)).digest('hex')}`;

type GraphTrigger = Pick<RunTrigger, 'name' | 'actions' | 'conditions'>;

function edgesOf(workflow: string, all: readonly GraphTrigger[]): readonly Json[] {
  const edge = (SourceId: string, DestinationId: string): string => `${SourceId} ${DestinationId}`;
  const edges = all.flatMap(({ name, actions, conditions }) => {
    const own = uniqueId(workflow, 'TRIGGER', name);
    const into = conditions.map((one) => edge(uniqueId(workflow, ...subject(one)), own));
    return [...into, ...actions.map((one) => edge(own, uniqueId(workflow, ...target(one))))];
  });
  return [...new Set(edges)].map((one) => {
    const [SourceId = '', DestinationId = ''] = one.split(' ');
    return { SourceId, DestinationId };
  });
}

/** The graph as designed, without runs. */
export function designGraph(ctx: Ctx, workflow: string, all: readonly { readonly Name: string }[]): Json {
  const rows = all.flatMap(({ Name }) => triggers.get(ctx, key(Name)) ?? []);
  const parts = rows.map((row) => ({ name: row.Name, actions: row.Actions, conditions: (row.Predicate?.Conditions ?? []).map((one) => ({ ...one, LogicalOperator: 'EQUALS' as const })) }));
  const nodes = new Map<string, Json>();
  for (const row of rows) nodes.set(`TRIGGER ${row.Name}`, { Type: 'TRIGGER', Name: row.Name, UniqueId: uniqueId(workflow, 'TRIGGER', row.Name), TriggerDetails: { Trigger: row } });
  for (const [type, name] of parts.flatMap((one) => [...one.conditions.map(subject), ...one.actions.map(target)])) {
    const details = type === 'JOB' ? { JobDetails: {} } : { CrawlerDetails: {} };
    nodes.set(`${type} ${name}`, { Type: type, Name: name, UniqueId: uniqueId(workflow, type, name), ...details });
  }
  return { Nodes: [...nodes.values()], Edges: edgesOf(workflow, parts) };
}

export function runGraph(ctx: Ctx, workflow: string, runId: string): Json {
  const all = runTriggerList(ctx, runId);
  const ofTriggers = all.map((one) => ({ Type: 'TRIGGER', Name: one.name, UniqueId: uniqueId(workflow, 'TRIGGER', one.name), TriggerDetails: { Trigger: shownTrigger(workflow, one) } }));
  const ofWork = runNodes.list(ctx, below(runId)).map(({ row }) => shownNode(ctx, workflow, row));
  return { Nodes: [...ofTriggers, ...ofWork], Edges: edgesOf(workflow, all) };
}

function shownTrigger(workflow: string, one: RunTrigger): Json {
  const Predicate = one.isStart ? {} : { Predicate: { Logical: one.logical, Conditions: one.conditions } };
  const State = one.active ? 'ACTIVATED' : 'CREATED';
  return { Name: one.name, WorkflowName: workflow, Type: one.isStart ? 'ON_DEMAND' : 'CONDITIONAL', State, Actions: one.actions, ...Predicate };
}

function shownNode(ctx: Ctx, workflow: string, { type, name, attempts }: RunNode): Json {
  const head = { Type: type, Name: name, UniqueId: uniqueId(workflow, type, name) };
  if (type === 'JOB') {
    // Newest first, as GetJobRuns lists them.
    const JobRuns = attempts.toReversed().flatMap((id) => jobRunRow(ctx, name, id)?.run ?? []);
    return { ...head, JobDetails: JobRuns.length === 0 ? {} : { JobRuns } };
  }
  const Crawls = attempts.toReversed().flatMap((id): readonly Json[] => {
    const crawl = crawlRow(ctx, name, id);
    if (crawl === null) return [];
    const { state: State, startedOn: StartedOn, completedOn, message } = crawl;
    const ended = { ...(completedOn === null ? {} : { CompletedOn: completedOn }), ...(message === null ? {} : { ErrorMessage: message }) };
    return [{ State, StartedOn, ...ended, LogGroup: logGroup, LogStream: name }];
  });
  return { ...head, CrawlerDetails: Crawls.length === 0 ? {} : { Crawls } };
}

const counters: Readonly<Record<string, string>> = {
  WAITING: 'WaitingActions',
  STARTING: 'RunningActions',
  RUNNING: 'RunningActions',
  STOPPING: 'RunningActions',
  CANCELLING: 'RunningActions',
  SUCCEEDED: 'SucceededActions',
  FAILED: 'FailedActions',
  TIMEOUT: 'TimeoutActions',
  STOPPED: 'StoppedActions',
  CANCELLED: 'StoppedActions',
  ERROR: 'ErroredActions',
};

/** Each node counts once, by its last attempt; one that never ran counts in the total alone. */
export function statistics(ctx: Ctx, runId: string): Json {
  const nodes = runNodes.list(ctx, below(runId)).map(({ row }) => row);
  const counts: Record<string, number> = { TotalActions: nodes.length };
  for (const counter of Object.values(counters)) counts[counter] = 0;
  for (const node of nodes) {
    const counter = counters[lastState(ctx, node) ?? ''];
    if (counter !== undefined) counts[counter] = (counts[counter] ?? 0) + 1;
  }
  return counts;
}
function lastState(ctx: Ctx, { type, name, attempts }: RunNode): string | null {
  const id = attempts.at(-1);
  if (id === undefined) return null;
  return (type === 'JOB' ? jobRunRow(ctx, name, id)?.run.JobRunState : crawlRow(ctx, name, id)?.state) ?? null;
}

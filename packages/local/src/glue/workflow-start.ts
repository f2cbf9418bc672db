import { AwsError } from '../host/types.ts';
import { fire, subject } from './firing.ts';
import { invalid } from './input.ts';
import { below, type Ctx, hex, key, notFound, seconds, table } from './kit.ts';
import { type RunNode, runNodes, nodeKey, type RunTrigger, runTriggers, scheduleReaction } from './run-progress.ts';
import { glueQuestions } from './questions.ts';
import { addRun, liveRuns, type RunKey, type WorkflowRun } from './run-rows.ts';
import { type Trigger, triggers, workflowTriggers } from './trigger-rules.ts';

export type Workflow = {
  readonly Name: string;
  readonly Description?: string;
  readonly DefaultRunProperties: Readonly<Record<string, string>>;
  readonly CreatedOn: number;
  readonly LastModifiedOn: number;
  readonly MaxConcurrentRuns?: number;
};
export const workflows = table<Workflow>('workflow');

export function workflowNamed(ctx: Ctx, given: string): Workflow {
  const found = workflows.get(ctx, key(given));
  if (found === null) throw notFound(`The workflow '${given}'`);
  return found;
}
export const triggersOf = (ctx: Ctx, workflow: string): readonly Trigger[] =>
  workflowTriggers.list(ctx, below(workflow)).flatMap(({ key: at }) => {
    // The index's last part is the trigger's own key.
    const found = triggers.get(ctx, at.slice(below(workflow).length));
    return found === null ? [] : [found];
  });

/** Throws ConcurrentRunsExceededException: Glue never queues a workflow run. */
export function needRoom(ctx: Ctx, workflow: Workflow): void {
  if (workflow.MaxConcurrentRuns === undefined || liveRuns(ctx, workflow.Name) < workflow.MaxConcurrentRuns) return;
  const message = `The workflow '${workflow.Name}' has as many runs as its MaxConcurrentRuns allows: ${String(workflow.MaxConcurrentRuns)}.`;
  throw new AwsError('ConcurrentRunsExceededException', message);
}

/** Starts a run on a snapshot of the graph: later edits of triggers do not touch it. */
export function startWorkflow(ctx: Ctx, workflow: Workflow, properties: Readonly<Record<string, string>>, batch: NonNullable<WorkflowRun['StartingEventBatchCondition']> | null): string {
  needRoom(ctx, workflow);
  return startRunOf(ctx, { workflow: workflow.Name, properties: { ...defaultsBeside(ctx, workflow, properties), ...properties }, batch, triggers: triggersOf(ctx, workflow.Name) });
}

interface RunStart {
  /** '' for triggers that belong to none. */
  readonly workflow: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly batch: NonNullable<WorkflowRun['StartingEventBatchCondition']> | null;
  readonly triggers: readonly Trigger[];
}

/** Starts a run on a snapshot of these triggers, one of which starts it. */
export function startRunOf(ctx: Ctx, { workflow, properties, batch, triggers: all }: RunStart): string {
  const snapshot = all.map(asRunTrigger);
  const start = snapshot.find(({ isStart }) => isStart);
  if (start === undefined) throw invalid(`The workflow '${workflow}' has no start trigger.`);
  const run = { workflow, runId: `wr_${hex(ctx, 64)}` };
  const started = { Name: workflow, WorkflowRunId: run.runId, WorkflowRunProperties: properties, StartedOn: seconds(ctx), Status: 'RUNNING' } as const;
  addRun(ctx, batch === null ? started : { ...started, StartingEventBatchCondition: batch });
  writeGraph(ctx, run, snapshot, nodesOf(snapshot));
  fire(ctx, run, start);
  scheduleReaction(ctx, run);
  return run.runId;
}

/** Whether given properties leave the other defaults is open; what events add is no such gift. */
function defaultsBeside(ctx: Ctx, workflow: Workflow, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const defaults = workflow.DefaultRunProperties;
  const names = Object.keys(given).filter((name) => !name.startsWith('aws:'));
  if (names.length === 0 || Object.keys(defaults).every((name) => Object.hasOwn(given, name))) return defaults;
  return ctx.world.ask(glueQuestions.startProperties) === 'merge' ? defaults : {};
}

/** The run that a schedule could not start. */
export function refusedWorkflow(ctx: Ctx, workflow: Workflow): void {
  const now = seconds(ctx);
  const ErrorMessage = `Concurrent runs exceeded for workflow: ${workflow.Name}.`;
  addRun(ctx, { Name: workflow.Name, WorkflowRunId: `wr_${hex(ctx, 64)}`, WorkflowRunProperties: workflow.DefaultRunProperties, StartedOn: now, CompletedOn: now, Status: 'ERROR', ErrorMessage });
}

export function writeGraph(ctx: Ctx, { runId }: RunKey, snapshot: readonly RunTrigger[], nodes: readonly RunNode[]): void {
  for (const one of snapshot) runTriggers.put(ctx, key(runId, one.name), one);
  for (const node of nodes) runNodes.put(ctx, nodeKey(runId, node.type, node.name), node);
}

export const asRunTrigger = (trigger: Trigger): RunTrigger => ({
  name: trigger.Name,
  isStart: trigger.Type !== 'CONDITIONAL',
  active: trigger.Type === 'CONDITIONAL' && trigger.State === 'ACTIVATED',
  logical: trigger.Predicate?.Logical ?? 'AND',
  // Checked when the trigger was made: each names EQUALS.
  conditions: (trigger.Predicate?.Conditions ?? []).map((one) => ({ ...one, LogicalOperator: 'EQUALS' as const })),
  actions: trigger.Actions,
  fired: false,
});

/** All jobs and crawlers that triggers start or watch, each with the triggers that watch it. */
export function nodesOf(snapshot: readonly RunTrigger[]): readonly RunNode[] {
  const watchers = new Map<string, { readonly node: RunNode; readonly names: Set<string> }>();
  const nodeFor = (type: RunNode['type'], name: string): Set<string> => {
    const at = nodeKey('', type, name);
    const entry = watchers.get(at) ?? { node: { type, name, watchers: [], attempts: [], last: null, ever: [], kept: false }, names: new Set<string>() };
    watchers.set(at, entry);
    return entry.names;
  };
  for (const trigger of snapshot) {
    for (const action of trigger.actions) nodeFor(...target(action));
    for (const condition of trigger.conditions) nodeFor(...subject(condition)).add(trigger.name);
  }
  return [...watchers.values()].map(({ node, names }) => ({ ...node, watchers: [...names] }));
}
export const target = (one: { readonly JobName?: string; readonly CrawlerName?: string }): [type: RunNode['type'], name: string] =>
  one.JobName === undefined ? ['CRAWLER', one.CrawlerName ?? ''] : ['JOB', one.JobName];

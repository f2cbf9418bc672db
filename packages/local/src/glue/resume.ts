import { AwsError } from '../host/types.ts';
import { perform, subject } from './firing.ts';
import { invalid } from './input.ts';
import { canonical } from './jobs.ts';
import { below, type Ctx, hex, seconds } from './kit.ts';
import { glueQuestions } from './questions.ts';
import { nodeKey, type RunNode, runNodes, type RunTrigger, runTriggerList, scheduleReaction } from './run-progress.ts';
import { addRun, type WorkflowRun } from './run-rows.ts';
import { uniqueId } from './workflow-graph.ts';
import { asRunTrigger, needRoom, nodesOf, target, triggersOf, type Workflow, writeGraph } from './workflow-start.ts';

const at = (type: RunNode['type'], name: string): string => nodeKey('', type, name);

/**
 * Reruns the named nodes and everything downstream in a new run; all else is kept as it ended. Gives back the new run and the nodes that
 * it starts from: a node that another one will reach anyway is not among them.
 */
export function resume(ctx: Ctx, workflow: Workflow, original: WorkflowRun, nodeIds: readonly string[]): { readonly runId: string; readonly nodeIds: readonly string[] } {
  if (original.Status !== 'COMPLETED') throw new AwsError('IllegalWorkflowStateException', `The run '${original.WorkflowRunId}' is ${original.Status}; only a COMPLETED run can be resumed.`);
  needRoom(ctx, workflow);
  const { snapshot, nodes } = graphOf(ctx, workflow.Name, original.WorkflowRunId);
  const named = nodeIds.map((id) => namedNode(workflow.Name, nodes, id));
  const downstream = downstreamOf(snapshot);
  const reached = new Set(named.flatMap(({ type, name }) => [...downstream(at(type, name))]));
  const roots = named.filter(({ type, name }) => !reached.has(at(type, name)) || named.length === 1);
  const rerun = new Set([...reached, ...named.map(({ type, name }) => at(type, name))]);
  const run = { workflow: workflow.Name, runId: `wr_${hex(ctx, 64)}` };
  addRun(ctx, {
    Name: workflow.Name,
    WorkflowRunId: run.runId,
    PreviousRunId: original.WorkflowRunId,
    WorkflowRunProperties: propertiesOf(ctx, workflow, original),
    StartedOn: seconds(ctx),
    Status: 'RUNNING',
  });
  const again = (one: RunTrigger): boolean => one.conditions.some((condition) => rerun.has(at(...subject(condition))));
  writeGraph(ctx, run, snapshot.map((one) => ({ ...one, fired: one.fired && !again(one) })), nodes.map((node) => forResume(node, rerun)));
  for (const { type, name } of roots) startRoot(ctx, run, snapshot, type, name);
  scheduleReaction(ctx, run);
  return { runId: run.runId, nodeIds: roots.map(({ type, name }) => uniqueId(workflow.Name, type, name)) };
}

/** The graph that the run began with, unless AWS takes today's. */
function graphOf(ctx: Ctx, workflow: string, runId: string): { readonly snapshot: readonly RunTrigger[]; readonly nodes: readonly RunNode[] } {
  const snapshot = runTriggerList(ctx, runId);
  const nodes = runNodes.list(ctx, below(runId)).map(({ row }) => row);
  const today = triggersOf(ctx, workflow).map(asRunTrigger);
  const shape = (all: readonly RunTrigger[]): string => canonical(all.map((one) => ({ ...one, fired: false })).sort((a, b) => (a.name < b.name ? -1 : 1)));
  if (shape(snapshot) === shape(today) || ctx.world.ask(glueQuestions.resumeGraph) === 'first') return { snapshot, nodes };
  const fired = new Set(snapshot.flatMap((one) => (one.fired ? [one.name] : [])));
  const before = new Map(nodes.map((node) => [at(node.type, node.name), node]));
  const merged = nodesOf(today).map((node) => ({ ...node, ...without(before.get(at(node.type, node.name))) }));
  return { snapshot: today.map((one) => ({ ...one, fired: fired.has(one.name) })), nodes: merged };
}
/** What a node went through; who watches it now is another matter. */
const without = (node: RunNode | undefined): Partial<RunNode> => (node === undefined ? {} : { attempts: node.attempts, last: node.last, ever: node.ever, kept: node.kept });

function namedNode(workflow: string, nodes: readonly RunNode[], id: string): RunNode {
  const node = nodes.find(({ type, name }) => uniqueId(workflow, type, name) === id);
  if (node === undefined) throw invalid(`The node '${id}' is no job or crawler of the run.`);
  if (node.attempts.length === 0) throw invalid(`The node '${node.name}' was not attempted in the run, so it cannot be resumed from.`);
  return node;
}

function forResume(node: RunNode, rerun: ReadonlySet<string>): RunNode {
  if (rerun.has(at(node.type, node.name))) return { ...node, attempts: [], last: null, ever: [], kept: false };
  return { ...node, kept: node.attempts.length > 0 };
}

/** Everything that triggers reach from a node, the node itself not included unless a cycle leads back to it. */
function downstreamOf(snapshot: readonly RunTrigger[]): (from: string) => ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const trigger of snapshot) {
    const started = trigger.actions.map((one) => at(...target(one)));
    for (const condition of trigger.conditions) {
      const from = at(...subject(condition));
      next.set(from, [...(next.get(from) ?? []), ...started]);
    }
  }
  return (from) => {
    const seen = new Set<string>();
    const open = [from];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const reached of next.get(one) ?? []) {
        if (seen.has(reached)) continue;
        seen.add(reached);
        open.push(reached);
      }
    }
    return seen;
  };
}

/** A root starts as the trigger that first starts it would have done. */
function startRoot(ctx: Ctx, run: { readonly workflow: string; readonly runId: string }, snapshot: readonly RunTrigger[], type: RunNode['type'], name: string): void {
  for (const trigger of snapshot) {
    const action = trigger.actions.find((one) => at(...target(one)) === at(type, name));
    if (action === undefined) continue;
    perform(ctx, run, trigger.name, action);
    return;
  }
}

function propertiesOf(ctx: Ctx, workflow: Workflow, original: WorkflowRun): Readonly<Record<string, string>> {
  const before = original.WorkflowRunProperties;
  const defaults = workflow.DefaultRunProperties;
  const same = Object.keys(before).length === Object.keys(defaults).length && Object.entries(before).every(([name, value]) => defaults[name] === value);
  if (same) return before;
  return ctx.world.ask(glueQuestions.resumeKeepsProperties) === 'yes' ? before : defaults;
}

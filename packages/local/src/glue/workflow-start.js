import { AwsError } from '../host/types.js';
import { fire, subject } from './firing.js';
import { invalid } from './input.js';
import { below, hex, key, notFound, seconds, table } from './kit.js';
import { runNodes, nodeKey, runTriggers, scheduleReaction } from './run-progress.js';
import { addRun, liveRuns } from './run-rows.js';
import { triggers, workflowTriggers } from './trigger-rules.js';
export const workflows = table('workflow');
export function workflowNamed(ctx, given) {
    const found = workflows.get(ctx, key(given));
    if (found === null)
        throw notFound(`The workflow '${given}'`);
    return found;
}
export const triggersOf = (ctx, workflow) => workflowTriggers.list(ctx, below(workflow)).flatMap(({ key: at }) => {
    // The index's last part is the trigger's own key.
    const found = triggers.get(ctx, at.slice(below(workflow).length));
    return found === null ? [] : [found];
});
/** Throws ConcurrentRunsExceededException: Glue never queues a workflow run. */
export function needRoom(ctx, workflow) {
    if (workflow.MaxConcurrentRuns === undefined || liveRuns(ctx, workflow.Name) < workflow.MaxConcurrentRuns)
        return;
    const message = `The workflow '${workflow.Name}' has as many runs as its MaxConcurrentRuns allows: ${String(workflow.MaxConcurrentRuns)}.`;
    throw new AwsError('ConcurrentRunsExceededException', message);
}
/** Starts a run on a snapshot of the graph: later edits of triggers do not touch it. */
export function startWorkflow(ctx, workflow, properties) {
    needRoom(ctx, workflow);
    const snapshot = triggersOf(ctx, workflow.Name).map(asRunTrigger);
    const start = snapshot.find(({ isStart }) => isStart);
    if (start === undefined)
        throw invalid(`The workflow '${workflow.Name}' has no start trigger.`);
    const run = { workflow: workflow.Name, runId: `wr_${hex(ctx, 64)}` };
    const WorkflowRunProperties = { ...workflow.DefaultRunProperties, ...properties };
    addRun(ctx, { Name: workflow.Name, WorkflowRunId: run.runId, WorkflowRunProperties, StartedOn: seconds(ctx), Status: 'RUNNING' });
    writeGraph(ctx, run, snapshot, nodesOf(snapshot));
    fire(ctx, run, start);
    scheduleReaction(ctx, run);
    return run.runId;
}
export function writeGraph(ctx, { runId }, snapshot, nodes) {
    for (const one of snapshot)
        runTriggers.put(ctx, key(runId, one.name), one);
    for (const node of nodes)
        runNodes.put(ctx, nodeKey(runId, node.type, node.name), node);
}
const asRunTrigger = (trigger) => ({
    name: trigger.Name,
    isStart: trigger.Type !== 'CONDITIONAL',
    active: trigger.Type === 'CONDITIONAL' && trigger.State === 'ACTIVATED',
    logical: trigger.Predicate?.Logical ?? 'AND',
    // Checked when the trigger was made: each names EQUALS.
    conditions: (trigger.Predicate?.Conditions ?? []).map((one) => ({ ...one, LogicalOperator: 'EQUALS' })),
    actions: trigger.Actions,
    fired: false,
});
/** All jobs and crawlers that triggers start or watch, each with the triggers that watch it. */
function nodesOf(snapshot) {
    const watchers = new Map();
    const nodeFor = (type, name) => {
        const at = nodeKey('', type, name);
        const entry = watchers.get(at) ?? { node: { type, name, watchers: [], attempts: [], last: null, ever: [], kept: false }, names: new Set() };
        watchers.set(at, entry);
        return entry.names;
    };
    for (const trigger of snapshot) {
        for (const action of trigger.actions)
            nodeFor(...target(action));
        for (const condition of trigger.conditions)
            nodeFor(...subject(condition)).add(trigger.name);
    }
    return [...watchers.values()].map(({ node, names }) => ({ ...node, watchers: [...names] }));
}
export const target = (one) => one.JobName === undefined ? ['CRAWLER', one.CrawlerName ?? ''] : ['JOB', one.JobName];

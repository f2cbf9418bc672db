import { AwsError } from '../host/types.js';
import { perform, subject } from './firing.js';
import { invalid } from './input.js';
import { below, hex, seconds } from './kit.js';
import { nodeKey, runNodes, runTriggerList, scheduleReaction } from './run-progress.js';
import { addRun } from './run-rows.js';
import { uniqueId } from './workflow-graph.js';
import { needRoom, target, writeGraph } from './workflow-start.js';
const at = (type, name) => nodeKey('', type, name);
/**
 * Reruns the named nodes and everything downstream in a new run; all else is kept as it ended. Gives back the new run and the nodes that
 * it starts from: a node that another one will reach anyway is not among them.
 */
export function resume(ctx, workflow, original, nodeIds) {
    if (original.Status !== 'COMPLETED')
        throw new AwsError('IllegalWorkflowStateException', `The run '${original.WorkflowRunId}' is ${original.Status}; only a COMPLETED run can be resumed.`);
    needRoom(ctx, workflow);
    const snapshot = runTriggerList(ctx, original.WorkflowRunId);
    const nodes = runNodes.list(ctx, below(original.WorkflowRunId)).map(({ row }) => row);
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
    const again = (one) => one.conditions.some((condition) => rerun.has(at(...subject(condition))));
    writeGraph(ctx, run, snapshot.map((one) => ({ ...one, fired: one.fired && !again(one) })), nodes.map((node) => forResume(node, rerun)));
    for (const { type, name } of roots)
        startRoot(ctx, run, snapshot, type, name);
    scheduleReaction(ctx, run);
    return { runId: run.runId, nodeIds: roots.map(({ type, name }) => uniqueId(workflow.Name, type, name)) };
}
function namedNode(workflow, nodes, id) {
    const node = nodes.find(({ type, name }) => uniqueId(workflow, type, name) === id);
    if (node === undefined)
        throw invalid(`The node '${id}' is no job or crawler of the run.`);
    if (node.attempts.length === 0)
        throw invalid(`The node '${node.name}' was not attempted in the run, so it cannot be resumed from.`);
    return node;
}
function forResume(node, rerun) {
    if (rerun.has(at(node.type, node.name)))
        return { ...node, attempts: [], last: null, ever: [], kept: false };
    return { ...node, kept: node.attempts.length > 0 };
}
/** Everything that triggers reach from a node, the node itself not included unless a cycle leads back to it. */
function downstreamOf(snapshot) {
    const next = new Map();
    for (const trigger of snapshot) {
        const started = trigger.actions.map((one) => at(...target(one)));
        for (const condition of trigger.conditions) {
            const from = at(...subject(condition));
            next.set(from, [...(next.get(from) ?? []), ...started]);
        }
    }
    return (from) => {
        const seen = new Set();
        const open = [from];
        for (let one = open.pop(); one !== undefined; one = open.pop()) {
            for (const reached of next.get(one) ?? []) {
                if (seen.has(reached))
                    continue;
                seen.add(reached);
                open.push(reached);
            }
        }
        return seen;
    };
}
/** A root starts as the trigger that first starts it would have done. */
function startRoot(ctx, run, snapshot, type, name) {
    for (const trigger of snapshot) {
        const action = trigger.actions.find((one) => at(...target(one)) === at(type, name));
        if (action === undefined)
            continue;
        perform(ctx, run, trigger.name, action);
        return;
    }
}
function propertiesOf(ctx, workflow, original) {
    const before = original.WorkflowRunProperties;
    const defaults = workflow.DefaultRunProperties;
    const same = Object.keys(before).length === Object.keys(defaults).length && Object.entries(before).every(([name, value]) => defaults[name] === value);
    if (same)
        return before;
    return ctx.world.ask({ id: 'glue.resumeKeepsProperties', choices: ['yes', 'no'] }) === 'yes' ? before : defaults;
}

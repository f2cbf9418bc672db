import { below, key, table } from './kit.js';
export const runNodes = table('runNode');
export const nodeKey = (runId, type, name) => key(runId, type, name);
/** Attempts under way in a run: how StopWorkflowRun finds them. */
export const liveAttempts = table('runLive');
/** Ends that no trigger has looked at yet. */
export const unseenEnds = table('runUnseen');
/** How many attempts of a run are live: a count, so that nothing is listed at each end. */
export const liveCounts = table('runLiveCount');
export function attemptStarted(ctx, ref, attempt) {
    const at = nodeKey(ref.runId, ref.type, ref.name);
    const node = runNodes.get(ctx, at);
    if (node === null)
        return;
    runNodes.put(ctx, at, { ...node, kept: false, attempts: [...node.attempts, attempt] });
    liveAttempts.put(ctx, key(ref.runId, ref.name, attempt), ref);
    liveCounts.put(ctx, ref.runId, (liveCounts.get(ctx, ref.runId) ?? 0) + 1);
}
/** Records an end. Triggers look at it later in the same instant, when all ends of the instant are recorded. */
export function attemptEnded(ctx, ref, attempt, state, retried) {
    const at = nodeKey(ref.runId, ref.type, ref.name);
    const node = runNodes.get(ctx, at);
    if (node === null)
        return;
    liveAttempts.remove(ctx, key(ref.runId, ref.name, attempt));
    liveCounts.put(ctx, ref.runId, (liveCounts.get(ctx, ref.runId) ?? 0) - 1);
    if (!retried || retriedCounts(ctx, ref.runId, node, state)) {
        runNodes.put(ctx, at, { ...node, last: state, ever: [...new Set([...node.ever, state])] });
        unseenEnds.put(ctx, key(ref.runId, attempt), { type: ref.type, name: ref.name, state });
    }
    scheduleReaction(ctx, ref);
}
export function scheduleReaction(ctx, { workflow, runId }) {
    ctx.effects.push({ type: 'timer', id: `react/${runId}`, at: ctx.world.now(), order: 1, handler: 'reactToEnds', data: { workflow, runId } });
}
/** AWS does not say whether a trigger on FAILED sees an attempt that MaxRetries retries. */
function retriedCounts(ctx, runId, node, state) {
    const watched = node.watchers.some((trigger) => runTriggers.get(ctx, key(runId, trigger))?.conditions.some((one) => one.JobName === node.name && one.State === state));
    return watched && ctx.world.ask({ id: 'glue.failedTriggerTiming', choices: ['afterLastAttempt', 'perAttempt'] }) === 'perAttempt';
}
export const runTriggers = table('runTrigger');
export const runTriggerList = (ctx, runId) => runTriggers.list(ctx, below(runId)).map(({ row }) => row);

import type { NodeRef } from './job-run-rows.ts';
import { type Ctx, below, key, table } from './kit.ts';
import { glueQuestions } from './questions.ts';

export type Condition = {
  readonly LogicalOperator: 'EQUALS';
  readonly JobName?: string;
  readonly State?: string;
  readonly CrawlerName?: string;
  readonly CrawlState?: string;
};

/** A job or crawler in one workflow run. */
export type RunNode = {
  readonly type: 'JOB' | 'CRAWLER';
  readonly name: string;
  /** Triggers that watch it. */
  readonly watchers: readonly string[];
  /** Its job runs or crawls, oldest first. */
  readonly attempts: readonly string[];
  /** How the last attempt that counted ended; null before. */
  readonly last: string | null;
  /** All states that attempts which counted ended in. */
  readonly ever: readonly string[];
  /** Its attempts were made by the run that this one resumes. */
  readonly kept: boolean;
};
export const runNodes = table<RunNode>('runNode');
export const nodeKey = (runId: string, type: RunNode['type'], name: string): string => key(runId, type, name);

/** Attempts under way in a run: how StopWorkflowRun finds them. */
export const liveAttempts = table<NodeRef>('runLive');
/** Ends that no trigger has looked at yet. */
export const unseenEnds = table<{ readonly type: RunNode['type']; readonly name: string; readonly state: string }>('runUnseen');
/** How many attempts of a run are live: a count, so that nothing is listed at each end. */
export const liveCounts = table<number>('runLiveCount');

export function attemptStarted(ctx: Ctx, ref: NodeRef, attempt: string): void {
  const at = nodeKey(ref.runId, ref.type, ref.name);
  const node = runNodes.get(ctx, at);
  if (node === null) return;
  runNodes.put(ctx, at, { ...node, kept: false, attempts: [...node.attempts, attempt] });
  liveAttempts.put(ctx, key(ref.runId, ref.name, attempt), ref);
  liveCounts.put(ctx, ref.runId, (liveCounts.get(ctx, ref.runId) ?? 0) + 1);
}

/** Records an end. Triggers look at it later in the same instant, when all ends of the instant are recorded. */
export function attemptEnded(ctx: Ctx, ref: NodeRef, attempt: string, state: string, retried: boolean): void {
  const at = nodeKey(ref.runId, ref.type, ref.name);
  const node = runNodes.get(ctx, at);
  if (node === null) return;
  liveAttempts.remove(ctx, key(ref.runId, ref.name, attempt));
  liveCounts.put(ctx, ref.runId, (liveCounts.get(ctx, ref.runId) ?? 0) - 1);
  if (!retried || retriedCounts(ctx, ref.runId, node, state)) {
    runNodes.put(ctx, at, { ...node, last: state, ever: [...new Set([...node.ever, state])] });
    unseenEnds.put(ctx, key(ref.runId, attempt), { type: ref.type, name: ref.name, state });
  }
  scheduleReaction(ctx, ref);
}

export function scheduleReaction(ctx: Ctx, { workflow, runId }: Pick<NodeRef, 'workflow' | 'runId'>): void {
  ctx.effects.push({ type: 'timer', id: `react/${runId}`, at: ctx.world.now(), order: 1, handler: 'reactToEnds', data: { workflow, runId } });
}

/** AWS does not say whether a trigger on FAILED sees an attempt that MaxRetries retries. */
function retriedCounts(ctx: Ctx, runId: string, node: RunNode, state: string): boolean {
  const watched = node.watchers.some((trigger) => runTriggers.get(ctx, key(runId, trigger))?.conditions.some((one) => one.JobName === node.name && one.State === state));
  return watched && ctx.world.ask(glueQuestions.failedTriggerTiming) === 'perAttempt';
}

export type Action = {
  readonly JobName?: string;
  readonly CrawlerName?: string;
  readonly Arguments?: Readonly<Record<string, string>>;
  readonly Timeout?: number;
  readonly SecurityConfiguration?: string;
};
/** A trigger as it was when the run started. */
export type RunTrigger = {
  readonly name: string;
  readonly isStart: boolean;
  readonly active: boolean;
  readonly logical: 'AND' | 'ANY';
  readonly conditions: readonly Condition[];
  readonly actions: readonly Action[];
  /** Fired in this run, or in the run that it resumes and not to be fired again. */
  readonly fired: boolean;
};
export const runTriggers = table<RunTrigger>('runTrigger');
export const runTriggerList = (ctx: Ctx, runId: string): readonly RunTrigger[] => runTriggers.list(ctx, below(runId)).map(({ row }) => row);

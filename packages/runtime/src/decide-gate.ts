import { folderOf, handlersKey } from './freeze.ts';
import type { EndAction, GateAction } from './helper-actions.ts';
import type { CloserSpec, GateSpec } from './helper-spec.ts';
import { isBad, verdictOf, type StepOutcome } from './joins.ts';
import { outcomesOf, stepStateOf, type RunOutcomes } from './outcomes.ts';
import { ownOf } from './plain.ts';
import { refusalOf } from './refusal.ts';
import { isRefused, isStopped, runIdOf, type RunState } from './run-state.ts';

const WAIT: GateAction = { action: 'wait', until: null };

/** A gate decides the join of one step, a closer that of a handler; asked again at every look. */
export function decideGate(spec: GateSpec | CloserSpec, state: RunState): GateAction {
  const folder = folderOf(spec.pipeline, runIdOf(state.chain, state.jobRunId));
  const refused = refusalOf(spec.pipeline, { ...state, read: (key) => (key.startsWith(folder) ? (ownOf(state.folder, key.slice(folder.length)) ?? null) : null) });
  if (refused !== null) return end(1, refused.message, refused.writes);
  return spec.kind === 'gate' ? decideJoin(spec, state) : decideClose(spec, state);
}

const end = (exitCode: 0 | 1, message: string, writes: EndAction['writes'] = []): EndAction => ({ action: 'end', exitCode, message, writes, removes: [] });

function decideJoin(spec: GateSpec, state: RunState): GateAction {
  const { step } = spec;
  if (isStopped(state)) return end(1, `The run ${runIdOf(state.chain, state.jobRunId)} is being stopped, so the step '${step}' does not start.`);
  if (isRefused(state)) return end(1, `The run ${runIdOf(state.chain, state.jobRunId)} was refused, so the step '${step}' does not start.`);
  const facts = ownOf(spec.steps, step);
  if (facts === undefined) return end(1, `The description of the gate does not know the step '${step}'; deploy the pipeline again.`);
  const { steps, stoppers } = outcomesOf(spec.steps, state, spec.failurePolicy);
  const verdict = verdictOf(facts, (name) => ended(steps, name));
  if (verdict === 'skip') return end(1, `The step '${step}' is skipped: what it waits for can no longer be.`);
  if (stoppers.length > 0) return end(1, `The step '${step}' is skipped: the run stops, since ${stoppers.join(', ')} went wrong.`);
  return verdict === 'ready' ? end(0, `The step '${step}' can start.`) : WAIT;
}

function ended(steps: RunOutcomes['steps'], name: string): StepOutcome | undefined {
  const state = ownOf(steps, name)?.state;
  return state === 'running' || state === 'pending' ? undefined : state;
}

function decideClose(spec: CloserSpec, state: RunState): GateAction {
  const run = runIdOf(state.chain, state.jobRunId);
  if (isStopped(state)) return end(spec.handler === null ? 0 : 1, `The run ${run} is being stopped, so nothing follows it.`);
  if (isRefused(state)) return end(spec.handler === null ? 0 : 1, `The run ${run} was refused, so nothing follows it.`);
  const { steps, stoppers, lost } = outcomesOf(spec.steps, state, spec.failurePolicy);
  const stop = spec.stops && stoppers.length > 0 ? toStop(steps) : null;
  if (stop !== null) return stop;
  const all = Object.entries(steps);
  if (all.some(([, { state: one }]) => one === 'running' || one === 'pending')) return WAIT;
  const wrong = all.filter(([name]) => isBad(ended(steps, name))).map(([name]) => name);
  // A run in which a step was due and could not start has not done what the pipeline asks for, however optional the one before it is.
  const outcome = lost.length > 0 || wrong.some((name) => ownOf(spec.steps, name)?.optional === false) ? 'failed' : 'succeeded';
  if (spec.handler === null) return end(0, `All steps of the run ${run} have ended.`);
  const told = [{ key: handlersKey(spec, run, state), body: { outcome, failedSteps: wrong, at: state.now }, once: true }];
  if (spec.handler === 'onFailure') {
    return outcome === 'failed' ? end(0, `The run ${run} failed, so its handler starts.`, told) : end(1, `The run ${run} has not failed, so there is nothing to handle.`, told);
  }
  if (outcome === 'failed' && spec.before !== null) {
    const { state: before } = stepStateOf(spec.before.step, spec.before.facts, state);
    if (before === 'running' || before === 'pending') return WAIT;
  }
  return end(0, `The run ${run} has ${outcome}, and its last step starts.`, told);
}

/**
 * What still has to be asked to stop. A job run whose script has not begun is let alone: its bootstrap sees the same and ends by itself,
 * so that its step counts as skipped.
 */
function toStop(steps: RunOutcomes['steps']): GateAction | null {
  const live = Object.values(steps).flatMap((step) => step.live).filter(({ asked }) => !asked);
  const jobRuns = live.flatMap((one) => ('job' in one && one.begun ? [{ job: one.job, id: one.id }] : []));
  const crawlers = live.flatMap((one) => ('crawler' in one ? [one.crawler] : []));
  return jobRuns.length + crawlers.length === 0 ? null : { action: 'stop', jobRuns, crawlers };
}

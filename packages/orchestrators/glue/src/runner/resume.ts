import type { ResumePlan, ResumeRefusal } from '@millrace/core';
import { allSteps, NOTHING, openContinuation, requireSamePlan, ResumeRefused } from '@millrace/workload';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { isBusy, startedNothing } from './refusals.ts';
import { accepted, startNative } from './start.ts';

/**
 * Continues a run as planned. Of two resumes at once the second throws `ContinuationTaken`. A plan that no longer fits what the run is now is refused.
 */
export async function resume(context: RunnerContext, plan: ResumePlan, facts: Gathered, now: ResumePlan | ResumeRefusal): Promise<void> {
  requireSamePlan(plan, now);
  const start = async (n: number): Promise<string> => {
    if (plan.means === 'native' && plan.nativeIds.length === 0) return NOTHING;
    await forgetOutputs(context, plan);
    if (plan.means === 'skipMap' || facts.nativeId === null) return await startNative(context, { id: plan.run, date: facts.record.date, params: facts.record.params }, n);
    return await resumeNative(context, plan, facts.nativeId);
  };
  try {
    await openContinuation(context.store, plan, facts.last, context.clock, start, startedNothing);
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new ResumeRefused({ run: plan.run, refused: 'The workflow has as many runs as its MaxConcurrentRuns allows, so Glue started nothing.', hint: 'Wait until the run that is live has ended, then resume.' });
  }
}

async function resumeNative({ port, workflow }: RunnerContext, plan: ResumePlan, nativeId: string): Promise<string> {
  return accepted((await port.call('ResumeWorkflowRun', { Name: workflow, RunId: nativeId, NodeIds: plan.nativeIds })).RunId, plan.run);
}

/** What an earlier continuation left of a step that runs again holds no more: a step that need not wait for it would read it. */
async function forgetOutputs({ store, pipeline }: RunnerContext, { run, keep }: ResumePlan): Promise<void> {
  const kept = new Set(keep);
  for (const { name, outputs } of allSteps(pipeline)) if (!kept.has(name) && Object.keys(outputs).length > 0) await store.clearOutputs(run, name);
}

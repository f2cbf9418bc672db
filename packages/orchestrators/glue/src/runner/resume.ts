import type { ResumePlan, ResumeRefusal } from '@millrace/core';
import { isRefusal, openContinuation } from '@millrace/workload';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { accepted, startNative } from './start.ts';

/** A resume that is refused, or whose plan no longer fits the run. */
export class ResumeRefused extends Error {
  override readonly name = 'ResumeRefused';
  readonly hint: string;
  constructor({ run, refused, hint }: ResumeRefusal) {
    super(`Run '${run}' cannot be resumed. ${refused} ${hint}`);
    this.hint = hint;
  }
}

/**
 * Continues a run as planned. Of two resumes at once the second throws `ContinuationTaken`. A plan that no longer fits what the run is now is refused.
 */
export async function resume(context: RunnerContext, plan: ResumePlan, facts: Gathered, now: ResumePlan | ResumeRefusal): Promise<void> {
  if (isRefusal(now)) throw new ResumeRefused(now);
  if (JSON.stringify(picked(now)) !== JSON.stringify(picked(plan))) {
    throw new ResumeRefused({ run: plan.run, refused: 'It has changed since the plan was made.', hint: 'Look at the new plan, and resume by that.' });
  }
  await openContinuation(context.store, plan, context.clock, (n) => {
    if (plan.means === 'skipMap' || facts.nativeId === null) return startNative(context, { id: plan.run, date: facts.record.date, params: facts.record.params }, n);
    return resumeNative(context, plan, facts.nativeId);
  });
}

async function resumeNative({ port, workflow }: RunnerContext, plan: ResumePlan, nativeId: string): Promise<string> {
  return accepted((await port.call('ResumeWorkflowRun', { Name: workflow, RunId: nativeId, NodeIds: plan.nativeIds })).RunId, plan.run);
}

const picked = ({ keep, again, means, nativeIds }: ResumePlan): unknown => [keep, again, means, nativeIds];

import type { ResumePlan, ResumeRefusal, RunSnapshot, Scalar } from '@millrace/core';
import { checkOutputs, ContinuationTaken, isRefusal, planResumeBase, requireSamePlan } from '@millrace/workload';
import { outputsRead } from '../kinds/outputs.ts';
import type { RunnerContext } from './context.ts';
import type { Gathered } from './gather.ts';
import { launch } from './start.ts';

/** A redrive would not enter caught states again, so a resume is always a new execution that passes over the kept steps. */
export function planResume({ pipeline }: RunnerContext, snapshot: RunSnapshot): ResumePlan | ResumeRefusal {
  const base = planResumeBase(pipeline, snapshot);
  return isRefusal(base) ? base : { run: snapshot.run, keep: base.keep, again: base.again, means: 'skipMap', nativeIds: [] };
}

/**
 * Continues a run as planned. The record of the continuation is written once, so that of two resumes only one goes on; then the stop
 * flag goes, then the execution starts.
 */
export async function resume(context: RunnerContext, plan: ResumePlan, facts: Gathered, snapshot: RunSnapshot): Promise<void> {
  requireSamePlan(plan, planResume(context, snapshot));
  if (!facts.recorded) await adopt(context, facts);
  const n = (facts.continuations.at(-1)?.n ?? 0) + 1;
  const opened = await context.store.writeContinuation(plan.run, { schemaVersion: 1, n, means: 'skipMap', keep: plan.keep, at: context.clock.now() });
  if (!opened) throw new ContinuationTaken(plan.run, n);
  await context.store.clearStop(plan.run);
  await launch(context, facts.record, n, plan.keep, await keptOutputs(context, plan));
}

/** What kept steps left and others read: the new execution cannot read it from the one before. */
async function keptOutputs({ pipeline, store }: RunnerContext, { run, keep }: ResumePlan): Promise<Readonly<Record<string, Readonly<Record<string, Scalar>>>>> {
  const kept = pipeline.steps.filter(({ name }) => keep.includes(name));
  const found = await Promise.all(kept.map(async ({ name, outputs }) => {
    const names = outputsRead(pipeline).get(name);
    if (names === undefined) return [];
    const checked = checkOutputs(outputs, await store.readLastOutputs(run, name));
    return 'wrong' in checked ? [] : [[name, Object.fromEntries(Object.entries(checked.values).filter(([output]) => names.has(output)))] as const];
  }));
  return Object.fromEntries(found.flat());
}

/** A run that was started outside Millrace gets its records before it is continued: its parameters are frozen from now on. */
async function adopt({ store }: RunnerContext, { record, continuations }: Gathered): Promise<void> {
  await store.writeIndex(record);
  await store.writeRun(record);
  for (const { native, ...continuation } of continuations) {
    await store.writeContinuation(record.run, continuation);
    if (native !== null) await store.writeNative(record.run, continuation.n, { nativeId: native.nativeId, at: native.start });
  }
}

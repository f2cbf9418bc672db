import { sha256, type ResumePlan, type ResumeRefusal, type RunSnapshot, type Scalar } from '@millrace/core';
import { checkOutputs, isRefusal, NOT_LET_IN, openContinuation, planResumeBase, requireSamePlan, ResumeRefused, THROTTLED, tryKey } from '@millrace/workload';
import { outputsRead } from '../kinds/outputs.ts';
import { isAwsError } from '../port.ts';
import { executionName, type RunnerContext } from './context.ts';
import { fieldsIn, jsonIn } from './executions.ts';
import type { Gathered } from './gather.ts';
import { NotStarted, startRefused } from './refusals.ts';
import { redrivable } from './redrive.ts';
import { launch } from './start.ts';
import { decided } from './turns.ts';

/** A redrive of the execution where that runs exactly the pending steps; else a new execution that passes over the kept ones. */
export async function planResume(context: RunnerContext, facts: Gathered, snapshot: RunSnapshot): Promise<ResumePlan | ResumeRefusal> {
  const base = planResumeBase(context.pipeline, snapshot);
  if (isRefusal(base)) return base;
  const execution = await redrivable(context, facts, base);
  return { run: snapshot.run, keep: base.keep, again: base.again, ...(execution === null ? { means: 'skipMap', nativeIds: [] } : { means: 'native', nativeIds: [execution] }) };
}

/** Continues a run as planned. Of two resumes at once the second throws `ContinuationTaken`. A plan that no longer fits what the run is now is refused. */
export async function resume(context: RunnerContext, plan: ResumePlan, facts: Gathered, snapshot: RunSnapshot): Promise<void> {
  requireSamePlan(plan, await planResume(context, facts, snapshot));
  if (!facts.recorded) await adopt(context, facts);
  const [execution] = plan.nativeIds;
  if (execution !== undefined) return await redrive(context, plan, execution, facts.last);
  const { store, clock } = context;
  const stopped = await store.readStop(plan.run);
  let n = 0;
  const anew = async (next: number): Promise<string> => {
    n = next;
    return await launch(context, facts.record, n, plan.keep, { keepOutputs: await keptOutputs(context, plan), unanswered: await unanswered(context, facts, snapshot) });
  };
  try {
    await openContinuation(store, plan, facts.last, clock, anew, (error) => error instanceof NotStarted);
  } catch (error) {
    throw error instanceof NotStarted ? startRefused(plan.run, error) : error;
  }
  if ((await decided(context, executionName(plan.run, n))) !== 'skipped') return;
  if (stopped !== null) await store.setStop(plan.run, stopped.at);
  await store.skipContinuation(plan.run, n, clock.now());
  throw new ResumeRefused({ run: plan.run, refused: 'Another run of the pipeline is live, and by `overlap: skip` there is one at a time, so nothing was started.', hint: 'Wait until that run has ended, then resume.' });
}

/** Errors by which Step Functions says that it redrove nothing. */
const NOT_REDRIVEN = ['ExecutionNotRedrivable', 'ExecutionLimitExceeded', 'ExecutionDoesNotExist', 'InvalidArn', ...NOT_LET_IN, ...THROTTLED];

async function redrive({ port, store, clock }: RunnerContext, plan: ResumePlan, executionArn: string, after: number): Promise<void> {
  const again = async (n: number): Promise<string> => {
    await port.states('RedriveExecution', { executionArn, clientToken: sha256(executionName(plan.run, n)) });
    return executionArn;
  };
  try {
    await openContinuation(store, plan, after, clock, again, (error) => isAwsError(error, ...NOT_REDRIVEN));
  } catch (error) {
    if (!isAwsError(error, 'ExecutionNotRedrivable')) throw error;
    throw new ResumeRefused({ run: plan.run, refused: `Step Functions does not redrive its execution: ${error instanceof Error ? error.message : ''}`, hint: 'Look at the run again, and resume by the new plan.' });
  }
}

/**
 * Automations that an execution before may have started: it ended before it knew. Names of the attempts, as their tokens have them. One that was told
 * of such a start, and did not come to it or got no answer either, has it handed on.
 */
async function unanswered({ pipeline, port }: RunnerContext, { continuations }: Gathered, { steps }: RunSnapshot): Promise<Readonly<Record<string, string>>> {
  const last = continuations.at(-1);
  const automations = pipeline.steps.filter(({ kind }) => kind === 'ssm');
  if (last?.native == null || automations.length === 0) return {};
  const { input } = await port.states('DescribeExecution', { executionArn: last.native.nativeId });
  const told = fieldsIn(fieldsIn(jsonIn(input))['unanswered']);
  return Object.fromEntries(automations.flatMap(({ name }) => {
    const own = (steps[name]?.attempts ?? []).filter(({ continuation }) => continuation === last.n);
    const before = typeof told[name] === 'string' ? told[name] : null;
    if (own.length === 0) return before === null ? [] : [[name, before]];
    if (own.at(-1)?.nativeId !== '') return [];
    return [[name, own.length === 1 && before !== null ? before : tryKey(last.n, own.length)]];
  }));
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

/** A run that was started or redriven outside Millrace gets its records before it is continued: its parameters are frozen from now on. */
async function adopt({ store }: RunnerContext, { record, continuations }: Gathered): Promise<void> {
  await store.writeIndex(record);
  await store.writeRun(record);
  for (const { native, ...continuation } of continuations) {
    await store.writeContinuation(record.run, continuation);
    if (native !== null) await store.writeNative(record.run, continuation.n, { nativeId: native.nativeId, at: native.start });
  }
}

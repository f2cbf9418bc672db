import { graphHash, RunRefused, type RunRequest, type Scalar } from '@millrace/core';
import type { RunRecord } from '@millrace/workload';
import { passesOn } from '../compile/findings.ts';
import { isAwsError } from '../port.ts';
import { executionArn, executionName, liveArn, type RunnerContext } from './context.ts';
import { NotStarted, startedNothing, startRefused } from './refusals.ts';
import { decided, type Decision } from './turns.ts';

/**
 * Starts a run: records first, then the execution, then which execution it is. Safe to call again with the same run: the name of the
 * execution follows from the run, so a start that broke off goes on where it was, and never starts twice. Where runs may not overlap it answers what the
 * first states of the machine decide, since they decide for every way of starting.
 *
 * @throws {RunRefused} for a number that the state machine would change, and so would refuse; where Step Functions refuses the start, and then nothing stays of the run
 */
export async function start(context: RunnerContext, run: RunRequest): Promise<Decision> {
  const { store, pipeline, clock } = context;
  if ((await store.readSkipped(run.id)) !== null) return 'skipped';
  refuseLongNumbers(run);
  const made: RunRecord = {
    schemaVersion: 1, run: run.id, pipeline: pipeline.name, target: 'sfn', graphHash: graphHash(pipeline), date: run.date, params: run.params, createdAt: clock.now(),
  };
  await store.writeIndex(made);
  const fresh = await store.writeRun(made);
  await store.writeContinuation(run.id, { schemaVersion: 1, n: 1, means: 'first', keep: [], at: clock.now() });
  // What was recorded first holds: the parameters are frozen from there on.
  const record = await store.readRun(run.id);
  if (record === null) throw new Error(`The record of run '${run.id}' was written, but cannot be read: is the bucket '${context.site.runs}' emptied at this moment?`);
  try {
    const nativeId = await launch(context, record, 1, []);
    await store.writeNative(record.run, 1, { nativeId, at: clock.now() });
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error;
    // Who may not start often may not write either: the refusal is what has to be told.
    if (fresh) await store.removeRun(record).catch(() => undefined);
    throw startRefused(run.id, error);
  }
  const decision = await decided(context, executionName(record.run, 1));
  if (decision === 'skipped') await store.setSkipped(run.id, clock.now());
  return decision;
}

function refuseLongNumbers({ params }: RunRequest): void {
  const long = Object.entries(params).filter(([, value]) => !passesOn(value)).map(([name, value]) => `${name} is ${String(value)}`);
  if (long.length === 0) return;
  throw new RunRefused(
    `The run was not started: ${long.join(', ')}, but a state machine passes on numbers of at most 15 significant digits.`,
    'Give fewer digits, or declare the parameter as a string.',
  );
}

/** What a continuation knows of the ones before. */
export interface Known {
  /** What kept steps have left, by step. */
  readonly keepOutputs?: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
  /** Automations whose start was not answered when the execution before ended: the name of that attempt, by step. */
  readonly unanswered?: Readonly<Record<string, string>>;
}

/**
 * Starts the execution of a continuation, unless it is there, and answers its ARN.
 *
 * @throws {NotStarted} where Step Functions says that it started nothing
 */
export async function launch(context: RunnerContext, record: RunRecord, n: number, keep: readonly string[], { keepOutputs = {}, unanswered = {} }: Known = {}): Promise<string> {
  const name = executionName(record.run, n);
  const input = {
    run: { id: record.run, date: record.date },
    continuation: n,
    params: record.params,
    keep: Object.fromEntries(keep.map((step) => [step, true])),
    ...(Object.keys(keepOutputs).length > 0 ? { keepOutputs } : {}),
    ...(Object.keys(unanswered).length > 0 ? { unanswered } : {}),
  };
  try {
    await context.port.states('StartExecution', { stateMachineArn: liveArn(context), name, input: JSON.stringify(input) });
  } catch (error) {
    if (startedNothing(error)) throw new NotStarted('Nothing was started.', { cause: error });
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
  }
  return executionArn(context, name);
}

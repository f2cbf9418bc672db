import { graphHash, RunRefused, type RunRequest } from '@millrace/core';
import { argumentText } from '@millrace/params';
import { startRun, type Continuation, type RunRecord } from '@millrace/workload';
import { paramProperty } from '../compile/workflow.ts';
import { CONTINUATION, DATE, RUN, type RunnerContext } from './context.ts';
import { findNative, isLiveNative, ofWorkflow, workflowRun } from './native.ts';
import { isBusy, startRefused } from './refusals.ts';

/**
 * Starts a run: records first, then the workflow run, then which workflow run it is. Safe to call again with the same run: a start
 * that broke off goes on where it was, and never starts twice.
 *
 * @throws {RunRefused} where Glue says for certain that it started nothing: then no record stays
 */
export async function start(context: RunnerContext, run: RunRequest): Promise<'started' | 'skipped' | 'queued'> {
  const { store, pipeline, clock } = context;
  if ((await store.readSkipped(run.id)) !== null) return 'skipped';
  const skips = pipeline.overlap === 'skip';
  const record: RunRecord = {
    schemaVersion: 1, run: run.id, pipeline: pipeline.name, target: 'glue', graphHash: graphHash(pipeline), date: run.date, params: run.params, createdAt: clock.now(),
  };
  const native = async (of: RunRequest): Promise<string> => {
    try {
      return await startFirst(context, of);
    } catch (error) {
      throw skips && isBusy(error) ? error : startRefused(run.id, error);
    }
  };
  try {
    if (await brokeOff(context, run, native)) return 'started';
    await startRun(store, record, clock, () => native(run), (error) => error instanceof RunRefused);
  } catch (error) {
    if (!skips || !isBusy(error)) throw error;
    await store.setSkipped(run.id, clock.now());
    return 'skipped';
  }
  return pipeline.overlap === 'queue' && (await anotherIsLive(context, run.id)) ? 'queued' : 'started';
}

/** A start whose answer was lost is tried again by the client, and may meet itself. */
async function startFirst(context: RunnerContext, run: RunRequest): Promise<string> {
  try {
    return await startNative(context, run, 1);
  } catch (error) {
    const own = isBusy(error) ? (await findNative(context, run.id, { n: 1, means: 'first' }, null))?.WorkflowRunId : undefined;
    if (own === undefined) throw error;
    return own;
  }
}

/** Whether another run holds the turn. The opener decides; this only tells what the start will meet. */
async function anotherIsLive(context: RunnerContext, run: string): Promise<boolean> {
  const holder = await context.store.readHolder();
  if (holder === null || holder.run === run) return false;
  return isLiveNative(await workflowRun(context, holder.nativeId));
}

/** Goes on with a start of which there is a record. True when the run is started now. */
async function brokeOff(context: RunnerContext, { id }: RunRequest, native: (run: RunRequest) => Promise<string>): Promise<boolean> {
  const { store, clock } = context;
  const record = await store.readRun(id);
  if (record === null) return false;
  await store.writeContinuation(id, { schemaVersion: 1, n: 1, means: 'first', keep: [], at: clock.now() });
  const first = (await store.readContinuations(id)).find(({ n }) => n === 1);
  if (first === undefined || (await recovered(context, id, first))) return true;
  await store.writeNative(id, 1, { nativeId: await native({ id, date: record.date, params: record.params }), at: clock.now() });
  return true;
}

async function recovered(context: RunnerContext, run: string, continuation: Continuation): Promise<boolean> {
  if (continuation.native !== null) return true;
  const found = await findNative(context, run, continuation, null);
  if (found?.WorkflowRunId === undefined) return false;
  await context.store.writeNative(run, continuation.n, { nativeId: found.WorkflowRunId, at: context.clock.now() });
  return true;
}

/** Starts a fresh workflow run for a continuation. */
export async function startNative(context: RunnerContext, run: RunRequest, n: number): Promise<string> {
  const { port, workflow } = context;
  const { RunId } = await ofWorkflow(context, port.call('StartWorkflowRun', { Name: workflow, RunProperties: { ...propertiesOf(run), [CONTINUATION]: String(n) } }));
  return accepted(RunId, run.id);
}

/** Run, day and parameters as run properties: what the bootstrap reads. */
export function propertiesOf(run: RunRequest): Readonly<Record<string, string>> {
  const params = Object.entries(run.params).map(([name, value]) => [paramProperty(name), argumentText(value)] as const);
  return { [RUN]: run.id, [DATE]: run.date, ...Object.fromEntries(params) };
}

export function accepted(nativeId: string | undefined, run: string): string {
  if (nativeId === undefined) throw new Error(`Glue accepted the start of run '${run}' but told no id. Look with \`millrace status ${run}\`.`);
  return nativeId;
}

import { stableJson } from '@millrace/core';
import type { NativeRecord, RunRecord } from './records.ts';
import type { RunStore } from './store.ts';

/** Starts the native run of a continuation and answers its id. Called once, after everything it reads is written. */
export type StartNative = (n: number) => Promise<string>;

/** A resume that came second. */
export class ContinuationTaken extends Error {
  override readonly name = 'ContinuationTaken';
  /** What to do instead. */
  readonly hint: string;
  constructor(run: string, n: number) {
    super(`Continuation ${n} of run ${run} has just been opened by someone else, so this resume started nothing.`);
    this.hint = `\`millrace status ${run}\` tells how the run goes on.`;
  }
}

/** True for an error by which the service says for certain that it started nothing. */
export type Refused = (error: unknown) => boolean;

/**
 * Records a run and starts it. A crash leaves either nothing that is listed, or a run with its frozen parameters whose native start can be
 * looked up by its run id: the index entry comes first (without a record it is not listed), then the record and the continuation, then the start.
 *
 * @param refused then nothing stays of the run, and the error goes on
 * @returns the native id
 */
export async function startRun(runs: RunStore, record: RunRecord, clock: { now(): number }, start: StartNative, refused: Refused = () => false): Promise<string> {
  await runs.writeIndex(record);
  // A write whose answer was lost is tried again by the client and refused for its own first try: ids of runs are unique, so the record tells.
  if (!(await runs.writeRun(record)) && stableJson(await runs.readRun(record.run)) !== stableJson(record)) throw new ContinuationTaken(record.run, 1);
  await runs.writeContinuation(record.run, { schemaVersion: 1, n: 1, means: 'first', keep: [], at: clock.now() });
  try {
    return await begin(runs, record.run, 1, clock, start);
  } catch (error) {
    // Who may not start often may not write either: the refusal is what has to be told.
    if (refused(error)) await runs.removeRun(record).catch(() => undefined);
    throw error;
  }
}

/**
 * Opens the next continuation. Its record is the lock between two resumes: the second gets `ContinuationTaken`. The stop flag goes
 * before the native start, since bootstraps obey it.
 *
 * @param after the highest number that a continuation had when the run was looked at by which the resume was decided: what is read now may be
 * another resume's already
 * @param refused then all is as before, and the error goes on
 */
export async function openContinuation(
  runs: RunStore,
  plan: { readonly run: string; readonly means: 'native' | 'skipMap'; readonly keep: readonly string[] },
  after: number,
  clock: { now(): number },
  start: StartNative,
  refused: Refused = () => false,
): Promise<string> {
  const n = after + 1;
  const record = { schemaVersion: 1, n, means: plan.means, keep: plan.keep, at: clock.now() } as const;
  if (!(await runs.writeContinuation(plan.run, record))) throw new ContinuationTaken(plan.run, n);
  const stopped = await runs.readStop(plan.run);
  await runs.clearStop(plan.run);
  try {
    return await begin(runs, plan.run, n, clock, start);
  } catch (error) {
    if (!refused(error)) throw error;
    await takeBack(runs, plan.run, n, stopped?.at ?? null);
    throw error;
  }
}

/** Why the start was refused is what has to be told: who may not start often may not write either, and a continuation that nothing serves does no harm. */
async function takeBack(runs: RunStore, run: string, n: number, stopped: number | null): Promise<void> {
  try {
    if (stopped !== null) await runs.setStop(run, stopped);
    await runs.removeContinuation(run, n);
  } catch {
    // The refusal follows.
  }
}

async function begin(runs: RunStore, run: string, n: number, clock: { now(): number }, start: StartNative): Promise<string> {
  const native: NativeRecord = { nativeId: await start(n), at: clock.now() };
  await runs.writeNative(run, n, native);
  return native.nativeId;
}

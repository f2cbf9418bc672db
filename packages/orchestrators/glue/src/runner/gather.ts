import { dayIn, graphHash } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { scheduledAt } from '@millrace/runtime';
import { requireOwn, type Continuation, type RunRecord } from '@millrace/workload';
import type { WorkflowRun } from '../port.ts';
import { DATE, type RunnerContext } from './context.ts';
import { findNative, isOutside, milliseconds, outsideRunId, workflowRun, workflowRuns } from './native.ts';

/** A continuation with the workflow run that serves it. */
export interface Served {
  readonly continuation: Continuation;
  /** Null where the start never came through, or where Glue has forgotten the run. */
  readonly native: WorkflowRun | null;
}

/** Everything that Glue and the run's folder say of a run, before it is read as outcomes. */
export interface Gathered {
  readonly run: string;
  readonly record: RunRecord;
  readonly served: readonly Served[];
  /** The highest number of a continuation that is recorded. */
  readonly last: number;
  /** The workflow run of the last continuation that was started. */
  readonly nativeId: string | null;
}

/** Null when the id names nothing. */
export async function gather(context: RunnerContext, run: string): Promise<Gathered | null> {
  const record = await context.store.readRun(run);
  if (record !== null) requireOwn(record, 'glue', context.site);
  const continuations = await context.store.readContinuations(run);
  const last = Math.max(0, ...continuations.map(({ n }) => n));
  if (record !== null) return gathered(record, await serve(context, run, continuations, []), last);
  const first = await outside(context, run);
  if (first === null) return null;
  const at = milliseconds(first.StartedOn) ?? 0;
  const opened: Continuation = { schemaVersion: 1, n: 1, means: 'first', keep: [], at, native: { nativeId: first.WorkflowRunId ?? '', at } };
  return gathered(outsideRecord(context, run, first), await serve(context, run, continuations.filter(({ n }) => n > 1), [{ continuation: opened, native: await workflowRun(context, first.WorkflowRunId ?? '') }]), last);
}

const gathered = (record: RunRecord, served: readonly Served[], last: number): Gathered => ({
  run: record.run, record, served, last, nativeId: served.findLast(({ continuation }) => continuation.native !== null)?.continuation.native?.nativeId ?? null,
});

async function serve(context: RunnerContext, run: string, continuations: readonly Continuation[], before: readonly Served[]): Promise<readonly Served[]> {
  const served = [...before];
  const taken = new Set([...before.map(({ continuation }) => continuation), ...continuations].flatMap(({ native }) => (native === null ? [] : [native.nativeId])));
  for (const continuation of continuations) {
    const previous = served.findLast(({ native }) => native !== null)?.native?.WorkflowRunId ?? null;
    const known = continuation.native?.nativeId ?? (couldBeFound(continuation, continuations) ? await lookUp(context, run, continuation, previous, taken) : null);
    if (known !== null) taken.add(known);
    const native = known === null ? null : await workflowRun(context, known);
    served.push({ continuation: { ...continuation, native: known === null ? null : { nativeId: known, at: continuation.native?.at ?? continuation.at } }, native });
  }
  return served;
}

/**
 * Nothing but the run that it continues tells which workflow run serves a native continuation. One that a later continuation has overtaken was
 * looked for before that one opened, so what continues the same run is the later one's.
 */
const couldBeFound = ({ n, means }: Continuation, all: readonly Continuation[]): boolean => means !== 'native' || all.every((other) => other.n <= n);

/** A start whose record is missing: found by what Glue knows, and recorded now. */
async function lookUp(context: RunnerContext, run: string, continuation: Continuation, previous: string | null, taken: ReadonlySet<string>): Promise<string | null> {
  const found = await findNative(context, run, continuation, previous, taken);
  if (found?.WorkflowRunId === undefined) return null;
  await context.store.writeNative(run, continuation.n, { nativeId: found.WorkflowRunId, at: context.clock.now() });
  return found.WorkflowRunId;
}

async function outside(context: RunnerContext, run: string): Promise<WorkflowRun | null> {
  for await (const one of workflowRuns(context)) {
    if (outsideRunId(one.WorkflowRunId ?? '') === run && (await isOutside(context, one))) return one;
  }
  return null;
}

/** What a run that was started outside Millrace would have recorded. */
function outsideRecord({ pipeline, site, workflow }: RunnerContext, run: string, first: WorkflowRun): RunRecord {
  const properties = first.WorkflowRunProperties ?? {};
  const given = Object.fromEntries(Object.keys(pipeline.params).flatMap((name) => {
    const text = properties[`param:${name}`];
    return text === undefined ? [] : [[name, text]];
  }));
  const createdAt = milliseconds(first.StartedOn) ?? 0;
  const date = properties[DATE] ?? dayIn(pipeline.timezone, scheduledAt(properties) ?? createdAt);
  const layers = [{ name: 'environment', values: site.params }, { name: `workflow '${workflow}'`, values: given }];
  const { values } = resolveParams(pipeline.params, layers, { id: run, date });
  return { schemaVersion: 1, run, pipeline: pipeline.name, target: 'glue', graphHash: graphHash(pipeline), date, params: values, createdAt };
}

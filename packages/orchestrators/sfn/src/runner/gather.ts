import { dayIn, graphHash } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { requireOwn, SCHEDULED, type ObservedContinuation, type RunRecord, type StopFlag } from '@millrace/workload';
import type { Execution } from '../port.ts';
import { milliseconds, ownOf, type RunnerContext } from './context.ts';
import { observed, type Observed } from './continuations.ts';
import { execution, fieldsIn, jsonIn, settledBy, spanOf } from './executions.ts';

/** What is known of a run, before it is read as outcomes. */
export interface Gathered {
  /** With the pipeline of the version that the run's latest execution is of. */
  readonly own: RunnerContext;
  readonly record: RunRecord;
  /** False for a run that was started or redriven outside Millrace: what is not recorded of it is made up from its execution. */
  readonly recorded: boolean;
  readonly continuations: readonly ObservedContinuation[];
  /** The highest number that a continuation has taken, of those too that came to nothing. */
  readonly last: number;
  /** Nothing of the run was started, since another one was live. */
  readonly skipped: StopFlag | null;
}

/** Null when the id names nothing. */
export async function gather(context: RunnerContext, run: string): Promise<Gathered | null> {
  const record = await context.store.readRun(run);
  if (record === null) return await outside(context, run);
  requireOwn(record, 'sfn', context.site);
  const known = await context.store.readContinuations(run);
  const found = await observed(context, run, known.filter(({ skipped }) => skipped !== true));
  const skipped = (await context.store.readSkipped(run)) ?? (await noteSkips(context, run, found));
  const continuations = found.filter(({ n, native }) => n === 1 || native?.skipped !== true);
  const last = Math.max(0, ...known.map(({ n }) => n), ...found.map(({ n }) => n));
  const latest = continuations.findLast(({ execution: one }) => one !== null)?.execution ?? null;
  const own = latest === null ? context : await ownOf(context, latest);
  return { own, record: asRun(record, context, own), recorded: continuations.every(({ outside }) => !outside), continuations: continuations.map(plain), last, skipped };
}

/** Whoever starts a run while somebody else moves the alias records one graph and starts another: a resume has to know which ran. */
const asRun = (record: RunRecord, context: RunnerContext, { pipeline }: RunnerContext): RunRecord => (pipeline === context.pipeline ? record : { ...record, graphHash: graphHash(pipeline) });

const plain = ({ outside: _outside, execution: _execution, ...one }: Observed): ObservedContinuation => one;

/** Whoever started them may not have seen it. Step Functions forgets, the run's folder does not. */
async function noteSkips({ store }: RunnerContext, run: string, found: readonly ObservedContinuation[]): Promise<StopFlag | null> {
  const skips = found.flatMap(({ n, native }) => (native?.skipped === true ? [{ n, at: native.end ?? native.start }] : []));
  for (const { n, at } of skips) await (n === 1 ? store.setSkipped(run, at) : store.skipContinuation(run, n, at));
  return skips.find(({ n }) => n === 1) ?? null;
}

async function outside(context: RunnerContext, run: string): Promise<Gathered | null> {
  const found = await execution(context, run);
  if (found === null) return null;
  const own = await ownOf(context, found);
  const span = spanOf(found);
  const first = { schemaVersion: 1, n: 1, means: 'first', keep: [], at: span.start, native: { nativeId: span.nativeId, at: span.start } } as const;
  const continuations = await observed(own, run, [first]);
  const skipped = span.skipped === true ? { at: span.end ?? span.start } : null;
  return { own, record: await outsideRecord(own, run, found), recorded: false, continuations: continuations.map(plain), last: continuations.at(-1)?.n ?? 1, skipped };
}

/** Does the name say that Millrace started it? */
export const isOurs = (name: string): boolean => /^\d{8}t\d{6}-[a-z2-7]{6}-\d+$/.test(name);

/** What a run that was started outside Millrace would have recorded: what the first state of the machine has settled, else what it will make of the input. */
async function outsideRecord(context: RunnerContext, run: string, found: Execution): Promise<RunRecord> {
  const { pipeline, site } = context;
  const createdAt = milliseconds(found.startDate ?? 0);
  const input = inputOf(found);
  const settled = await settledBy(context, found.executionArn ?? '');
  const date = word(fieldsIn(settled.run)['date']) ?? input.date ?? dayIn(pipeline.timezone, input.scheduled ?? createdAt);
  const own = (values: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(pipeline.params, name)));
  const layers = [{ name: 'environment', values: own(site.params) }, { name: 'input', values: own(input.params) }, { name: 'execution', values: own(fieldsIn(settled.params)) }];
  const { values } = resolveParams(pipeline.params, layers, { id: run, date });
  return { schemaVersion: 1, run, pipeline: pipeline.name, target: 'sfn', graphHash: graphHash(pipeline), date, params: values, createdAt };
}

interface Input {
  readonly date: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  /** The instant of a schedule, in epoch milliseconds. */
  readonly scheduled: number | null;
}

function inputOf({ input = '{}' }: Execution): Input {
  const all = fieldsIn(jsonIn(input));
  const scheduled = Date.parse(word(all[SCHEDULED]) ?? '');
  return { date: word(fieldsIn(all['run'])['date']), params: fieldsIn(all['params']), scheduled: Number.isNaN(scheduled) ? null : scheduled };
}

const word = (value: unknown): string | null => (typeof value === 'string' ? value : null);

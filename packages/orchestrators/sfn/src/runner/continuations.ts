import type { Continuation, NativeRecord, NativeSpan, ObservedContinuation } from '@millrace/workload';
import type { Execution, HistoryEvent } from '../port.ts';
import { outcomeIn } from './called.ts';
import { executionName, ownOf, type RunnerContext } from './context.ts';
import { historyOf, stretches, type Stretch } from './events.ts';
import { execution, spanOf } from './executions.ts';

/** A continuation as Step Functions tells it; `outside`: someone redrove an execution without Millrace, so that nothing is recorded of it. */
export type Observed = ObservedContinuation & { readonly outside: boolean; readonly execution: Execution | null };

/** What became of the continuations that are recorded, and of redrives that are not. */
export async function observed(context: RunnerContext, run: string, known: readonly Continuation[]): Promise<readonly Observed[]> {
  const found: Observed[] = [];
  const served = new Map<string, number>();
  for (const { native, ...continuation } of known) {
    const { n, means } = continuation;
    const before = found.at(-1)?.native?.nativeId;
    const name = nameOf(native?.nativeId ?? (means === 'native' ? before : undefined)) ?? executionName(run, n);
    const one = await execution(context, name);
    const first = served.get(one?.executionArn ?? '') ?? n;
    if (one === null || (n > first && (one.redriveCount ?? 0) < n - first)) {
      found.push({ ...continuation, outside: false, execution: null, native: one === null ? forgotten(native) : null });
      continue;
    }
    served.set(one.executionArn ?? '', first);
    // A start or a redrive that broke off before it was recorded.
    if (native === null) await context.store.writeNative(run, n, { nativeId: one.executionArn ?? '', at: context.clock.now() });
    found.push({ ...continuation, outside: false, execution: one, native: spanOf(one) });
    const next = known.find((other) => other.n > n);
    if (next?.means !== 'native') found.push(...(await redrivenOutside(context, one, first, n, next?.n ?? Infinity)));
  }
  return await apart(context, found, served);
}

const nameOf = (arn: string | undefined): string | undefined => arn?.slice(arn.lastIndexOf(':') + 1);

/** An execution that Step Functions no longer knows has long ended. */
const forgotten = (native: NativeRecord | null): ObservedContinuation['native'] => (native === null ? null : { nativeId: native.nativeId, start: native.at, end: native.at, state: 'ended' });

/** Continuations `last + 1` up to `until` that redrives outside Millrace have made of an execution whose first is `first`. */
async function redrivenOutside(context: RunnerContext, one: Execution, first: number, last: number, until: number): Promise<readonly Observed[]> {
  const count = Math.min(first + (one.redriveCount ?? 0), until - 1) - last;
  if (count <= 0) return [];
  const [events, own] = [await historyOf(context, one.executionArn ?? ''), await ownOf(context, one)];
  return stretches(events).slice(last - first + 1, last - first + 1 + count).map(({ start, events: [redriven] }, at): Observed => ({
    schemaVersion: 1, n: last + 1 + at, means: 'native', keep: succeededBefore(own, events, redriven), at: start, outside: true, execution: one, native: spanOf(one),
  }));
}

function succeededBefore({ pipeline }: RunnerContext, events: readonly HistoryEvent[], redriven: HistoryEvent | undefined): readonly string[] {
  const before = events.slice(0, redriven === undefined ? 0 : events.indexOf(redriven));
  return pipeline.steps.map(({ name }) => name).filter((name) => lastOutcome(before, name) === 'succeeded');
}

const lastOutcome = (events: readonly HistoryEvent[], step: string): string | null => events.reduce<string | null>((last, event) => outcomeIn(event, step) ?? last, null);

/** Where one execution serves several continuations, each has its stretch of it. */
async function apart(context: RunnerContext, continuations: readonly Observed[], served: ReadonlyMap<string, number>): Promise<readonly Observed[]> {
  const shared = [...served.keys()].filter((arn) => continuations.filter(({ native }) => native?.nativeId === arn).length > 1);
  const parts = new Map<string, readonly Stretch[]>();
  for (const arn of shared) parts.set(arn, stretches(await historyOf(context, arn)));
  return continuations.map((one): Observed => {
    const { native, n } = one;
    const part = native === null ? undefined : parts.get(native.nativeId)?.[n - (served.get(native.nativeId) ?? n)];
    return native === null || part === undefined ? one : { ...one, native: inStretch(native, part) };
  });
}

function inStretch(native: NativeSpan, { start, end, stopped }: Stretch): NativeSpan {
  // The execution itself tells its last end alone.
  if (end === native.end || end === null) return { ...native, start };
  return { nativeId: native.nativeId, start, end, state: stopped ? 'stopped' : 'ended' };
}

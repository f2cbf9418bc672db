import { turnsKey, type NativeSpan } from '@millrace/workload';
import { executionArn, type RunnerContext } from './context.ts';
import { execution, executions, saysSkipped } from './executions.ts';

/** What becomes of a start. */
export type Decision = 'started' | 'skipped' | 'queued';

/** The machine decides within seconds, unless many runs start at once. */
const LOOKS_MS = [250, 500, 1000, 1000, 2000, 2000, 3000, 5000, 5000, 10_000, 10_000, 20_000, 30_000, 30_000];

/** Waits until the first states of the execution with this name have decided about it. One about which they take longer goes on by itself. */
export async function decided(context: RunnerContext, name: string): Promise<Decision> {
  const { overlap } = context.pipeline;
  if (overlap === 'allow') return 'started';
  const arn = executionArn(context, name);
  for (const pause of LOOKS_MS) {
    await context.clock.sleep(pause);
    const before = await runsBefore(context, arn);
    if (before !== null) return overlap === 'queue' && (await countLive(context, before)) > 0 ? 'queued' : 'started';
    const found = await execution(context, name);
    // How it ended without a turn, or after one that is over, its snapshot tells.
    if (found !== null && found.status !== 'RUNNING') return saysSkipped(found.output) ? 'skipped' : 'started';
  }
  return overlap === 'queue' ? 'queued' : 'started';
}

/** How many live runs have their turn before the run that this execution serves; 0 as soon as it has its own. */
export async function aheadOf(context: RunnerContext, native: NativeSpan | null): Promise<number> {
  if (context.pipeline.overlap !== 'queue' || native?.state !== 'running') return 0;
  return await countLive(context, (await runsBefore(context, native.nativeId)) ?? []);
}

/** Executions that stand before this one in the list of turns; null while it is not on it. */
async function runsBefore({ store, site, pipeline }: RunnerContext, arn: string): Promise<readonly string[] | null> {
  const turns = (await store.readTurns(turnsKey(site, pipeline))).map(({ execution: one }) => one);
  const at = turns.indexOf(arn);
  return at === -1 ? null : turns.slice(0, at);
}

async function countLive(context: RunnerContext, arns: readonly string[]): Promise<number> {
  if (arns.length === 0) return 0;
  const live = new Set<string>();
  for await (const { executionArn: arn = '' } of executions(context, 'RUNNING')) live.add(arn);
  return arns.filter((arn) => live.has(arn)).length;
}

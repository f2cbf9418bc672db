import { nativeName, type StopFlag } from '@millrace/workload';
import { isAwsError } from '../port.ts';
import { attemptsOf } from './attempts.ts';
import type { RunnerContext } from './context.ts';
import { gather, type Gathered } from './gather.ts';

/**
 * Stops a run: the flag, which tells how it ended, then the execution, so that nothing starts any more, then what is live, job runs,
 * crawls and automations of this run alone. Does nothing to a run that has ended.
 */
export async function stop(context: RunnerContext, facts: Gathered): Promise<void> {
  const { run } = facts.record;
  const latest = facts.continuations.at(-1)?.native;
  const before = await attemptsOf(context, facts);
  const busy = Object.values(before).some((attempts) => attempts.some((attempt) => attempt.state === 'running'));
  if (latest?.state !== 'running' && !busy) return;
  // One that a redrive has outlived is no more; it would stand in the way of this one.
  if ((await stopOf(context, facts)) === null) await context.store.clearStop(run);
  await context.store.setStop(run, context.clock.now());
  const asked = new Set<string>();
  if (latest?.state === 'running') {
    await context.port.states('StopExecution', { executionArn: latest.nativeId, error: 'Millrace.Stopped', cause: 'Someone stopped the run.' });
  }
  // Looked at again: more may have started until the execution was stopped.
  await stopLive(context, (await gather(context, run)) ?? facts, asked);
  if (latest?.state !== 'running') return;
  // A start that was under way when the execution stopped is seen by now.
  await context.clock.sleep(SETTLE_MS);
  await stopLive(context, (await gather(context, run)) ?? facts, asked);
}

/** The stop flag of a run; null without one, and where someone has redriven the run in the console since: that takes no flag away. */
export async function stopOf({ store }: RunnerContext, { record, continuations }: Gathered): Promise<StopFlag | null> {
  const flag = await store.readStop(record.run);
  const latest = continuations.at(-1);
  return flag !== null && latest?.means === 'native' && latest.native !== null && latest.native.start > flag.at ? null : flag;
}

const SETTLE_MS = 5_000;

/** Asks what is live to stop, each once: `asked` remembers. */
async function stopLive(context: RunnerContext, facts: Gathered, asked: Set<string>): Promise<void> {
  const attempts = await attemptsOf(context, facts);
  const steps = [...context.pipeline.steps, context.pipeline.onFailure, context.pipeline.finally].filter((step) => step !== null);
  for (const step of steps) {
    const live = (attempts[step.name] ?? []).filter((attempt) => attempt.state === 'running' && attempt.nativeId !== '' && !asked.has(attempt.nativeId)).map((attempt) => attempt.nativeId);
    if (live.length === 0) continue;
    for (const id of live) asked.add(id);
    const name = nativeName(context.site, context.pipeline, step);
    if (step.kind === 'crawler') await stopCrawler(context, name);
    else if (step.kind === 'ssm') for (const id of live) await stopAutomation(context, id);
    // Answers with an error per job run that is stopping already: that is what is wanted.
    else if (step.kind === 'glueJob') await context.port.glue('BatchStopJobRun', { JobName: name, JobRunIds: live });
  }
}

async function stopAutomation({ port }: RunnerContext, id: string): Promise<void> {
  try {
    await port.ssm('StopAutomationExecution', { AutomationExecutionId: id, Type: 'Cancel' });
  } catch (error) {
    // Ended meanwhile.
    if (!isAwsError(error, 'InvalidAutomationStatusUpdateException', 'AutomationExecutionNotFoundException')) throw error;
  }
}

async function stopCrawler({ port }: RunnerContext, name: string): Promise<void> {
  try {
    await port.glue('StopCrawler', { Name: name });
  } catch (error) {
    if (!isAwsError(error, 'CrawlerNotRunningException', 'CrawlerStoppingException')) throw error;
  }
}

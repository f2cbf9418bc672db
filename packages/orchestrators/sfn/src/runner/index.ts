import { isLiveState, RunNotFound, type LogFollow, type Runner, type RunSnapshot, type RunSummary } from '@millrace/core';
import { snapshot, type ObservedAttempt, type ObservedContinuation } from '@millrace/workload';
import { attemptsOf } from './attempts.ts';
import type { RunnerContext } from './context.ts';
import { executions } from './executions.ts';
import { gather, isOurs, type Gathered } from './gather.ts';
import { planResume, resume } from './resume.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';

/** Runs a deployed pipeline. */
export function createRunner(context: RunnerContext): Runner {
  const facts = async (run: string): Promise<Gathered> => {
    const found = await gather(context, run);
    if (found === null) throw new RunNotFound(`There is no run '${run}' of pipeline '${context.pipeline.name}'. List runs with \`millrace status\`.`);
    return found;
  };
  const look = async (found: Gathered): Promise<RunSnapshot> => {
    const attempts = await attemptsOf(context, found);
    return snapshot({
      pipeline: context.pipeline,
      record: found.record,
      continuations: found.continuations.map((continuation) => untilLast(continuation, attempts)),
      attempts,
      stop: await context.store.readStop(found.record.run),
      now: context.clock.now(),
    });
  };
  const describe: Runner['describe'] = async (run) => await look(await facts(run));
  return {
    describe,
    start: async (run) => await start(context, run),
    list: async (limit) => await list(context, limit, describe),
    stop: async (run) => await stop(context, await facts(run)),
    plan: async (run) => planResume(context, await describe(run)),
    resume: async (plan) => {
      const found = await facts(plan.run);
      await resume(context, plan, found, await look(found));
    },
    log: (run, step, attempt, follow) => log(context, describe, run, step, attempt, follow),
  };
}

/** An execution that stops early ends before the job runs that it asked to stop; the run ends with the last of them. */
function untilLast(continuation: ObservedContinuation, attempts: Readonly<Record<string, readonly ObservedAttempt[]>>): ObservedContinuation {
  const { native } = continuation;
  if (native?.end == null) return continuation;
  const own = Object.values(attempts).flat().filter((attempt) => attempt.continuation === continuation.n);
  const end = own.some((attempt) => attempt.end === null) ? null : Math.max(native.end, ...own.map((attempt) => attempt.end ?? 0));
  return { ...continuation, native: { ...native, end } };
}

async function list(context: RunnerContext, limit: number, describe: Runner['describe']): Promise<readonly RunSummary[]> {
  const ids = new Set(await context.store.listRuns(limit, 'sfn'));
  let others = 0;
  for await (const { name = '' } of executions(context)) {
    if (others >= limit) break;
    if (isOurs(name) || ids.has(name) || (await context.store.readRun(name)) !== null) continue;
    ids.add(name);
    others += 1;
  }
  const summaries = await Promise.all([...ids].map(async (id) => summaryOf(await describe(id))));
  return summaries.toSorted((a, b) => b.start - a.start).slice(0, limit);
}

function summaryOf({ run, state, continuations, asOf }: RunSnapshot): RunSummary {
  return { run, state, start: continuations[0]?.start ?? asOf, end: isLiveState(state) ? null : (continuations.at(-1)?.end ?? null) };
}

async function* log(context: RunnerContext, describe: Runner['describe'], run: string, step: string, attempt: number, follow?: LogFollow): AsyncIterable<string> {
  const { steps } = await describe(run);
  const found = steps[step];
  if (found === undefined) throw new Error(`Pipeline '${context.pipeline.name}' has no step '${step}'. Its steps are ${Object.keys(steps).join(', ')}.`);
  const one = found.attempts[attempt - 1];
  if (one === undefined) throw new Error(`Step '${step}' of run '${run}' has ${found.attempts.length} attempts; attempt ${attempt} is none of them.`);
  if (context.pipeline.steps.some(({ name, kind }) => name === step && kind === 'crawler')) {
    throw new Error(`Step '${step}' is a crawl, which prints nothing here. Its log on AWS is in the group '/aws-glue/crawlers'.`);
  }
  yield* context.logs(one.nativeId, follow);
}

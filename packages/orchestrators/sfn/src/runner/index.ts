import { RunNotFound, type LogFollow, type Runner, type RunSnapshot, type StepKind } from '@millrace/core';
import { allSteps, snapshot, tellStreams, type ObservedAttempt, type ObservedContinuation } from '@millrace/workload';
import { attemptsOf } from './attempts.ts';
import type { RunnerContext } from './context.ts';
import { refusedBy } from './executions.ts';
import { gather, type Gathered } from './gather.ts';
import { find, list, live } from './list.ts';
import { planResume, resume } from './resume.ts';
import { start } from './start.ts';
import { stop, stopOf } from './stop.ts';
import { aheadOf } from './turns.ts';

/** Runs a deployed pipeline. What it starts goes by `context.pipeline`; what it tells, logs and stops goes by the run's own. */
export function createRunner(context: RunnerContext): Runner {
  const owns = new Map<string, RunnerContext>();
  const facts = async (run: string): Promise<Gathered> => {
    const found = await gather(context, run);
    if (found === null) throw new RunNotFound(`There is no run '${run}' of pipeline '${context.pipeline.name}'.`);
    owns.set(run, found.own);
    return found;
  };
  const look = async (found: Gathered): Promise<RunSnapshot> => {
    const { own } = found;
    const attempts = await attemptsOf(own, found);
    return tellStreams(own, snapshot({
      pipeline: own.pipeline,
      record: found.record,
      continuations: found.continuations.map((continuation) => untilLast(continuation, attempts)),
      attempts,
      stop: await stopOf(own, found),
      skipped: found.skipped,
      ahead: await aheadOf(own, found.continuations.at(-1)?.native ?? null),
      refused: refusedBy(found.continuations),
      now: context.clock.now(),
    }));
  };
  const describe: Runner['describe'] = async (run) => await look(await facts(run));
  return {
    describe,
    start: async (run) => await start(context, run),
    list: async (limit) => await list(context, limit, describe),
    live: async () => await live(context, describe),
    find: async (prefix) => await find(context, prefix),
    stop: async (run) => {
      const found = await facts(run);
      await stop(found.own, found);
    },
    pipelineOf: async (run) => {
      const own = owns.get(run) ?? (await facts(run)).own;
      return own.unkept === true ? null : own.pipeline;
    },
    plan: async (run) => {
      const found = await facts(run);
      return await planResume(context, found, await look(found));
    },
    resume: async (plan) => {
      const found = await facts(plan.run);
      await resume(context, plan, found, await look(found));
    },
    log: (run, step, attempt, follow) => log(() => owns.get(run) ?? context, describe, run, step, attempt, follow),
  };
}

/** An execution that stops early ends before the job runs that it asked to stop; the run ends with the last of them. */
function untilLast(continuation: ObservedContinuation, attempts: Readonly<Record<string, readonly ObservedAttempt[]>>): ObservedContinuation {
  const { native } = continuation;
  if (native?.end == null) return continuation;
  const own = Object.values(attempts).flat().filter((attempt) => attempt.continuation === continuation.n);
  const end = own.some((attempt) => attempt.end === null) ? null : Math.max(native.end, ...own.map((attempt) => attempt.end ?? 0));
  // What ended the execution is told by the step that went wrong.
  const told = native.state !== 'stopped' && own.some(({ state }) => state === 'failed' || state === 'timedOut');
  const { message, ...span } = native;
  return { ...continuation, native: { ...span, end, ...(message === undefined || told ? {} : { message }) } };
}

const SILENT: Readonly<Record<Exclude<StepKind, 'glueJob'>, string>> = {
  crawler: "a crawl, which prints nothing here. Its log on AWS is in the group '/aws-glue/crawlers'.",
  lambda: "a function, which prints nothing here. Its log is in the group '/aws/lambda/' and its name.",
  sns: 'a message, which prints nothing.',
  ssm: 'an automation, which prints nothing here. `aws ssm get-automation-execution` tells its steps.',
  wait: 'a wait, which prints nothing.',
};

async function* log(ownOf: () => RunnerContext, describe: Runner['describe'], run: string, step: string, attempt: number, follow?: LogFollow): AsyncIterable<string> {
  const { steps } = await describe(run);
  const context = ownOf();
  const found = steps[step];
  if (found === undefined) throw new Error(`Pipeline '${context.pipeline.name}' has no step '${step}'. Its steps are ${Object.keys(steps).join(', ')}.`);
  const one = found.attempts[attempt - 1];
  if (one === undefined) throw new Error(`Step '${step}' of run '${run}' has ${found.attempts.length} attempts; attempt ${attempt} is none of them.`);
  const kind = allSteps(context.pipeline).find(({ name }) => name === step)?.kind;
  if (kind !== undefined && kind !== 'glueJob') throw new Error(`Step '${step}' is ${SILENT[kind]}`);
  yield* context.logs(one.nativeId, follow);
}

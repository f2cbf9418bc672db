import { RunNotFound, type LogFollow, type ResumePlan, type ResumeRefusal, type Runner, type RunSnapshot } from '@millrace/core';
import { snapshot, tellStreams } from '@millrace/workload';
import { bookmarks, rewind } from './bookmarks.ts';
import type { WorkflowRun } from '../port.ts';
import type { RunnerContext } from './context.ts';
import { gather, type Gathered } from './gather.ts';
import { helperRuns } from './helpers.ts';
import { find, list, live } from './list.ts';
import { tellLost } from './lost.ts';
import { observeRun } from './observe.ts';
import { planResume } from './plan.ts';
import { resume } from './resume.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';

/** A run with all that was found out about it. */
interface Known {
  readonly gathered: Gathered;
  readonly snapshot: RunSnapshot;
}

/** The runner of a deployed pipeline on Glue. */
export function createRunner(context: RunnerContext): Runner {
  const known = async (run: string): Promise<Known> => {
    const gathered = await gather(context, run);
    if (gathered === null) throw new RunNotFound(`No run '${run}' of pipeline '${context.pipeline.name}': neither its folder nor a run of workflow '${context.workflow}' is there.`);
    const seen = snapshot(await observeRun(context, gathered));
    return { gathered, snapshot: tellLost(context, tellStreams(context, seen), lastNative(gathered)) };
  };
  const describe = async (run: string): Promise<RunSnapshot> => (await known(run)).snapshot;
  return {
    start: (run) => start(context, run),
    list: (limit) => list(context, limit, describe),
    live: () => live(context, describe),
    find: (prefix) => find(context, prefix),
    describe,
    stop: async (run) => {
      const found = await known(run);
      await stop(context, found.gathered, found.snapshot);
    },
    plan: async (run) => planOf(context, await known(run)),
    resume: async (plan) => {
      const found = await known(plan.run);
      await resume(context, plan, found.gathered, planOf(context, found));
    },
    log: (run, step, attempt, follow) => log(context, describe, run, step, attempt, follow),
    helpers: async (run) => helperRuns(context, (await known(run)).gathered),
    bookmarks: async (run, steps) => await bookmarks(context, await describe(run), steps),
    rewind: (found) => rewind(context, found),
  };
}

const lastNative = ({ served }: Gathered): WorkflowRun | null => served.findLast(({ native }) => native !== null)?.native ?? null;

function planOf(context: RunnerContext, { gathered, snapshot: now }: Known): ResumePlan | ResumeRefusal {
  return planResume({ pipeline: context.pipeline, snapshot: now, last: lastNative(gathered), nodes: context.nodes });
}

async function* log(context: RunnerContext, describe: (run: string) => Promise<RunSnapshot>, run: string, step: string, attempt: number, follow?: LogFollow): AsyncGenerator<string> {
  const steps = (await describe(run)).steps;
  const found = steps[step];
  if (found === undefined) throw new Error(`Run '${run}' has no step '${step}'. Its steps: ${Object.keys(steps).join(', ')}.`);
  const one = found.attempts[attempt - 1];
  if (one === undefined) throw new Error(`Step '${step}' of run '${run}' has ${found.attempts.length} attempts, so there is no attempt ${attempt}.`);
  if (context.pipeline.steps.find(({ name }) => name === step)?.kind === 'crawler') throw new Error(`Step '${step}' is a crawler, and logs of crawls are not read yet. On AWS they are in CloudWatch Logs, group '/aws-glue/crawlers'.`);
  yield* context.logs(one.nativeId, follow);
}

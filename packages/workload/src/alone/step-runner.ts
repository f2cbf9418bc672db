import { RunRefused, type Pipeline, type RunRequest, type Site, type StepOf, type StepRun, type StepRunner } from '@millrace/core';
import { nativeName } from '../names/physical.ts';
import { isAwsError, type LogReader } from '../port.ts';
import { timeoutMinutes } from '../resources/job.ts';
import { outcomeOfJobRun } from '../runs/outcome.ts';
import { resolvedArguments } from './arguments.ts';
import type { JobRunCalls, LoneJobRun } from './port.ts';

export type LoneStep = StepOf<'glueJob'>;

/** What the targets differ in. */
export interface StepRunnerOptions {
  readonly pipeline: Pipeline;
  readonly site: Site;
  call<Op extends keyof JobRunCalls>(operation: Op, input: JobRunCalls[Op]['input']): Promise<JobRunCalls[Op]['output']>;
  readonly clock: { now(): number };
  readonly logs: LogReader;
  /** Arguments of the job run, names with their leading dashes; `own` are the step's own, resolved. */
  arguments(step: LoneStep, given: RunRequest, own: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** How often Glue itself repeats the job after a failure. */
  retries(step: LoneStep): number;
}

/** How long a retry that is due may be without its job run before the failure counts as the end. */
const RETRY_GRACE_MS = 5 * 60_000;

/** Jobs of single steps, started by themselves: the same on every target but for what the job is told. */
export function stepRunner(options: StepRunnerOptions): StepRunner {
  return {
    start: async (name, given) => {
      const step = jobOf(options, name);
      const own = resolvedArguments(step, given);
      const { JobRunId } = await options.call('StartJobRun', {
        JobName: nativeName(options.site, options.pipeline, step),
        Arguments: options.arguments(step, given, own),
        // An existing job has a timeout of its own, which this job run shall not have.
        ...('use' in step.with ? { Timeout: timeoutMinutes(step) } : {}),
      });
      if (JobRunId === undefined) throw new Error(`Glue accepted the start of the job of step '${name}' but told no id. Look at the job's runs in the Glue console.`);
      return JobRunId;
    },
    describe: (name, jobRun) => describe(options, jobOf(options, name), jobRun),
    log: (jobRun) => options.logs(jobRun),
  };
}

function jobOf({ pipeline, site }: StepRunnerOptions, name: string): LoneStep {
  const step = pipeline.steps.find((one) => one.name === name);
  if (step?.kind === 'glueJob') return step;
  const whole = '`millrace run` runs the whole pipeline.';
  if (step?.kind === 'crawler') {
    throw new RunRefused(`Step '${name}' is a crawler, and only a job can be started by itself.`, `Start the crawler with \`aws glue start-crawler --name ${nativeName(site, pipeline, step)}\`, or run all: ${whole}`);
  }
  if (step !== undefined) throw new RunRefused(`Step '${name}' is of the kind ${step.kind}, and only a job can be started by itself.`, whole);
  if ([pipeline.onFailure, pipeline.finally].some((one) => one?.name === name)) throw new RunRefused(`Step '${name}' is told how a run ended, and by itself there is no run.`, whole);
  throw new RunRefused(`Pipeline '${pipeline.name}' has no step '${name}'.`, `Its steps: ${pipeline.steps.map((one) => one.name).join(', ')}.`);
}

async function describe(options: StepRunnerOptions, step: LoneStep, first: string): Promise<StepRun> {
  const job = nativeName(options.site, options.pipeline, step);
  const retries = options.retries(step);
  let last = stepRun(await jobRunOf(options, job, first), first, 1);
  while (last.attempt <= retries && (last.state === 'failed' || last.state === 'timedOut')) {
    const id = `${first}_attempt_${String(last.attempt)}`;
    const next = await retryOf(options, job, id);
    if (next === null) return last.state === 'failed' && options.clock.now() - (last.end ?? 0) < RETRY_GRACE_MS ? { ...last, state: 'running', end: null } : last;
    last = stepRun(next, id, last.attempt + 1);
  }
  return last;
}

async function jobRunOf(options: StepRunnerOptions, job: string, id: string): Promise<LoneJobRun> {
  const { JobRun } = await options.call('GetJobRun', { JobName: job, RunId: id });
  if (JobRun === undefined) throw new Error(`Glue told nothing of the run '${id}' of the job '${job}'. Ask again.`);
  return JobRun;
}

async function retryOf(options: StepRunnerOptions, job: string, id: string): Promise<LoneJobRun | null> {
  try {
    return await jobRunOf(options, job, id);
  } catch (error) {
    if (isAwsError(error, 'EntityNotFoundException')) return null;
    throw error;
  }
}

function stepRun(run: LoneJobRun, id: string, attempt: number): StepRun {
  const state = outcomeOfJobRun(run.JobRunState ?? '');
  const end = run.CompletedOn ?? run.LastModifiedOn ?? run.StartedOn ?? 0;
  return { nativeId: id, state, attempt, start: milliseconds(run.StartedOn ?? 0), end: state === 'running' ? null : milliseconds(end), message: run.ErrorMessage ?? null };
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

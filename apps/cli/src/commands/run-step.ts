import { RunRefused, type RunRequest, type StepRun, type StepRunner } from '@millrace/core';
import { didYouMean } from '@millrace/params';
import { allSteps, nativeName } from '@millrace/workload';
import { CliError, exit, paint, printJson, type ExitCode, type Io } from '../io.ts';
import type { Deployed } from '../project/deployed.ts';
import { oneLine, visible } from '../render/printable.ts';
import { duration } from '../render/timeline.ts';

/** Lines of a failed job's log that are printed. */
const TAIL = 20;

/** `millrace run --step`: starts the deployed job of one step, which is part of no run, and follows it. */
export async function runStep(io: Io, place: Deployed, step: string, values: () => Promise<RunRequest>, detach: boolean): Promise<ExitCode> {
  const { pipeline, site, stepRunner, target } = place;
  const found = allSteps(pipeline).find(({ name }) => name === step);
  if (found === undefined) throw unknown(step, pipeline.name, pipeline.steps.map(({ name }) => name));
  if (stepRunner === null) throw new CliError(`On ${target} no step can be started by itself.`, '`millrace run` runs the whole pipeline.', exit.usage);
  const jobRun = await started(stepRunner, step, await values());
  if (detach) {
    if (io.json) printJson(io, { step: { step, jobRun } });
    else io.out(`${jobRun}\n`);
    return exit.ok;
  }
  if (!io.json) io.err(`step ${step} of ${pipeline.name}, by itself: job run ${jobRun}\n`);
  const ended = await follow(io, stepRunner, step, jobRun, place.patience);
  if (ended === null) return left(io, step, jobRun, nativeName(site, pipeline, found));
  return await conclude(io, stepRunner, step, jobRun, ended);
}

function unknown(step: string, pipeline: string, names: readonly string[]): CliError {
  const near = didYouMean(step, names);
  return new CliError(`${pipeline}, as it is deployed, has no step ${step}.`, near === null ? `Its steps: ${names.join(', ')}.` : `Did you mean ${near}?`, exit.usage);
}

async function started(runner: StepRunner, step: string, given: RunRequest): Promise<string> {
  try {
    return await runner.start(step, given);
  } catch (error) {
    if (error instanceof RunRefused) throw new CliError(error.message, error.hint, exit.usage);
    throw error;
  }
}

/** Until the job run ends or is left by Ctrl-C (`null`: it still runs). */
async function follow(io: Io, runner: StepRunner, step: string, jobRun: string, patience: number): Promise<StepRun | null> {
  let attempt = 0;
  for (;;) {
    const now = await runner.describe(step, jobRun);
    if (now.attempt !== attempt && !io.json) io.err(`${step}: running${now.attempt > 1 ? ` (try ${now.attempt})` : ''}\n`);
    attempt = now.attempt;
    if (now.state !== 'running') return now;
    if (!io.interrupted.aborted) await io.sleep(patience);
    if (io.interrupted.aborted) return null;
  }
}

async function conclude(io: Io, runner: StepRunner, step: string, jobRun: string, ended: StepRun): Promise<ExitCode> {
  const good = ended.state === 'succeeded';
  const log = good ? null : await tail(runner, ended.nativeId);
  const { state, start, end, attempt, message } = ended;
  if (io.json) {
    printJson(io, { step: { step, jobRun, state, start, end, attempts: attempt, message, ...(log === null ? {} : { log: log.lines, notes: log.notes }) } });
    return good ? exit.ok : exit.failure;
  }
  const tries = attempt > 1 ? ` (${attempt} tries)` : '';
  io.out(`step ${step}: ${paint(io, good ? 'green' : 'red', state === 'timedOut' ? 'timed out' : state)} after ${duration((end ?? start) - start)}${tries}\n`);
  if (log === null) return exit.ok;
  if (message !== null) io.out(`${paint(io, 'red', step)}: ${oneLine(message, 200)}\n`);
  if (log.lines.length > 0) io.out(`${paint(io, 'dim', `── last lines of its log`)}\n`);
  for (const line of log.lines) io.out(`${visible(line)}\n`);
  for (const note of log.notes) io.err(`${note}\n`);
  return exit.failure;
}

/** The end of what a job run printed. A log that cannot be read is told of, and does not hide how the job ended. */
async function tail(runner: StepRunner, jobRun: string): Promise<{ readonly lines: readonly string[]; readonly notes: readonly string[] }> {
  const lines: string[] = [];
  try {
    for await (const line of runner.log(jobRun)) {
      lines.push(line);
      if (lines.length > TAIL) lines.shift();
    }
    return { lines, notes: [] };
  } catch (error) {
    return { lines, notes: [error instanceof Error ? error.message : String(error)] };
  }
}

function left(io: Io, step: string, jobRun: string, job: string): ExitCode {
  if (io.json) printJson(io, { step: { step, jobRun, left: true } });
  io.err(`\nLeft. The job run goes on by itself.\n  look at it   aws glue get-job-run --job-name ${job} --run-id ${jobRun}\n  stop it      aws glue batch-stop-job-run --job-name ${job} --job-run-ids ${jobRun}\n`);
  return exit.interrupted;
}

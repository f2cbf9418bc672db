import type { Pipeline, RunSnapshot } from '@millrace/core';
import { allSteps } from '@millrace/workload';
import { CliError, exit, paint, printJson, type Io } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found, ownPipeline, type Deployed } from '../project/deployed.ts';
import { wholeNumber } from '../project/number.ts';
import { visible } from '../render/printable.ts';
import { shortRun } from '../render/run-id.ts';
import { over } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

/** Whose logs to print, and what is left out of them and why. */
export interface Selection {
  readonly steps: readonly { readonly step: string; readonly attempt: number }[];
  readonly notes: readonly string[];
}

function didNotRun(snapshot: RunSnapshot, step: string): string {
  const { state, steps } = snapshot;
  const run = shortRun(snapshot.run);
  if (steps[step]?.kept === true) return `Step ${step} was kept in run ${run}: it did not run again.`;
  if (over(snapshot) && snapshot.message !== null) return `Step ${step} did not run in run ${run}: ${snapshot.message}`;
  const goesOn = state === 'running' && steps[step]?.state === 'pending';
  return goesOn ? `Step ${step} has not run yet in run ${run}.` : `Step ${step} did not run in run ${run}.`;
}

/**
 * Chooses among the steps of a run. A crawl prints nothing that can be read from here, so it is told of and does not keep the others' logs back.
 * @throws {CliError} (usage) for a step or an attempt that the run does not have
 */
export function select(pipeline: Pick<Pipeline, 'steps' | 'onFailure' | 'finally'>, snapshot: RunSnapshot, step: string | null, attempt: number | null, flags: string): Selection {
  const names = Object.keys(snapshot.steps);
  if (step !== null && !names.includes(step)) throw new CliError(`Run ${shortRun(snapshot.run)} has no step ${step}.`, `Its steps: ${names.join(', ')}.`, exit.usage);
  const kinds = new Map(allSteps(pipeline).map(({ name, kind }) => [name, kind]));
  const steps: { step: string; attempt: number }[] = [];
  const notes: string[] = [];
  for (const name of step === null ? names : [step]) {
    const tries = snapshot.steps[name]?.attempts.length ?? 0;
    const untold = snapshot.steps[name]?.message;
    if (untold !== undefined) notes.push(`Step ${name} went wrong ${tries === 0 ? 'before it could print anything' : 'after what it printed'}: ${untold}`);
    else if (tries === 0 && step !== null) notes.push(didNotRun(snapshot, name));
    if (tries === 0) continue;
    if (attempt !== null && attempt > tries) {
      if (step !== null) throw new CliError(`Step ${name} has ${tries} attempt${tries === 1 ? '' : 's'}, no ${attempt}.`, `millrace status ${shortRun(snapshot.run)}${flags} shows them.`, exit.usage);
      notes.push(`Step ${name} has no attempt ${attempt}.`);
    } else if (kinds.get(name) === 'crawler') notes.push(`Step ${name} is a crawl: it prints nothing here. On AWS its log is in CloudWatch Logs, group /aws-glue/crawlers.`);
    else if (kinds.get(name) !== 'glueJob') notes.push(`Step ${name} is no job: it prints nothing here.`);
    else steps.push({ step: name, attempt: attempt ?? tries });
  }
  if (step === null && steps.length === 0 && notes.length === 0) notes.push(over(snapshot) ? `No step of run ${shortRun(snapshot.run)} has run${snapshot.message === null ? '.' : `: ${snapshot.message}`}` : `No step of run ${shortRun(snapshot.run)} has run yet.`);
  return { steps, notes };
}

/** `millrace logs`: what the jobs printed, one step or all that ran; with `--follow` also what they print from now on. */
export const run: CommandRun = async (io, args, options) => {
  const attempt = wholeNumber(options, 'attempt', 1, Infinity);
  const place = await deployed(io, options);
  const { runner, flags } = place;
  const chosen = await chosenRun(io, runner, args, 'read');
  const snapshot = await found(runner.describe(chosen));
  const pipeline = await ownPipeline(place, chosen);
  const only = typeof options['step'] === 'string' ? options['step'] : null;
  const { steps, notes } = select(pipeline, snapshot, only, attempt, flags);
  if (options['follow'] === true) return await followed(io, { ...place, pipeline }, chosen, only, attempt);
  const collected: { step: string; attempt: number; lines: string[] }[] = [];
  for (const one of steps) {
    const lines: string[] = [];
    if (!io.json && steps.length > 1) io.out(`${paint(io, 'bold', `── ${one.step}`)}\n`);
    for await (const line of runner.log(chosen, one.step, one.attempt)) {
      if (io.json) lines.push(line);
      else io.out(`${visible(line)}\n`);
    }
    collected.push({ ...one, lines });
  }
  if (io.json) printJson(io, { run: chosen, logs: collected, notes });
  else for (const note of notes) io.err(`${note}\n`);
  return exit.ok;
};

/** All that is printed until the run ends, each line behind its step's name where there are several. */
async function followed(io: Io, { runner, pipeline, flags, patience }: Deployed, chosen: string, only: string | null, attempt: number | null): Promise<number> {
  if (io.json) throw new CliError('A log that is followed is not one JSON document.', 'Leave --follow or --json out.', exit.usage);
  const wide = Math.max(0, ...(only === null ? allSteps(pipeline) : []).map(({ name }) => name.length));
  const reading: Promise<void>[] = [];
  const begun = new Set<string>();
  let now = await found(runner.describe(chosen));
  const read = async (step: string, n: number): Promise<void> => {
    const goesOn = async (): Promise<boolean> => {
      if (ended(now, step, n) || io.interrupted.aborted) return false;
      await io.sleep(patience);
      return !io.interrupted.aborted;
    };
    for await (const line of runner.log(chosen, step, n, { goesOn })) io.out(`${only === null ? `${paint(io, 'dim', `${step.padEnd(wide)} │`)} ` : ''}${visible(line)}\n`);
  };
  for (;;) {
    for (const one of select(pipeline, now, only, attempt, flags).steps) {
      for (let n = attempt ?? (begun.has(one.step) ? 1 : one.attempt); n <= one.attempt; n += 1) {
        if (begun.has(`${one.step} ${n}`)) continue;
        begun.add(`${one.step} ${n}`).add(one.step);
        reading.push(read(one.step, n));
      }
    }
    if (over(now) || io.interrupted.aborted) break;
    await io.sleep(patience);
    now = await found(runner.describe(chosen));
  }
  await Promise.all(reading);
  if (!io.interrupted.aborted) {
    for (const note of select(pipeline, now, only, attempt, flags).notes) io.err(`${note}\n`);
    return exit.ok;
  }
  io.err(over(now) ? '\n' : `\nLeft. Run ${shortRun(chosen)} goes on by itself.\n`);
  return exit.interrupted;
}

function ended(snapshot: RunSnapshot, step: string, attempt: number): boolean {
  const one = snapshot.steps[step]?.attempts[attempt - 1];
  return over(snapshot) || (one !== undefined && one.end !== null);
}

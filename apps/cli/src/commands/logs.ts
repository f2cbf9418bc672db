import type { Pipeline, RunSnapshot } from '@millrace/core';
import { CliError, exit, paint, printJson } from '../io.ts';
import { chosenRun, deployed, found } from '../project/deployed.ts';
import { wholeNumber } from '../project/number.ts';
import { visible } from '../render/printable.ts';
import type { CommandRun } from '../table.ts';

/** Whose logs to print, and what is left out of them and why. */
export interface Selection {
  readonly steps: readonly { readonly step: string; readonly attempt: number }[];
  readonly notes: readonly string[];
}

function didNotRun({ run, state, steps }: RunSnapshot, step: string): string {
  if (steps[step]?.kept === true) return `Step ${step} was kept in run ${run}: it did not run again.`;
  const goesOn = state === 'running' && steps[step]?.state === 'pending';
  return goesOn ? `Step ${step} has not run yet in run ${run}.` : `Step ${step} did not run in run ${run}.`;
}

/**
 * Chooses among the steps of a run. A crawl prints nothing that can be read from here, so it is told of and does not keep the others' logs back.
 * @throws {CliError} (usage) for a step or an attempt that the run does not have
 */
export function select(pipeline: Pick<Pipeline, 'steps'>, snapshot: RunSnapshot, step: string | null, attempt: number | null, flags: string): Selection {
  const names = Object.keys(snapshot.steps);
  if (step !== null && !names.includes(step)) throw new CliError(`Run ${snapshot.run} has no step ${step}.`, `Its steps: ${names.join(', ')}.`, exit.usage);
  const crawls = new Set(pipeline.steps.filter(({ kind }) => kind === 'crawler').map(({ name }) => name));
  const steps: { step: string; attempt: number }[] = [];
  const notes: string[] = [];
  for (const name of step === null ? names : [step]) {
    const tries = snapshot.steps[name]?.attempts.length ?? 0;
    if (tries === 0 && step !== null) notes.push(didNotRun(snapshot, name));
    if (tries === 0) continue;
    if (attempt !== null && attempt > tries) {
      if (step !== null) throw new CliError(`Step ${name} has ${tries} attempt${tries === 1 ? '' : 's'}, no ${attempt}.`, `millrace status ${snapshot.run}${flags} shows them.`, exit.usage);
      notes.push(`Step ${name} has no attempt ${attempt}.`);
    } else if (crawls.has(name)) notes.push(`Step ${name} is a crawl: it prints nothing here. On AWS its log is in CloudWatch Logs, group /aws-glue/crawlers.`);
    else steps.push({ step: name, attempt: attempt ?? tries });
  }
  if (step === null && steps.length === 0 && notes.length === 0) notes.push(`No step of run ${snapshot.run} has run yet.`);
  return { steps, notes };
}

/** `millrace logs`: what the jobs printed, one step or all that ran. */
export const run: CommandRun = async (io, args, options) => {
  const attempt = wholeNumber(options, 'attempt', 1, Infinity);
  const { runner, pipeline, flags } = await deployed(io, options);
  const chosen = await chosenRun(runner, args);
  const snapshot = await found(runner.describe(chosen));
  const { steps, notes } = select(pipeline, snapshot, typeof options['step'] === 'string' ? options['step'] : null, attempt, flags);
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

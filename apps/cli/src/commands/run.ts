import { dayIn, newRunId, type Pipeline, type RunRequest, type Site } from '@millrace/core';
import { resolveParams } from '@millrace/params';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { deployed } from '../project/deployed.ts';
import { refuseDashes } from '../params/contract.ts';
import { valueLayers } from '../project/param-values.ts';
import { conclude, follow, left } from '../render/watch.ts';
import type { CommandRun, Options } from '../table.ts';
import { runStep } from './run-step.ts';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Validates all values before anything starts; they are frozen for the run from here on. */
export function request(io: Io, pipeline: Pipeline, site: Site, options: Options): RunRequest {
  const now = io.now();
  const id = newRunId(now, () => io.random());
  const date = dayIn(pipeline.timezone, now);
  const { values, problems } = resolveParams(pipeline.params, valueLayers(io, options, pipeline, site), { id, date });
  if (problems.length > 0) {
    const told = problems.map(({ name, message, hint }) => `    ${name}: ${sentence(message)}${hint === '' ? '' : ` ${hint}`}`).join('\n');
    throw new CliError(`The run was not started: ${problems.length} parameter${problems.length === 1 ? ' is' : 's are'} wrong.\n${told}`, problems.every(({ code }) => code === 'MR2011') ? 'Give values with --param name=value.' : 'Correct them: `millrace params show` lists all parameters with their types and values.', exit.usage);
  }
  return { id, date, params: values };
}

/** `millrace run`: starts and follows; Ctrl-C leaves the run going and says how to come back. With `--step` it is one job and no run. */
export const run: CommandRun = async (io, _args, options) => {
  const place = await deployed(io, options, 'change');
  const { runner, pipeline, site, flags } = place;
  const checked = async (step: string | null): Promise<RunRequest> => {
    const asked = request(io, pipeline, site, options);
    await refuseDashes('Nothing was started', pipeline, place.folder, asked, ({ name }) => step === null || name === step);
    return asked;
  };
  const step = options['step'];
  if (typeof step === 'string') return await runStep(io, place, step, () => checked(step), options['detach'] === true);
  const started = await checked(null);
  const how = await runner.start(started);
  if (!io.json) io.err(`run ${started.id} of ${pipeline.name}\n`);
  if (how !== 'started' && !io.json) io.err(how === 'queued' ? 'Another run is live: this one waits for its turn.\n' : 'Another run is live: this one is skipped, as `overlap` says.\n');
  if (options['detach'] === true) {
    if (io.json) printJson(io, { run: started.id, start: how });
    else io.out(`${started.id}\n`);
    return exit.ok;
  }
  const snapshot = await follow(io, { ...place, verbose: options['verbose'] === true }, started.id);
  if (snapshot === null) return left(io, started.id, flags);
  if (io.json) printJson(io, { run: snapshot });
  return conclude(io, snapshot, flags);
};

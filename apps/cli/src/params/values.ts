import { dayIn, type Pipeline, type Site } from '@millrace/core';
import { resolveParams, type ResolvedParams } from '@millrace/params';
import type { Known } from '@millrace/workload';
import { loadPipeline } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { valueLayers } from '../project/param-values.ts';
import { CliError, exit, type Io } from '../io.ts';
import { renderProblems } from '../render/problems.ts';
import type { Options } from '../table.ts';

export interface Found {
  readonly pipeline: Pipeline;
  readonly folder: string;
  readonly environment: string;
  readonly site: Site;
  /** The day of a run that starts now. */
  readonly date: string;
  readonly resolved: ResolvedParams;
}

/** A pipeline without errors. Commands about parameters read only: there is nothing that could have been changed. */
export async function readablePipeline(io: Io, options: Options): Promise<{ readonly pipeline: Pipeline; readonly folder: string }> {
  const { folder, loaded: { pipeline, problems } } = await loadPipeline(io, options);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (pipeline !== null && errors.length === 0) return { pipeline, folder };
  if (!io.json) io.err(renderProblems(io, problems.filter(({ severity }) => severity !== 'info')));
  const count = `${errors.length} problem${errors.length === 1 ? '' : 's'}`;
  throw new CliError(`The parameters were not read: the pipeline has ${count}.`, 'Mend what is listed above; `millrace explain CODE` says more.', exit.findings, { problems });
}

/** Every parameter of the pipeline as a run that starts now would have it; its id is not known before there is a run. */
export async function resolvedValues(io: Io, options: Options): Promise<Found> {
  const { pipeline, folder } = await readablePipeline(io, options);
  const { environment, site } = await placeWithoutServer(io, options, folder);
  const layers = valueLayers(io, options, pipeline, site);
  const date = dayIn(pipeline.timezone, io.now());
  const resolved = resolveParams(pipeline.params, layers, { id: '', date });
  return { pipeline, folder, environment: environment.name, site, date, resolved };
}

/** Does the value wait for the run: its default is the id of the run, and nothing else was given? */
export function waitsForRun({ pipeline, resolved }: Found, name: string): boolean {
  const usual = pipeline.params[name]?.default;
  return resolved.from[name] === 'default' && typeof usual === 'object' && usual !== null && usual.run === 'id';
}

/** What a run that starts now would know, its id aside. */
export function knownOf(found: Found): Known {
  const { date, resolved: { values } } = found;
  return { id: null, date, params: Object.fromEntries(Object.entries(values).filter(([name]) => !waitsForRun(found, name))) };
}

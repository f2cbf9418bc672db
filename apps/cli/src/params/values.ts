import { dayIn, type Pipeline, type Site } from '@millrace/core';
import { resolveParams, type ResolvedParams } from '@millrace/params';
import type { Known } from '@millrace/workload';
import { requirePipeline } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { valueLayers } from '../project/param-values.ts';
import type { Io } from '../io.ts';
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

/** Every parameter of the pipeline as a run that starts now would have it; its id is not known before there is a run. */
export async function resolvedValues(io: Io, options: Options): Promise<Found> {
  const { pipeline, folder } = await requirePipeline(io, options);
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

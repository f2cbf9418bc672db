import { parsePipeline, type Connection, type Pipeline, type Site, type Target } from '@millrace/core';
import { readManifest, s3Store, type ManifestLocation, type ObjectStore, type StoredManifest } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { CliError, type Io } from '../io.ts';
import type { Options } from '../table.ts';
import { answered } from './change.ts';
import { requirePipeline } from './pipeline.ts';
import { place, type Place, type Use } from './place.ts';
import { isTarget, loadTarget, type At, type TargetName } from './targets.ts';

/** What the last deploy has recorded, and a connection to it. */
export interface Recorded {
  /** The pipeline as it was deployed last, which may be older than the file. */
  readonly pipeline: Pipeline;
  /** The folder of the pipeline file, which may be newer than what is deployed. */
  readonly folder: string;
  readonly site: Site;
  readonly target: TargetName;
  readonly loaded: Target;
  readonly connection: Connection;
  readonly stored: StoredManifest;
  readonly store: ObjectStore;
  readonly location: ManifestLocation;
  readonly place: Place & { readonly at: At };
}

/** Reads what is deployed and connects to it; says what to do when nothing is. */
export async function recorded(io: Io, options: Options, use: Use): Promise<Recorded> {
  const { pipeline: local, folder } = await requirePipeline(io, options);
  const where = await place(io, options, folder, use);
  const { site, at, flags } = where;
  const [store, location] = [s3Store(at), { bucket: site.scripts, key: physical(site, local).manifestKey }];
  const stored = await answered(io, readManifest(store, location));
  if (stored === null) throw new CliError(`${local.name} is not deployed here.`, `millrace deploy${flags} --target glue (or sfn) deploys it.`);
  const { manifest } = stored;
  const { pipeline } = parsePipeline(manifest.pipeline);
  if (pipeline === null || !isTarget(manifest.target)) throw new CliError(`What is deployed as ${local.name} was written by another version of Millrace.`, `millrace deploy${flags} brings it up to date.`);
  if (manifest.resources.length === 0) throw new CliError(`The first deploy of ${local.name} did not finish.`, `millrace deploy${flags} --target ${manifest.target} goes on where it stopped.`);
  const loaded = await loadTarget(manifest.target);
  return { pipeline, folder, site, target: manifest.target, loaded, connection: await loaded.connect(at), stored, store, location, place: where };
}

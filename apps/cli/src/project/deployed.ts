import { parsePipeline, RunNotFound, type Capability, type Pipeline, type Runner, type Site, type StepRunner } from '@millrace/core';
import { readManifest, s3Store } from '@millrace/deploy';
import { physical } from '@millrace/workload';
import { CliError, exit, type Io } from '../io.ts';
import type { Options } from '../table.ts';
import { answered } from './change.ts';
import { requirePipeline } from './pipeline.ts';
import { place, type Use } from './place.ts';
import { isTarget, loadTarget, type TargetName } from './targets.ts';

export interface Deployed {
  readonly runner: Runner;
  /** Null where the target starts no step alone. */
  readonly stepRunner: StepRunner | null;
  /** The pipeline as it was deployed, which may be older than the file. */
  readonly pipeline: Pipeline;
  /** The folder of the pipeline file, which may be newer than what is deployed. */
  readonly folder: string;
  readonly site: Site;
  readonly target: TargetName;
  /** The target's ledger row on how it tells a run's outcome. */
  readonly outcome: Capability;
  readonly flags: string;
  /** Milliseconds between two looks at a run, at most: what is on this machine can be asked often. */
  readonly patience: number;
}

/** Connects to what is deployed; says what to do when nothing is. */
export async function deployed(io: Io, options: Options, use: Use = 'look'): Promise<Deployed> {
  const { pipeline: local, folder } = await requirePipeline(io, options);
  const { site, at, flags } = await place(io, options, folder, use);
  const stored = await answered(io, readManifest(s3Store(at), { bucket: site.scripts, key: physical(site, local).manifestKey }));
  if (stored === null) throw new CliError(`${local.name} is not deployed here.`, `millrace deploy${flags} --target glue (or sfn) deploys it.`);
  const { manifest } = stored;
  const { pipeline } = parsePipeline(manifest.pipeline);
  if (pipeline === null || !isTarget(manifest.target)) throw new CliError(`What is deployed as ${local.name} was written by another version of Millrace.`, `millrace deploy${flags} brings it up to date.`);
  if (manifest.resources.length === 0) throw new CliError(`The first deploy of ${local.name} did not finish.`, `millrace deploy${flags} --target ${manifest.target} goes on where it stopped.`);
  const loaded = await loadTarget(manifest.target);
  const outcome = loaded.capabilities.find(({ id }) => id === 'run.outcome');
  if (outcome === undefined) throw new TypeError(`The ledger of ${manifest.target} has no row 'run.outcome'.`);
  const connection = await loaded.connect(at);
  return { runner: connection.runner({ pipeline, site }), stepRunner: connection.stepRunner?.({ pipeline, site }) ?? null, pipeline, folder, site, target: manifest.target, outcome, flags, patience: at.endpoint === null ? 5000 : 300 };
}

/** Turns an unknown run id into a sentence. */
export async function found<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RunNotFound) throw new CliError(error.message, '`millrace status` lists the newest runs.', exit.usage);
    throw error;
  }
}

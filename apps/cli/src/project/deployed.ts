import { RunNotFound, type Capability, type Pipeline, type Runner, type Site, type StepRunner } from '@millrace/core';
import { CliError, exit, type Io } from '../io.ts';
import type { Options } from '../table.ts';
import { livePipeline } from './live-pipeline.ts';
import type { Use } from './place.ts';
import { recorded } from './recorded.ts';
import type { TargetName } from './targets.ts';

export interface Deployed {
  readonly runner: Runner;
  /** Null where the target starts no step alone. */
  readonly stepRunner: StepRunner | null;
  /** The pipeline that runs start with: as it was deployed, which may be older than the file. */
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
  const found = await recorded(io, options, use);
  const { loaded, connection, folder, site, target, place: { at, flags } } = found;
  const outcome = loaded.capabilities.find(({ id }) => id === 'run.outcome');
  if (outcome === undefined) throw new TypeError(`The ledger of ${target} has no row 'run.outcome'.`);
  const { pipeline, versions } = await livePipeline(found);
  return { runner: connection.runner({ pipeline, site, ...(versions === null ? {} : { versions }) }), stepRunner: connection.stepRunner?.({ pipeline, site }) ?? null, pipeline, folder, site, target, outcome, flags, patience: at.endpoint === null ? 5000 : 300 };
}

/** The pipeline that a run goes by, which may be of another version than runs start with now; the latter where it is kept no more. */
export async function ownPipeline({ runner, pipeline }: Pick<Deployed, 'runner' | 'pipeline'>, run: string): Promise<Pipeline> {
  return (await runner.pipelineOf?.(run)) ?? pipeline;
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

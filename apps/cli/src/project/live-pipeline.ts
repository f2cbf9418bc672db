import { parsePipeline, type KeptPipelines, type Pipeline, type Versions } from '@millrace/core';
import { readRecord } from '@millrace/deploy';
import { CliError } from '../io.ts';
import type { Recorded } from './recorded.ts';

/** The versions that the target keeps of what is deployed; null on a target that keeps none. */
export const versionsOf = ({ connection, pipeline, site }: Recorded): Versions | null => connection.versions?.({ pipeline, site }) ?? null;

/** The pipeline that runs start with, and the kept ones by which runs of other versions go; null where the target keeps no versions. */
export interface LivePipeline {
  readonly pipeline: Pipeline;
  readonly versions: KeptPipelines | null;
}

/**
 * The pipeline of the version that runs start with, which a rollback may have made an older one than was deployed last: what is started
 * and resumed is that. A run that goes by another version is watched and stopped by that one's.
 */
export async function livePipeline(found: Recorded): Promise<LivePipeline> {
  const versions = versionsOf(found);
  const live = (await versions?.live()) ?? null;
  if (versions === null || live === null) return { pipeline: found.pipeline, versions: null };
  const current = await versions.revision(live);
  const pipeline = await pipelineOf(found, live, current);
  return { pipeline, versions: { live, pipelineOf: async (revision) => (revision === current ? pipeline : await pipelineOfRevision(found, revision)) } };
}

async function pipelineOf(found: Recorded, live: number, revision: string | null): Promise<Pipeline> {
  if (revision === null || revision === lastRevision(found)) return found.pipeline;
  const pipeline = await pipelineOfRevision(found, revision);
  if (pipeline === null) throw new CliError(`Runs of ${found.pipeline.name} start with version ${live}, whose pipeline no deploy has kept.`, `millrace deploy${found.place.flags} lets them start with what is in the file.`);
  return pipeline;
}

/** Null when it is not kept, or was written by another version of Millrace. */
export async function pipelineOfRevision({ store, location }: Recorded, revision: string): Promise<Pipeline | null> {
  return parsePipeline(await readRecord(store, location, revision)).pipeline;
}

function lastRevision({ stored }: Recorded): unknown {
  const props = stored.manifest.resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachineVersion')?.props ?? null;
  return typeof props === 'object' && props !== null && 'StateMachineRevisionId' in props ? props.StateMachineRevisionId : null;
}

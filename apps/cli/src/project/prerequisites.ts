import type { Pipeline, Position } from '@millrace/core';
import { readManifest, s3Store } from '@millrace/deploy';
import { physical, prerequisiteProblems, usedBy, workloadProbes } from '@millrace/workload';
import type { Io } from '../io.ts';
import { renderProblems } from '../render/problems.ts';
import { located } from './compile.ts';
import { refuse } from './pipeline.ts';
import type { Place } from './place.ts';
import type { At } from './targets.ts';

/** Ends with all that must exist first and does not; where a pipeline needs nothing, nothing is asked. */
export async function requirePrerequisites(io: Io, pipeline: Pipeline, origins: ReadonlyMap<string, Position>, { site, at }: Place & { readonly at: At }): Promise<void> {
  if (pipeline.prerequisites.length === 0 && pipeline.starts.every((start) => !('s3' in start)) && usedBy(pipeline).length === 0) return;
  const begun = async (bucket: string): Promise<boolean> => {
    const stored = await readManifest(s3Store(at), { bucket: site.scripts, key: physical(site, pipeline).manifestKey });
    return (stored?.manifest.pending ?? []).some(({ type, name }) => type === 'AWS::S3::Bucket' && name === bucket);
  };
  const problems = located(await prerequisiteProblems(pipeline, await workloadProbes(at), begun), origins);
  if (problems.some(({ severity }) => severity === 'error')) refuse(io, problems);
  if (problems.length > 0 && !io.json) io.err(renderProblems(io, problems));
}

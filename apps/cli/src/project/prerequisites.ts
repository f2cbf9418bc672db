import type { Pipeline, Position } from '@millrace/core';
import { prerequisiteProblems, workloadProbes } from '@millrace/workload';
import type { Io } from '../io.ts';
import { located } from './compile.ts';
import { refuse } from './pipeline.ts';
import type { At } from './targets.ts';

/** Ends with all that must exist first and does not; where a pipeline needs nothing, nothing is asked. */
export async function requirePrerequisites(io: Io, pipeline: Pipeline, origins: ReadonlyMap<string, Position>, at: At): Promise<void> {
  if (pipeline.prerequisites.length === 0 && pipeline.starts.every((start) => !('s3' in start))) return;
  const problems = await prerequisiteProblems(pipeline, await workloadProbes(at));
  if (problems.length > 0) refuse(io, located(problems, origins));
}

import type { Capability, Compiled, Pipeline, Position, Problem, Site } from '@millrace/core';
import { positionOf } from '@millrace/core';
import type { Io } from '../io.ts';
import { readSources } from './sources.ts';
import { loadTarget, type TargetName } from './targets.ts';
import { refuse } from './pipeline.ts';

/** Compiles for one target; problems get their place in the user's file. */
export async function compileFor(id: TargetName, pipeline: Pipeline, origins: ReadonlyMap<string, Position>, folder: string, site: Site): Promise<Compiled> {
  const target = await loadTarget(id);
  const read = readSources(pipeline, folder);
  const compiled = target.compile(pipeline, site, read.sources);
  return { ...compiled, resources: read.problems.length === 0 ? compiled.resources : [], problems: located([...read.problems, ...compiled.problems], origins) };
}

export function located(problems: readonly Problem[], origins: ReadonlyMap<string, Position>): Problem[] {
  return problems.map((problem) => ({ ...problem, at: problem.at ?? positionOf(origins, problem.pointer) }));
}

/** Compiles, or ends with every problem told. */
export async function requireCompiled(io: Io, id: TargetName, pipeline: Pipeline, origins: ReadonlyMap<string, Position>, folder: string, site: Site): Promise<Compiled> {
  const compiled = await compileFor(id, pipeline, origins, folder, site);
  if (compiled.problems.some(({ severity }) => severity === 'error')) refuse(io, compiled.problems);
  return compiled;
}

/** Rows worth telling: what is not exact, without repeats. */
export function notable(used: readonly Capability[]): Capability[] {
  const rows = new Map(used.filter(({ support }) => support !== 'exact').map((row) => [row.id, row]));
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

import type { Pipeline } from './model.ts';
import type { Position, Problem } from './problem.ts';
import { isPipelineDraft, type PipelineDraft } from './build/define.ts';
import { isMapping } from './author/fields.ts';
import { normalisedOrigins, normalisedPointer } from './author/pointers.ts';
import { readPipeline, stepKeys } from './author/read-pipeline.ts';
import { reportIssues, type Finding } from './author/report.ts';
import { withOutputDependencies } from './author/output-dependencies.ts';
import { checkPipeline } from './rules/index.ts';
import { sortProblems } from './rules/sort.ts';
import { pipelineSchema } from './schema/model.ts';
import { positionOf } from './util/pointer.ts';

/** What loading gives. `pipeline` is null when a problem is an error; `origins` tells where each JSON pointer of it was written. */
export interface Loaded {
  readonly pipeline: Pipeline | null;
  readonly origins: ReadonlyMap<string, Position>;
  readonly problems: readonly Problem[];
}

/**
 * Reads a pipeline from JSON: the author's form, or the normalised form (which says `schemaVersion: 1`). Form and model rules are
 * checked together, so that every mistake is told at once. Never throws.
 *
 * @param origins where each pointer of `json` was written, if known
 */
export function parsePipeline(json: unknown, origins: ReadonlyMap<string, Position> = new Map()): Loaded {
  const keys = stepKeys(json);
  const indexes = keys === null ? null : new Map(keys.map((name, index) => [name, index]));
  const findings: Finding[] = [];
  const pipeline = isNormalised(json) ? readNormalised(json, findings) : readPipeline(json, (finding) => findings.push(finding));
  const places = normalisedOrigins(origins, indexes);
  const problems: Problem[] = findings.map(({ severity = 'error', ...finding }) => {
    const pointer = normalisedPointer(finding.pointer, indexes);
    return { ...finding, severity, pointer, at: positionOf(places, pointer) };
  });
  if (pipeline !== null) problems.push(...withoutEchoes(checkPipeline(pipeline, places), problems));
  const sorted = sortProblems(problems);
  return { pipeline: sorted.some(({ severity }) => severity === 'error') ? null : pipeline, origins: places, problems: sorted };
}

/** Reads what `definePipeline` returned: as `parsePipeline`, with the positions and problems that the builders noted. */
export function parseDraft(draft: PipelineDraft): Loaded {
  const loaded = parsePipeline(draft.json, draft.origins);
  if (draft.problems.length === 0) return loaded;
  const noted = draft.problems.map((problem) => ({ ...problem, at: problem.at ?? positionOf(loaded.origins, problem.pointer) }));
  return { pipeline: null, origins: loaded.origins, problems: sortProblems([...noted, ...withoutEchoes(loaded.problems, noted)]) };
}

/** Reads a draft, or JSON. */
export function parseAny(value: unknown): Loaded {
  return isPipelineDraft(value) ? parseDraft(value) : parsePipeline(value);
}

// A value that its form already refused was replaced: what the rules say of the same place is about the replacement.
function withoutEchoes(problems: readonly Problem[], told: readonly Problem[]): Problem[] {
  const places = new Set(told.filter(({ code }) => code !== 'MR1010').map(({ pointer }) => pointer));
  // Nor are defaults told that stand in for what was refused.
  return problems.filter(({ pointer, severity }) => !places.has(pointer) && (severity !== 'info' || told.length === 0));
}

function isNormalised(json: unknown): boolean {
  return isMapping(json) && json['schemaVersion'] === 1;
}

function readNormalised(json: unknown, findings: Finding[]): Pipeline | null {
  const read = pipelineSchema.safeParse(json);
  if (!read.success) {
    reportIssues(read.error.issues, json, '', 'the pipeline', (finding) => findings.push(finding));
    return null;
  }
  return { ...read.data, steps: read.data.steps.map(withOutputDependencies) };
}
